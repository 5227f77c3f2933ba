package hpc.fieldio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.WRITE;

import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.FieldStatistics;
import hpc.diffusion.FieldView;
import hpc.diffusion.Grid;
import hpc.exec.AtomicFile;
import hpc.exec.Execution;
import hpc.exec.FileError;
import hpc.exec.OwnFile;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code series.csv}: a row for each step that is looked at, of step, time, least, greatest and
 * mean value and heat, the mean times the area (heat capacity 1). Numbers have all digits that tell
 * a double from its neighbours; the same run gives the same bytes on every layout.
 *
 * <p>A run that begins anew begins the file anew. One that goes on from a checkpoint keeps the rows
 * of earlier steps and writes the others again, since after its checkpoint the run that left them
 * may have come further.
 */
public final class TimeSeries implements FieldWriter {

  private static final String NAME = "series.csv";
  private static final String EOL = "\r\n";
  private static final String HEADER = "step,time,min,max,mean,heat";

  private boolean begun;

  @Override
  public void write(Path stem, FieldView field, Execution execution, PhaseClock clock) {
    clock.in(
        Phase.IO,
        () -> {
          FieldStatistics statistics = field.statistics(execution);
          if (execution.ranks().rank() == 0) {
            Path file = stem.resolveSibling(NAME);
            if (!begun) {
              AtomicFile.replace(file, rowsBefore(field.step(), file).getBytes(US_ASCII));
              begun = true;
            }
            append(file, row(field.problem(), field.step(), statistics).getBytes(US_ASCII));
          }
        });
  }

  private static String row(DiffusionProblem problem, long step, FieldStatistics statistics) {
    Grid grid = problem.grid();
    double area = grid.nx() * grid.dx() * (grid.ny() * grid.dy());
    return Stream.of(
                step,
                step * problem.dt(),
                statistics.min(),
                statistics.max(),
                statistics.mean(),
                statistics.mean() * area)
            .map(Object::toString)
            .collect(Collectors.joining(","))
        + EOL;
  }

  /** The header and what rows an earlier part of the run has left of earlier steps. */
  private static String rowsBefore(long step, Path file) {
    String header = HEADER + EOL;
    try {
      if (step == 0 || !Files.exists(file)) {
        return header;
      }
      String text = Files.readString(file, ISO_8859_1);
      if (!text.startsWith(header)) {
        return header;
      }
      // a last row without an end was torn by a crash
      return header
          + text.substring(header.length(), text.lastIndexOf(EOL) + EOL.length())
              .lines()
              .filter(row -> row.matches("[0-9]{1,18}(,[-+0-9.EINafinty]+){5}"))
              .filter(row -> Long.parseLong(row.substring(0, row.indexOf(','))) < step)
              .map(row -> row + EOL)
              .collect(Collectors.joining());
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }

  /** Adds a row; one that cannot be written in full is taken back. */
  private static void append(Path file, byte[] row) {
    try (FileChannel channel = OwnFile.open(file, Set.of(WRITE))) {
      long end = channel.size();
      try {
        channel.position(end);
        AtomicFile.writeFully(channel, row);
        channel.force(true);
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }
}
