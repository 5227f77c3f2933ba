package hpc.fieldio;

import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.FieldView;
import hpc.diffusion.Observer;
import hpc.exec.Execution;
import hpc.exec.FileError;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes the field into a directory every so many steps and at the end, in one format or several.
 * What stands there under the same names is replaced.
 */
public final class FieldOutput implements Observer {

  /** Digits of a step in the name of a file, more if the run is longer. */
  private static final int LEAST_DIGITS = 6;

  private final Path directory;
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
    this.directory = directory;
    this.every = every;
    this.writers = List.copyOf(writers);
    int digits = Math.max(LEAST_DIGITS, Long.toString(problem.steps()).length());
    this.nameFormat = "field_%0" + digits + "d";
  }

  @Override
  public long next(long step) {
    long periods = Math.ceilDiv(step, every);
    return periods > Long.MAX_VALUE / every ? Long.MAX_VALUE : periods * every;
  }

  @Override
  public boolean look(FieldView field, Execution execution, PhaseClock clock) {
    if (lastWritten < 0 && execution.ranks().rank() == 0) {
      clock.in(Phase.IO, this::makeDirectory);
    }
    // the others begin to write when the directory is there
    clock.in(Phase.IO, execution.ranks()::barrier);
    Path stem = directory.resolve(String.format(Locale.ROOT, nameFormat, field.step()));
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

  private void makeDirectory() {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
      }
    } catch (IOException e) {
      throw FileError.of(directory, e);
    }
  }
}
