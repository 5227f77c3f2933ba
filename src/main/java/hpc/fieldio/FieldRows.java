package hpc.fieldio;

import hpc.diffusion.ScalarField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The rows of a field in a file, little-endian float64 in global row-major order. Every rank and
 * thread reads what it needs by position. The file is opened when the first row is wanted.
 */
final class FieldRows implements ScalarField.Rows, AutoCloseable {

  /** Values that are read at a time. */
  private static final int BUFFER = 1 << 14;

  private final Path file;
  private final long start;
  private final long columns;
  private FileChannel channel;

  /**
   * The rows of a field.
   *
   * @param start bytes before the first value
   * @param columns of the whole field
   */
  FieldRows(Path file, long start, long columns) {
    this.file = file;
    this.start = start;
    this.columns = columns;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if they cannot be read
   */
  @Override
  public void fill(long row, long column, int count, double[] to, int offset) {
    try {
      for (int done = 0; done < count; done += BUFFER) {
        long number = row * columns + column + done;
        read(number, Math.min(BUFFER, count - done), to, offset + done);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(long number, int count, double[] to, int offset) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    NpyFile.readFully(channel(), bytes, start + number * Double.BYTES);
    bytes.flip().asDoubleBuffer().get(to, offset, count);
  }

  private synchronized FileChannel channel() throws IOException {
    if (channel == null) {
      channel = FileChannel.open(file);
    }
    return channel;
  }

  @Override
  public synchronized void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
