package hpc.fieldio;

import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.DiffusionRun;
import hpc.diffusion.DiffusionWorkload;
import hpc.diffusion.DiffusionWorkload.Start;
import hpc.diffusion.Observer;
import hpc.exec.Execution;
import hpc.exec.Layout;
import hpc.exec.Problem;
import hpc.exec.ProcessLock;
import hpc.exec.Workload;
import hpc.mpi.Communicator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A diffusion run that survives being stopped or killed: it goes on from the newest checkpoint that
 * is whole, on whatever layout, and gives the bits of a run that was never interrupted. To be run
 * once.
 *
 * <p>The checkpoints stay when the run is complete, the last of them with the final field: started
 * again, the same command has nothing to do, and with more {@code --steps} it goes on from there.
 */
public final class ResumableDiffusion implements Workload {

  private static final Logger LOG = LoggerFactory.getLogger(ResumableDiffusion.class);

  /** Where to begin. */
  public enum Beginning {
    /** at time 0; a directory with checkpoints is refused */
    NEW,
    /** where the last part ended, or at time 0 if there was none */
    RESTART
  }

  private final DiffusionWorkload workload;
  private final LongFunction<LongConsumer> progress;
  private final CheckpointDirectory directory;
  private final CheckpointInterval every;
  private final Beginning beginning;
  private final IntSupplier stopRequest;
  private final ProblemText problem;
  private Checkpointer checkpointer;

  /**
   * Keeps the field of {@code workload} in {@code directory}.
   *
   * @param progress takes how much work this part has, and returns what takes the work done
   * @param stopRequest what asks this rank to stop after a checkpoint, greater than 0, or 0
   */
  public ResumableDiffusion(
      DiffusionWorkload workload,
      LongFunction<LongConsumer> progress,
      Path directory,
      CheckpointInterval every,
      Beginning beginning,
      IntSupplier stopRequest) {
    this.workload = workload;
    this.progress = progress;
    this.directory = new CheckpointDirectory(directory);
    this.every = every;
    this.beginning = beginning;
    this.stopRequest = stopRequest;
    this.problem = ProblemText.of(workload);
  }

  @Override
  public Problem problem() {
    return workload.problem();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the checkpoints that are there are of another problem,
   *     are all unusable, or are not to be gone on from
   * @throws UncheckedIOException if the directory cannot be written
   */
  @Override
  public void requireFit(Layout layout, long heapBytes) {
    workload.requireFit(layout, heapBytes);
    requireBeginning();
    directory.open();
  }

  /**
   * Keeps the directory to this run; to be called by one rank, before anything is computed.
   *
   * @throws IllegalArgumentException if another run uses it, or as {@link #requireFit} does
   */
  public ProcessLock claim() {
    ProcessLock lock =
        ProcessLock.take(
            "--checkpoint " + directory.path(),
            directory.path().resolve(".checkpoint.lock"),
            "accepted: another directory");
    try {
      requireBeginning(); // another run may have ended meanwhile
      return lock;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void requireBeginning() {
    List<Path> there = directory.newestFirst();
    if (beginning == Beginning.RESTART) {
      contents();
    } else if (!there.isEmpty()) {
      throw new IllegalArgumentException(
          "--checkpoint %s: holds %s already; accepted: --restart to go on from it, or another directory"
              .formatted(directory.path(), there.getFirst().getFileName()));
    }
  }

  @Override
  public Optional<String> plan(Layout layout) {
    return workload.plan(layout);
  }

  /**
   * Makes the field of the newest checkpoint that is whole; collective.
   *
   * @throws IllegalArgumentException if there are checkpoints and none is whole
   * @throws UncheckedIOException if a file that was left aside cannot be removed
   */
  @Override
  public DiffusionRun prepare(Execution execution) {
    Communicator ranks = execution.ranks();
    CheckpointDirectory.Contents contents = new CheckpointDirectory.Contents(List.of(), List.of());
    if (ranks.rank() == 0) {
      directory.clean();
      contents = beginning == Beginning.RESTART ? contents() : contents;
      contents.passedOver().forEach(line -> LOG.warn("{}; not used", line));
    }
    // the others have looked before, but only one look counts
    int count = (int) ranks.sum(contents.usable().size())[0];
    for (int i = 0; i < count; i++) {
      Checkpoint checkpoint = shared(contents.usable(), i, ranks);
      Optional<DiffusionRun> run = resumed(checkpoint, execution);
      if (run.isPresent()) {
        if (ranks.rank() == 0) {
          sayResumed(checkpoint, i + contents.passedOver().size());
        }
        return run.get();
      }
    }
    if (count > 0) {
      throw directory.noneUsable("none of its checkpoints is whole");
    }
    return watched(workload.start()).prepare(execution);
  }

  /** What has stopped the run on any rank, or 0; the same on every rank. */
  public int stoppedBy() {
    return checkpointer.stoppedBy();
  }

  private CheckpointDirectory.Contents contents() {
    DiffusionProblem diffusion = workload.diffusion();
    return directory.contents(problem, diffusion.steps(), diffusion.grid().points());
  }

  /** A checkpoint that rank 0 has found, on every rank. */
  private Checkpoint shared(List<Checkpoint> found, int index, Communicator ranks) {
    long[] numbers = new long[3];
    if (ranks.rank() == 0) {
      Checkpoint mine = found.get(index);
      numbers = new long[] {mine.step(), mine.part(), mine.field()};
    }
    long[] same = ranks.sum(numbers);
    return new Checkpoint(problem.toString(), same[0], (int) same[1], same[2]);
  }

  /** Where the run goes on; with -q, too, when it is not what was expected. */
  private void sayResumed(Checkpoint checkpoint, int passedOver) {
    LOG.atLevel(passedOver > 0 ? Level.WARN : Level.INFO)
        .log("part {} goes on from {}", checkpoint.part() + 1, directory.file(checkpoint.step()));
  }

  private Optional<DiffusionRun> resumed(Checkpoint checkpoint, Execution execution) {
    Path file = directory.file(checkpoint.step());
    DiffusionRun run = null;
    String trouble = "another rank cannot read it";
    long columns = workload.diffusion().grid().ny();
    try (FieldRows rows = new FieldRows(file, checkpoint.fieldStart(), columns)) {
      run =
          watched(new Start(checkpoint.step(), checkpoint.part() + 1, () -> rows))
              .prepare(execution);
    } catch (IOException | UncheckedIOException e) {
      trouble = e.getMessage();
    }
    boolean readByAll = execution.ranks().sum(run == null ? 1 : 0)[0] == 0;
    boolean whole = readByAll && run.statistics().checksum() == checkpoint.field();
    if (execution.ranks().rank() == 0 && !whole) {
      String damage = "is damaged, its field is not what was written";
      LOG.warn("{}: {}; not used", file, readByAll ? damage : trouble);
    }
    return whole ? Optional.of(run) : Optional.empty();
  }

  private DiffusionWorkload watched(Start start) {
    DiffusionProblem diffusion = workload.diffusion();
    long work = (diffusion.steps() - start.step()) * diffusion.grid().points();
    checkpointer = new Checkpointer(directory, workload.from(start), every, stopRequest);
    List<Observer> observers = new ArrayList<>(workload.observers());
    observers.add(checkpointer);
    return workload.from(start).watchedBy(observers, progress.apply(work));
  }
}
