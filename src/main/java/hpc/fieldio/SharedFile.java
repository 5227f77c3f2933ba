package hpc.fieldio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import hpc.diffusion.FieldView;
import hpc.exec.Execution;
import hpc.exec.FileError;
import hpc.exec.OwnFile;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.mpi.Communicator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * A file that all ranks write together: each puts its share of the field where it belongs, so that
 * the field is never gathered on one node.
 *
 * <p>The field lies in the file as little-endian float64 in global row-major order. Shares are
 * written through channels that are open for writing only, by position and without a byte in
 * between: a client of NFS then sends just the bytes that were written, not the pages around them,
 * which other ranks are writing.
 */
public final class SharedFile {

  /** Values of a buffer: a MiB, from where on larger writes are no faster. */
  private static final int BUFFER = 1 << 17;

  private final Path target;
  private final Path aside;
  private final byte[] head;
  private final byte[] tail;
  private final FieldView field;
  private final Communicator ranks;

  private SharedFile(Path target, byte[] head, byte[] tail, FieldView field, Communicator ranks) {
    this.target = target;
    this.aside = target.resolveSibling(target.getFileName() + ".tmp");
    this.head = head;
    this.tail = tail;
    this.field = field;
    this.ranks = ranks;
  }

  /**
   * Writes {@code head}, the whole field and {@code tail}: into a file aside, to the disk, then
   * renamed, so that a kill at any moment leaves the old {@code target} or the new one. Collective;
   * the time is booked under {@link Phase#IO}.
   *
   * @param head equal on every rank, as is {@code tail}
   * @throws UncheckedIOException on every rank, with the same reason, if any of them cannot write
   *     its share; {@code target} is what it was, and nothing is left aside
   */
  public static void write(
      Path target,
      byte[] head,
      byte[] tail,
      FieldView field,
      Execution execution,
      PhaseClock clock) {
    clock.in(Phase.IO, () -> new SharedFile(target, head, tail, field, execution.ranks()).write());
  }

  private void write() {
    try {
      onRankZero(this::create);
      together(this::writeShare);
      onRankZero(this::rename);
    } catch (UncheckedIOException e) {
      // after the agreement to fail: nobody writes to it any more
      onRankZero(() -> Files.deleteIfExists(aside));
      throw e;
    }
  }

  /** Head and tail; the file has its full length from now on. */
  private void create() throws IOException {
    try (FileChannel channel = OwnFile.create(aside)) {
      put(channel, ByteBuffer.wrap(head), 0);
      put(channel, ByteBuffer.wrap(tail), length() - tail.length);
      if (tail.length == 0) {
        put(channel, ByteBuffer.wrap(new byte[1]), length() - 1);
      }
    }
  }

  private void writeShare() throws IOException {
    // created again if it is not there, which is reported below: without that a client of NFS may
    // remember from earlier that there is none
    try (FileChannel channel = OwnFile.open(aside, Set.of(CREATE, WRITE))) {
      if (channel.size() != length()) {
        Files.deleteIfExists(aside);
        throw new IOException(
            "rank %s does not see it: not a shared directory".formatted(ranks.rank()));
      }
      putRows(channel);
      // a full disk may show here first, or when the channel is closed
      channel.force(true);
    }
  }

  /** Whole rows lie side by side and go out many at a time, parts of rows one by one. */
  private void putRows(FileChannel channel) throws IOException {
    int width = Math.min(field.columns(), BUFFER);
    int together = field.holdsWholeRows() ? Math.max(1, BUFFER / field.columns()) : 1;
    double[] values = new double[width];
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(together * width * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < field.rows(); row += together) {
      int end = Math.min(row + together, field.rows());
      for (int column = 0; column < field.columns(); column += width) {
        int count = Math.min(width, field.columns() - column);
        bytes.clear();
        for (int r = row; r < end; r++) {
          field.copy(r, column, count, values, 0);
          bytes.asDoubleBuffer().put(values, 0, count);
          bytes.position(bytes.position() + count * Double.BYTES);
        }
        put(channel, bytes.flip(), position(row, column));
      }
    }
  }

  private void rename() throws IOException {
    Files.move(aside, target, ATOMIC_MOVE);
    // the new name, too, is to survive a crash of the machine
    try (FileChannel directory = FileChannel.open(target.toAbsolutePath().getParent(), READ)) {
      directory.force(true);
    }
  }

  private long position(int row, int column) {
    long number = (field.firstRow() + row) * field.problem().grid().ny() + field.firstColumn();
    return head.length + (number + column) * Double.BYTES;
  }

  private long length() {
    return head.length + field.problem().grid().points() * Double.BYTES + tail.length;
  }

  private static void put(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
    long next = position;
    while (bytes.hasRemaining()) {
      next += channel.write(bytes, next);
    }
  }

  @FunctionalInterface
  private interface Action {
    void run() throws IOException;
  }

  private void onRankZero(Action action) {
    together(ranks.rank() == 0 ? action : () -> {});
  }

  /** Runs {@code action} on every rank; collective: if it fails on one, all throw, and say why. */
  private void together(Action action) {
    UncheckedIOException mine = null;
    try {
      action.run();
    } catch (IOException e) {
      mine = FileError.of(target, e);
    }
    int first = (int) -ranks.max(mine == null ? -ranks.size() : -ranks.rank())[0];
    if (first == ranks.size()) {
      return;
    }
    String line = fromRank(first, mine == null ? "" : mine.getMessage());
    throw new UncheckedIOException(line, mine == null ? new IOException(line) : mine.getCause());
  }

  /** The line of one rank, on all of them: any of them may be the one whose message is seen. */
  private String fromRank(int rank, String mine) {
    byte[] bytes = ranks.rank() == rank ? mine.getBytes(UTF_8) : new byte[0];
    long[] text = new long[(int) ranks.max(bytes.length)[0]];
    Arrays.setAll(text, i -> i < bytes.length ? bytes[i] : 0);
    long[] sums = ranks.sum(text);
    byte[] all = new byte[sums.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) sums[i];
    }
    return new String(all, UTF_8);
  }
}
