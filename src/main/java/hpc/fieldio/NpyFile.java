package hpc.fieldio;

import static java.nio.file.StandardOpenOption.READ;

import hpc.diffusion.ScalarField;
import hpc.exec.FileError;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A field in an NPY file. It is read through once, in small pieces, to check and to name it; after
 * that everyone reads the parts that they ask for, so that no array holds the whole.
 */
final class NpyFile {

  /** Bytes read at a time, a multiple of every element. */
  private static final int PIECE = 1 << 20;

  /** Bytes mapped at a time, a multiple of every element: a buffer has 2^31-1 at most. */
  private static final int MAPPED = 1 << 30;

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
   * The field; its file stays open to the end of the process, since rows may be asked for at any
   * time.
   *
   * @throws IllegalArgumentException naming the file, and row and column where there are any
   */
  static ScalarField.Sampled read(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, READ);
    try {
      NpyFile npy = new NpyFile(file, channel, NpyHeader.read(file, channel));
      npy.requireLength();
      return npy.field();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Fills {@code buffer} from {@code position} on. */
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

  /** Reads through the file. */
  private ScalarField.Sampled field() throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer head = ByteBuffer.allocate(header.length());
    readFully(channel, head, 0);
    checksum.update(head.flip());
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    int size = header.type().bytes();
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
      }
      checksum.update(piece.flip());
    }
    String name = FieldFile.nameOf(file, checksum.getValue());
    return new ScalarField.Sampled(name, header.nx(), header.ny(), lowest, highest, rows());
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

  private ScalarField.Rows rows() throws IOException {
    return header.order() == NpyHeader.Order.ROWS ? this::readRow : mapped();
  }

  private void readRow(long row, long column, int count, double[] to, int offset) {
    int size = header.type().bytes();
    ByteBuffer piece =
        ByteBuffer.allocate(Math.min(PIECE, count * size)).order(header.type().order());
    int most = piece.capacity() / size;
    for (int done = 0; done < count; done += most) {
      int now = Math.min(most, count - done);
      long number = row * header.ny() + column + done;
      piece.clear().limit(now * size);
      try {
        readFully(channel, piece, header.length() + number * size);
      } catch (IOException e) {
        throw FileError.of(file, e);
      }
      for (int j = 0; j < now; j++) {
        to[offset + done + j] = header.type().element().at(piece, j * size);
      }
    }
  }

  /**
   * Rows of a file that holds columns: a read for every element would take minutes, so the file is
   * mapped, and the pages of a row serve the rows after it.
   */
  private ScalarField.Rows mapped() throws IOException {
    int size = header.type().bytes();
    MappedByteBuffer[] parts = new MappedByteBuffer[(int) Math.ceilDiv(bytes(), (long) MAPPED)];
    for (int part = 0; part < parts.length; part++) {
      long start = (long) part * MAPPED;
      long length = Math.min(MAPPED, bytes() - start);
      parts[part] = channel.map(FileChannel.MapMode.READ_ONLY, header.length() + start, length);
      parts[part].order(header.type().order());
    }
    return (row, column, count, to, offset) -> {
      for (int j = 0; j < count; j++) {
        long at = ((column + j) * header.nx() + row) * size;
        to[offset + j] =
            header.type().element().at(parts[(int) (at / MAPPED)], (int) (at % MAPPED));
      }
    };
  }
}
