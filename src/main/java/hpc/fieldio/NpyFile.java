package hpc.fieldio;

import static java.nio.file.StandardOpenOption.READ;

import hpc.diffusion.ScalarField;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A field in an NPY file. It is read once, and checked and named by what was read: whatever happens
 * to the file afterwards, the values are those of the name. Each rank holds all of it.
 */
final class NpyFile {

  /** Bytes read at a time, a multiple of every element. */
  private static final int PIECE = 1 << 20;

  /** No file system holds a file of as many. */
  private static final long MOST_ELEMENTS = 1L << 59;

  private final Path file;
  private final FileChannel channel;
  private final NpyHeader header;

  private NpyFile(Path file, FileChannel channel, NpyHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
  }

  /**
   * The field.
   *
   * @throws IllegalArgumentException naming the file, and row and column where there are any
   */
  static ScalarField.Sampled read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ)) {
      NpyFile npy = new NpyFile(file, channel, NpyHeader.read(file, channel));
      npy.requireLength();
      npy.requireRoom(Runtime.getRuntime().maxMemory());
      return npy.field();
    }
  }

  static void readFully(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
    long next = position;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, next);
      if (count < 0) {
        throw new EOFException("truncated");
      }
      next += count;
    }
  }

  private void requireLength() throws IOException {
    long expected = header.length() + bytes();
    if (channel.size() != expected) {
      throw new IllegalArgumentException(
          "%s: %s: has %s bytes; accepted: %s, for a shape of (%s, %s)"
              .formatted(
                  file,
                  channel.size() < expected ? "truncated" : "longer than its array",
                  channel.size(),
                  expected,
                  header.nx(),
                  header.ny()));
    }
  }

  /** What the elements take; no less than any file has if that fits no long. */
  private long bytes() {
    return Math.min(header.nx() * header.ny(), MOST_ELEMENTS) * header.type().bytes();
  }

  private void requireRoom(long heapBytes) {
    long mebibytes = Math.ceilDiv(header.nx() * header.ny() * Double.BYTES, 1L << 20);
    if (mebibytes > heapBytes >> 20) {
      throw new IllegalArgumentException(
          "%s: %s MiB are needed for its values, the Java heap has %s; accepted: a larger heap by HPC_JAVA_OPTS=-Xmx%sm or more"
              .formatted(file, mebibytes, heapBytes >> 20, mebibytes / 8 * 9 + 64));
    }
  }

  private ScalarField.Sampled field() throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer head = ByteBuffer.allocate(header.length());
    readFully(channel, head, 0);
    checksum.update(head.flip());
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    int size = header.type().bytes();
    boolean byRows = header.order() == NpyHeader.Order.ROWS;
    double[][] lines =
        new double[(int) (byRows ? header.nx() : header.ny())]
            [(int) (byRows ? header.ny() : header.nx())];
    int line = 0;
    int place = 0;
    ByteBuffer piece = ByteBuffer.allocate(PIECE).order(header.type().order());
    for (long start = 0; start < bytes(); start += PIECE) {
      piece.clear().limit((int) Math.min(PIECE, bytes() - start));
      readFully(channel, piece, header.length() + start);
      for (int at = 0; at < piece.limit(); at += size) {
        double value = header.type().element().at(piece, at);
        if (!(Math.abs(value) <= ScalarField.LARGEST_VALUE)) {
          throw refused(value, (start + at) / size);
        }
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
        lines[line][place++] = value;
        if (place == lines[line].length) {
          place = 0;
          line++;
        }
      }
      checksum.update(piece.flip());
    }
    String name = FieldFile.nameOf(file, checksum.getValue());
    return new ScalarField.Sampled(
        name, header.nx(), header.ny(), lowest, highest, byRows ? rows(lines) : columns(lines));
  }

  private IllegalArgumentException refused(double value, long number) {
    boolean byRows = header.order() == NpyHeader.Order.ROWS;
    return new IllegalArgumentException(
        "%s: row %s, column %s, counted from 0: %s; accepted: a number from -1e280 to 1e280"
            .formatted(
                file,
                byRows ? number / header.ny() : number % header.nx(),
                byRows ? number % header.ny() : number / header.nx(),
                value));
  }

  private static ScalarField.Rows rows(double[][] lines) {
    return (row, column, count, to, offset) ->
        System.arraycopy(lines[(int) row], (int) column, to, offset, count);
  }

  private static ScalarField.Rows columns(double[][] lines) {
    return (row, column, count, to, offset) -> {
      for (int j = 0; j < count; j++) {
        to[offset + j] = lines[(int) column + j][(int) row];
      }
    };
  }
}
