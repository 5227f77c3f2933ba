package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.FileError;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.exec.ProcessLock;
import hpc.exec.StopSignals;
import hpc.exec.Task;
import hpc.mpi.Communicator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A long count that survives being stopped or killed: it goes on from a checkpoint if there is one,
 * and leaves one after every stage.
 *
 * <p>A stage is an interval that all cores together count in about the time that the user is ready
 * to lose. Between stages every rank knows all that has been counted, so that one number says how
 * far; the price is that threads wait for each other once in a stage.
 */
final class ResumableCount {

  /** The first stage: short, to learn how fast this is. */
  private static final long FIRST_STAGE = 100_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger("hpc");

  private final SieveProblem problem;
  private final Path file;
  private final double stageSeconds;
  private final BooleanSupplier stopRequested;

  /**
   * Counts the primes that {@code problem} describes.
   *
   * @param file the checkpoint; need not exist, is removed when the count is complete
   * @param stageSeconds how much work may be lost, and how long a request to stop may wait
   * @param stopRequested asks, on any rank, to stop after the current stage
   */
  ResumableCount(
      SieveProblem problem, Path file, double stageSeconds, BooleanSupplier stopRequested) {
    if (!problem.algorithm().divisible()) {
      throw new IllegalArgumentException(
          "--checkpoint %s: --algorithm %s keeps no state; accepted: segmented, wheel"
              .formatted(file, problem.algorithm().word()));
    }
    this.problem = problem;
    this.file = file;
    this.stageSeconds = stageSeconds;
    this.stopRequested = stopRequested;
  }

  /** The count as a command; the exit status is 128+n if a signal stopped it. */
  static Task.Answered task(SieveProblem problem, Path file, double stageSeconds) {
    StopSignals signals = StopSignals.caught();
    ResumableCount count = new ResumableCount(problem, file, stageSeconds, signals);
    return new Task.Answered(
        new SieveWorkload(problem),
        List.of(count::claim),
        execution -> count.answer(execution, signals));
  }

  private ProcessLock claim() {
    Path name = file.getFileName();
    return ProcessLock.take(
        "--checkpoint " + file,
        file.toAbsolutePath().resolveSibling("." + name + ".lock"),
        "accepted: another file");
  }

  private Task.Answer answer(Execution execution, StopSignals signals) {
    OptionalLong found = count(execution, new PhaseClock(System::nanoTime));
    if (found.isPresent()) {
      return new Task.Answer(Optional.of(Long.toString(found.getAsLong())), 0);
    }
    if (execution.ranks().rank() == 0) {
      LOG.warn("stopped by a signal; the same command goes on from {}", file);
    }
    return new Task.Answer(Optional.empty(), signals.exitStatus(execution.ranks()));
  }

  /**
   * Counts on; collective, the same on every rank.
   *
   * @return the number of primes, or nothing when a stop was requested: then the checkpoint is kept
   * @throws IllegalArgumentException if the checkpoint is damaged or of another problem, or the
   *     problem does not fit the execution
   * @throws UncheckedIOException if the checkpoint cannot be read or written
   */
  OptionalLong count(Execution execution, PhaseClock clock) {
    BlockTally.requireFit(problem, execution);
    BlockTally tally = new BlockTally(execution);
    Communicator ranks = execution.ranks();
    // only rank 0 has a file; on the others reading and writing it do nothing
    Optional<Path> mine = Optional.of(file).filter(_ -> ranks.rank() == 0);
    CountCheckpoint loaded = load(mine, ranks);
    // a file that cannot be written is known at once, and one to go on from is there at any stop
    clock.in(Phase.IO, () -> mine.filter(_ -> !loaded.complete()).ifPresent(loaded::write));
    CountCheckpoint done = loaded;
    double numbers = FIRST_STAGE;
    while (!done.complete()) {
      if (ranks.sum(stopRequested.getAsBoolean() ? 1L : 0L)[0] > 0) {
        return OptionalLong.empty();
      }
      long last = done.next() + Math.min((long) numbers - 1, problem.limit() - done.next());
      long start = System.nanoTime();
      long count = tally.count(problem.within(done.next(), last), clock);
      double seconds = ranks.max((System.nanoTime() - start) * 1e-9)[0];
      CountCheckpoint reached = done.advance(last, count);
      clock.in(Phase.IO, () -> mine.ifPresent(reached::write));
      done = reached;
      LOG.debug("{} of {} numbers", last - problem.from() + 1, problem.numbers());
      // at most twice as far as last time: the first stages hold the warm-up
      numbers = Math.clamp(numbers * stageSeconds / seconds, FIRST_STAGE, 2 * numbers);
    }
    mine.ifPresent(ResumableCount::remove);
    return OptionalLong.of(done.count());
  }

  /** What the file says, or the beginning; rank 0 shares it with the others. */
  private CountCheckpoint load(Optional<Path> mine, Communicator ranks) {
    CountCheckpoint start = CountCheckpoint.start(problem);
    long[] ahead =
        mine.filter(Files::exists)
            .map(path -> CountCheckpoint.read(path, problem))
            .map(found -> new long[] {found.next() - start.next(), found.count()})
            .orElse(new long[2]);
    long[] shared = ranks.sum(ahead);
    return new CountCheckpoint(start.from(), start.limit(), start.next() + shared[0], shared[1]);
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }
}
