package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.Mode;
import hpc.mpi.SingleProcess;
import hpc.mpi.ThreadRanks;
import hpc.parallel.ForkJoinRanges;
import hpc.parallel.SerialRanges;
import java.util.List;
import java.util.function.Function;

/** Executions for tests; several ranks are threads of this process. */
final class Executions {

  private Executions() {}

  static Execution serial() {
    return new Execution(Mode.SERIAL, new SerialRanges(), new SingleProcess());
  }

  static Execution threads(int threads) {
    return new Execution(Mode.FORKJOIN, new ForkJoinRanges(threads), new SingleProcess());
  }

  /** What {@code program} returns on each of {@code ranks} ranks of {@code threads} threads. */
  static <T> List<T> onRanks(int ranks, int threads, Function<Execution, T> program) {
    return ThreadRanks.run(
        ranks,
        communicator -> {
          try (Execution execution =
              new Execution(Mode.MPI, new ForkJoinRanges(threads), communicator)) {
            return program.apply(execution);
          }
        });
  }
}
