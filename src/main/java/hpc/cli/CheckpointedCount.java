package hpc.cli;

import hpc.cli.SolverRun.Answer;
import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import hpc.exec.ProcessLock;
import hpc.sieve.ResumableCount;
import hpc.sieve.SieveProblem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A count that goes on from a checkpoint, and leaves one when a signal stops it. */
final class CheckpointedCount {

  private static final Logger LOG = LoggerFactory.getLogger("hpc");

  private final SieveProblem problem;
  private final Path file;
  private final double stageSeconds;

  /**
   * Counts the primes of {@code problem}.
   *
   * @param file the checkpoint
   * @param stageSeconds how much work may be lost
   */
  CheckpointedCount(SieveProblem problem, Path file, double stageSeconds) {
    if (!(stageSeconds > 0)) {
      throw new IllegalArgumentException(
          "--checkpoint-every " + stageSeconds + ": accepted: a positive number of seconds");
    }
    this.problem = problem;
    this.file = file;
    this.stageSeconds = stageSeconds;
  }

  /** Counts on what {@code solver} runs on; the exit status tells of a signal. */
  int run(SolverRun solver) {
    StopSignals signals = StopSignals.caught();
    return solver.holding(this::claim).answer(execution -> count(execution, signals));
  }

  private ProcessLock claim() {
    Path name = file.getFileName();
    return ProcessLock.take(
        "--checkpoint " + file,
        file.toAbsolutePath().resolveSibling("." + name + ".lock"),
        "accepted: another file");
  }

  private Answer count(Execution execution, StopSignals signals) {
    ResumableCount count =
        new ResumableCount(problem, file, stageSeconds, signals, this::tellProgress);
    OptionalLong found = count.count(execution, new PhaseClock(System::nanoTime));
    if (found.isPresent()) {
      return new Answer(Optional.of(Long.toString(found.getAsLong())), ExitCode.DONE);
    }
    if (execution.ranks().rank() == 0) {
      LOG.warn("stopped by a signal; the same command goes on from {}", file);
    }
    return new Answer(Optional.empty(), signals.exitStatus(execution.ranks()));
  }

  private void tellProgress(long numbers) {
    LOG.debug("{} of {} numbers", numbers, problem.numbers());
  }
}
