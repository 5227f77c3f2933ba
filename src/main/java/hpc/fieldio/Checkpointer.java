package hpc.fieldio;

import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.DiffusionWorkload;
import hpc.diffusion.FieldStatistics;
import hpc.diffusion.FieldView;
import hpc.diffusion.Observer;
import hpc.exec.Execution;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import java.io.UncheckedIOException;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes checkpoints when they are due, and the last one when the run is asked to stop or at its
 * end.
 *
 * <p>Clocks and signals differ between ranks, so that all must agree on what to do. They do so
 * about twice a second, at steps that follow from what they agreed on before; in between nothing is
 * asked. Steps that are made together are not torn apart for it: with large fields it may be
 * seconds.
 */
final class Checkpointer implements Observer {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  private static final double POLL_SECONDS = 0.5;

  private final CheckpointDirectory directory;
  private final DiffusionWorkload workload;
  private final CheckpointInterval every;
  private final IntSupplier stopRequest;
  private final long steps;

  private long lastPoll;
  private long lastPollNanos;
  private long nextPoll;
  private long nextDue;
  private long lastWriteNanos;
  private boolean written;
  private long lastWritten;
  private int stoppedBy;
  private boolean diverged;

  /**
   * Watches one run of {@code workload}, which is about to begin.
   *
   * @param stopRequest what asks this rank to stop, greater than 0, or 0
   */
  Checkpointer(
      CheckpointDirectory directory,
      DiffusionWorkload workload,
      CheckpointInterval every,
      IntSupplier stopRequest) {
    this.directory = directory;
    this.workload = workload;
    this.every = every;
    this.stopRequest = stopRequest;
    this.steps = workload.diffusion().steps();
    long step = workload.start().step();
    this.lastPoll = step;
    this.lastWritten = step;
    this.lastPollNanos = System.nanoTime();
    this.lastWriteNanos = lastPollNanos;
    // of no use before the first step: nothing has been done that could be lost
    this.nextPoll = step + 1;
    this.nextDue = every.dueAfter(step);
  }

  /** What has stopped the run on any rank, or 0; the same on every rank. */
  int stoppedBy() {
    return stoppedBy;
  }

  @Override
  public long next(long step) {
    return Math.max(step, Math.min(nextPoll, nextDue));
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if the run is asked to stop and not one checkpoint of this part
   *     could be written: the next part would start over, and so on for ever
   */
  @Override
  public boolean look(FieldView field, Execution execution, PhaseClock clock) {
    if (field.step() == lastPoll || field.complete()) {
      return true;
    }
    Agreement agreed = agree(field, execution, clock);
    if (agreed.stopRequest > 0) {
      stoppedBy = agreed.stopRequest;
      if (written) {
        tryToWrite(field, execution, clock);
      } else {
        write(field, execution, clock);
      }
      if (!diverged) {
        sayStopped(field.step(), execution);
      }
      return false;
    }
    if (field.step() >= nextDue || agreed.secondsSinceWrite >= every.seconds()) {
      tryToWrite(field, execution, clock);
    }
    planNextPoll(field, agreed.secondsPerStep);
    return !diverged;
  }

  /** A field that is steady is not kept: who goes on from it would not know that it is. */
  @Override
  public void end(FieldView field, Execution execution, PhaseClock clock) {
    if (field.step() != lastWritten && !isSteady(field, execution)) {
      tryToWrite(field, execution, clock);
    }
  }

  private static boolean isSteady(FieldView field, Execution execution) {
    DiffusionProblem solved = field.problem();
    return solved.steady().isPresent()
        && field.largestChange(execution) / solved.dt() <= solved.steady().getAsDouble();
  }

  /** What the ranks agree on: the greatest of all. */
  private record Agreement(int stopRequest, double secondsPerStep, double secondsSinceWrite) {}

  private Agreement agree(FieldView field, Execution execution, PhaseClock clock) {
    long now = System.nanoTime();
    double[] mine = {
      stopRequest.getAsInt(),
      (now - lastPollNanos) * 1e-9 / (field.step() - lastPoll),
      (now - lastWriteNanos) * 1e-9
    };
    double[][] all = new double[1][];
    clock.in(Phase.COMMUNICATION, () -> all[0] = execution.ranks().max(mine));
    return new Agreement((int) all[0][0], all[0][1], all[0][2]);
  }

  private void planNextPoll(FieldView field, double secondsPerStep) {
    // at most twice as far as last time: the first steps hold the warm-up
    long most = Math.max(1, Math.min(2 * (field.step() - lastPoll), steps));
    long wanted = Math.clamp((long) (POLL_SECONDS / secondsPerStep), 1L, most);
    int together = field.stepsTogether();
    lastPoll = field.step();
    lastPollNanos = System.nanoTime();
    nextPoll = lastPoll + Math.ceilDiv(wanted, together) * together;
  }

  /** If it fails, there is a warning and the older ones stay. */
  private void tryToWrite(FieldView field, Execution execution, PhaseClock clock) {
    try {
      write(field, execution, clock);
    } catch (UncheckedIOException e) {
      if (execution.ranks().rank() == 0) {
        LOG.warn("no checkpoint of step {}: {}", field.step(), e.getMessage());
      }
    }
    lastWriteNanos = System.nanoTime();
    nextDue = every.dueAfter(field.step());
  }

  /** A field that is not finite replaces no checkpoint: it ends the run. */
  private void write(FieldView field, Execution execution, PhaseClock clock) {
    FieldStatistics[] statistics = new FieldStatistics[1];
    clock.in(Phase.COMPUTE, () -> statistics[0] = field.statistics(execution));
    if (statistics[0].nonFinite() > 0) {
      diverged = true;
      return;
    }
    Checkpoint checkpoint =
        new Checkpoint(
            ProblemText.of(workload).toString(),
            field.step(),
            workload.start().part(),
            statistics[0].checksum());
    SharedFile.write(
        directory.file(field.step()), checkpoint.head(), new byte[0], field, execution, clock);
    if (execution.ranks().rank() == 0) {
      LOG.debug("checkpoint of step {} of {}", field.step(), steps);
      clock.in(Phase.IO, () -> prune(field.step()));
    }
    written = true;
    lastWritten = field.step();
  }

  private void prune(long step) {
    try {
      directory.keepOnly(step, lastWritten);
    } catch (UncheckedIOException e) {
      LOG.warn("an old checkpoint stays: {}", e.getMessage());
    }
  }

  private void sayStopped(long step, Execution execution) {
    if (execution.ranks().rank() == 0) {
      LOG.warn(
          "stopped by a signal at step {} of {}; with --restart the same command goes on from {}",
          step,
          steps,
          directory.newestFirst().stream().findFirst().map(Object::toString).orElse("the start"));
    }
  }
}
