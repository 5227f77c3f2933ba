package hpc.fieldio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.FieldView;
import hpc.diffusion.Grid;
import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

  /**
   * VTK's ImageData in XML with the values appended raw, for ParaView (VTK file formats, "XML file
   * formats").
   *
   * <p>VTK's first axis is the one whose index runs fastest, along the columns, y; its second runs
   * along the rows, x. A point is the middle of its cell of dx times dy, so that the field covers
   * {@code [0, nx dx] x [0, ny dy]} but for half a cell on each side. {@code TimeValue} is where
   * ParaView looks for the time.
   */
  FieldWriter VTI =
      (stem, field, execution, clock) ->
          SharedFile.write(
              suffixed(stem, ".vti"),
              vtiHead(field.problem(), field.step()),
              "\n  </AppendedData>\n</VTKFile>\n".getBytes(US_ASCII),
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

  private static byte[] vtiHead(DiffusionProblem problem, long step) {
    Grid grid = problem.grid();
    String extent = "0 %s 0 %s 0 0".formatted(grid.ny() - 1, grid.nx() - 1);
    String origin = 0.5 * grid.dy() + " " + 0.5 * grid.dx() + " 0.0";
    String spacing = grid.dy() + " " + grid.dx() + " 1.0";
    byte[] text =
        """
        <?xml version="1.0"?>
        <VTKFile type="ImageData" version="1.0" byte_order="LittleEndian" header_type="UInt64">
          <ImageData WholeExtent="%s" Origin="%s" Spacing="%s">
            <FieldData>
              <DataArray type="Float64" Name="TimeValue" NumberOfTuples="1" format="ascii">%s</DataArray>
            </FieldData>
            <Piece Extent="%s">
              <PointData Scalars="u">
                <DataArray type="Float64" Name="u" format="appended" offset="0"/>
              </PointData>
            </Piece>
          </ImageData>
          <AppendedData encoding="raw">
           _\
        """
            .formatted(extent, origin, spacing, step * problem.dt(), extent)
            .getBytes(US_ASCII);
    return ByteBuffer.allocate(text.length + Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(text)
        .putLong(grid.points() * Double.BYTES)
        .array();
  }

  /** The file beside {@code stem} that a format calls its own. */
  static Path suffixed(Path stem, String suffix) {
    return stem.resolveSibling(stem.getFileName() + suffix);
  }
}
