package hpc.fieldio;

import hpc.diffusion.FieldView;
import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A format in which {@link FieldOutput} leaves the field. */
@FunctionalInterface
public interface FieldWriter {

  /** NumPy's format, version 1.0: little-endian float64, rows of the field in order. */
  FieldWriter NPY =
      (stem, field, execution, clock) ->
          SharedFile.write(
              suffixed(stem, ".npy"),
              NpyHeader.bytesFor(field.problem().grid().nx(), field.problem().grid().ny()),
              new byte[0],
              field,
              execution,
              clock);

  /** VTK's ImageData, for ParaView. */
  FieldWriter VTI =
      (stem, field, execution, clock) ->
          SharedFile.write(
              suffixed(stem, ".vti"),
              VtkImage.head(field.problem(), field.step()),
              VtkImage.tail(),
              field,
              execution,
              clock);

  /**
   * Writes what the field is now; collective. Books the time it takes.
   *
   * @param stem directory and name, without a suffix
   * @throws UncheckedIOException if it cannot be written, on rank 0 at least; no file is left half
   *     written
   */
  void write(Path stem, FieldView field, Execution execution, PhaseClock clock);

  /** The file beside {@code stem} that a format calls its own. */
  static Path suffixed(Path stem, String suffix) {
    return stem.resolveSibling(stem.getFileName() + suffix);
  }
}
