/*
 * Ping-pong between ranks 0 and 1 by MPI_Send and MPI_Recv: for each size in bytes on the command line
 * rank 0 prints "BYTES MICROSECONDS", one way, the median of the rounds. See compare.py.
 */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 21 };

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Seconds for so many messages there and back. */
static double round_trips(char *buffer, int bytes, int messages, int rank)
{
    MPI_Barrier(MPI_COMM_WORLD);
    double start = MPI_Wtime();
    for (int i = 0; i < messages; i++) {
        if (rank == 0) {
            MPI_Send(buffer, bytes, MPI_BYTE, 1, 0, MPI_COMM_WORLD);
            MPI_Recv(buffer, bytes, MPI_BYTE, 1, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        } else if (rank == 1) {
            MPI_Recv(buffer, bytes, MPI_BYTE, 0, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
            MPI_Send(buffer, bytes, MPI_BYTE, 0, 0, MPI_COMM_WORLD);
        }
    }
    return MPI_Wtime() - start;
}

int main(int argc, char **argv)
{
    int rank;
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    for (int i = 1; i < argc; i++) {
        int bytes = atoi(argv[i]);
        int messages = bytes < 1 << 16 ? 10000 : 200;
        char *buffer = calloc(bytes, 1);
        double one_way[ROUNDS];
        for (int round = -3; round < ROUNDS; round++) {
            double seconds = round_trips(buffer, bytes, messages, rank);
            if (round >= 0)
                one_way[round] = seconds / messages / 2;
        }
        qsort(one_way, ROUNDS, sizeof one_way[0], ascending);
        if (rank == 0)
            printf("%d %.4f\n", bytes, one_way[ROUNDS / 2] * 1e6);
        free(buffer);
    }
    MPI_Finalize();
    return 0;
}
