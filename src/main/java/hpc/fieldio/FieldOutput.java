package hpc.fieldio;

import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.DiffusionWorkload;
import hpc.diffusion.FieldStatistics;
import hpc.diffusion.FieldView;
import hpc.diffusion.Kernels;
import hpc.diffusion.Observer;
import hpc.exec.Execution;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.exec.ProcessLock;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Writes the field into a directory every so many steps and at the end, in one format or several.
 * The files of an earlier run of the same problem are replaced, all of them where this run begins
 * anew. A field that is not finite is not written: it ends the run.
 */
public final class FieldOutput implements Observer {

  /** Digits of a step in the name of a file, more if the run is longer. */
  private static final int LEAST_DIGITS = 6;

  private final OutputDirectory directory;
  private final long every;
  private final List<FieldWriter> writers;
  private final String nameFormat;
  private long lastWritten = -1;

  /**
   * Output of a run of {@code problem}.
   *
   * @param directory is made if it is missing
   * @param every steps from one output to the next, at least 1
   */
  public FieldOutput(
      DiffusionProblem problem, Path directory, long every, List<FieldWriter> writers) {
    // the name of the kernel is no part of the text
    this.directory =
        new OutputDirectory(
            directory, ProblemText.of(new DiffusionWorkload(problem, Kernels.named("scalar"))));
    this.every = every;
    this.writers = List.copyOf(writers);
    int digits = Math.max(LEAST_DIGITS, Long.toString(problem.steps()).length());
    this.nameFormat = "field_%0" + digits + "d";
  }

  /**
   * Keeps the directory to this run; to be called by one rank, before anything is computed.
   *
   * @param inputs files that the run reads, or writes for another purpose
   * @throws IllegalArgumentException if another run writes there, if fields of another problem or
   *     of an unknown one are there, or if one of {@code inputs} would be replaced
   */
  public ProcessLock claim(Collection<Path> inputs) {
    return directory.claim(inputs);
  }

  @Override
  public long next(long step) {
    long periods = Math.ceilDiv(step, every);
    return periods > Long.MAX_VALUE / every ? Long.MAX_VALUE : periods * every;
  }

  @Override
  public boolean look(FieldView field, Execution execution, PhaseClock clock) {
    FieldStatistics[] statistics = new FieldStatistics[1];
    clock.in(Phase.COMPUTE, () -> statistics[0] = field.statistics(execution));
    if (statistics[0].nonFinite() > 0) {
      return false;
    }
    if (lastWritten < 0 && execution.ranks().rank() == 0) {
      clock.in(Phase.IO, () -> directory.begin(field.step()));
    }
    // the others begin to write when the directory is there
    clock.in(Phase.IO, execution.ranks()::barrier);
    Path stem = directory.path().resolve(String.format(Locale.ROOT, nameFormat, field.step()));
    for (FieldWriter writer : writers) {
      writer.write(stem, field, execution, clock);
    }
    lastWritten = field.step();
    return true;
  }

  @Override
  public void end(FieldView field, Execution execution, PhaseClock clock) {
    if (lastWritten != field.step()) {
      look(field, execution, clock);
    }
  }
}
