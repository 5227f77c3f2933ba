package hpc.fieldio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.Grid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What stands before and after the values in a {@code .vti} file, VTK's ImageData in XML with the
 * values appended raw (VTK file formats, "XML file formats").
 *
 * <p>VTK's first axis is the one whose index runs fastest, along the columns, y; its second runs
 * along the rows, x. A point is the middle of its cell of dx times dy, so that the field covers
 * {@code [0, nx dx] x [0, ny dy]} but for half a cell on each side. {@code TimeValue} is where
 * ParaView looks for the time.
 */
final class VtkImage {

  private VtkImage() {}

  /** All before the first value of the field after {@code step} steps. */
  static byte[] head(DiffusionProblem problem, long step) {
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

  /** All after the last value. */
  static byte[] tail() {
    return "\n  </AppendedData>\n</VTKFile>\n".getBytes(US_ASCII);
  }
}
