package hpc.exec;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a run is laid out, settled before anything starts.
 *
 * @param mode serial, forkjoin or mpi
 * @param ranks processes, 1 unless mode is mpi
 * @param threads threads per process, 1 if mode is serial
 */
public record Layout(Mode mode, int ranks, int threads) {

  /** More threads than this in one process are taken for a slip of the keyboard. */
  private static final int MOST_THREADS = 4096;

  /** More ranks than this have never been tried. */
  private static final int MOST_RANKS = 4096;

  /** Rejects counts out of range and counts that the mode has no use for. */
  public Layout {
    requireBetween("--threads", threads, MOST_THREADS);
    requireBetween("--ranks", ranks, MOST_RANKS);
    if (mode != Mode.MPI && ranks > 1) {
      throw new IllegalArgumentException(
          "--mode %s with %s ranks: it runs in one process; accepted: --mode mpi or auto"
              .formatted(mode.word(), ranks));
    }
    if (mode == Mode.SERIAL && threads > 1) {
      throw new IllegalArgumentException(
          "--threads %s with --mode serial: it has one thread; accepted: 1, or --mode forkjoin"
              .formatted(threads));
    }
  }

  /**
   * What the user asked for; empty is "choose".
   *
   * @param mode the mode
   * @param ranks the processes
   * @param threads the threads of each
   */
  public record Request(Optional<Mode> mode, OptionalInt ranks, OptionalInt threads) {}

  /**
   * What the process finds itself in.
   *
   * @param startedRanks the ranks that srun, mpirun or rank 0 has started, this process being one
   *     of them; 1 when it was started alone
   * @param slurmTasks SLURM_NTASKS where Slurm says it
   * @param cpusPerTask SLURM_CPUS_PER_TASK where Slurm says it
   */
  public record Surroundings(int startedRanks, OptionalInt slurmTasks, OptionalInt cpusPerTask) {}

  /**
   * Settles what the user left open: mpi when there are several ranks, else forkjoin when there are
   * several threads, else serial; as many threads as Slurm gave cpus to the task.
   *
   * @throws IllegalArgumentException if the request contradicts itself or the surroundings
   */
  public static Layout resolve(Request request, Surroundings around) {
    request.ranks().ifPresent(ranks -> requireNoContradiction(ranks, around));
    int ranks = request.ranks().orElse(around.startedRanks());
    int cpus = around.cpusPerTask().orElse(1);
    int threads =
        request.threads().orElse(request.mode().filter(Mode.SERIAL::equals).isPresent() ? 1 : cpus);
    Mode fitting = ranks > 1 ? Mode.MPI : threads > 1 ? Mode.FORKJOIN : Mode.SERIAL;
    return new Layout(request.mode().orElse(fitting), ranks, threads);
  }

  private static void requireNoContradiction(int ranks, Surroundings around) {
    int expected =
        around.startedRanks() > 1 ? around.startedRanks() : around.slurmTasks().orElse(ranks);
    if (ranks != expected) {
      throw new IllegalArgumentException(
          "--ranks %s: contradicts SLURM_NTASKS=%s; accepted: %s, or leave --ranks out and choose with srun --ntasks"
              .formatted(ranks, expected, expected));
    }
  }

  private static void requireBetween(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException("%s %s: accepted: 1 to %s".formatted(option, value, most));
    }
  }
}
