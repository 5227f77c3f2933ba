package hpc.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.FileError;
import hpc.exec.ProcessLock;
import hpc.table.CsvText;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CSV file that grows by one row per repetition and is complete at every moment.
 *
 * <p>The file is opened, locked and given its header before anything is computed, so that trouble
 * shows early. Each row is one write, forced to the disk: 0.2 ms on an idle local disk and 6 ms on
 * a busy one, outside all timing, against losing an hour's row to a node that dies. A row that
 * cannot be written in full is taken back. One process writes at a time; others are refused.
 */
public final class ResultsFile implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(ResultsFile.class);
  private static final List<String> HEADER = RunColumn.header();

  private static final int LONGEST_SHOWN = 40;

  private final Path file;
  private FileChannel channel;

  /** Which file of the system it is; empty where that is not told. */
  private Optional<Object> key = Optional.empty();

  private Optional<ProcessLock> besideReaders = Optional.empty();

  private ResultsFile(Path file) {
    this.file = file;
  }

  /**
   * Opens {@code file} to add rows to it; makes it, and the directories above it, when missing. A
   * last line that an earlier writer left unfinished is closed, and stays for the reader to name.
   *
   * @throws UncheckedIOException if that cannot be done; the message names file and reason
   * @throws IllegalArgumentException if the file holds something else than results of this schema
   */
  public static ResultsFile open(Path file) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null && !Files.isDirectory(parent)) {
        Files.createDirectories(parent);
      }
      ResultsFile results = new ResultsFile(file);
      results.open();
      return results;
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }

  private void open() throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IllegalArgumentException(file + ": not a regular file");
    }
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock();
      begin();
      key = keyOfPath();
    } catch (IOException | RuntimeException e) {
      release();
      throw e;
    }
  }

  /**
   * Adds the row of {@code run}. Where the file was removed or another put in its place meanwhile,
   * the row goes to the one that has its name now.
   *
   * @throws UncheckedIOException if it cannot be written; the file then ends with the row before
   * @throws IllegalArgumentException as {@link #open(Path)}, of another file
   */
  public void append(RunRecord run) {
    String row = CsvText.row(RunColumn.cells(run));
    try {
      write(row);
      if (!key.equals(keyOfPath())) {
        LOG.warn("{}: was removed or replaced while it grew; rows go to a new one", file);
        release();
        open();
        write(row);
      }
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }

  private Optional<Object> keyOfPath() throws IOException {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      release();
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }

  private void release() throws IOException {
    channel.close();
    besideReaders.ifPresent(ProcessLock::close);
    besideReaders = Optional.empty();
  }

  private void lock() throws IOException {
    try {
      if (channel.tryLock() == null && !readersOnly()) {
        throw lockedByAnother(null);
      }
    } catch (OverlappingFileLockException e) {
      throw lockedByAnother(e);
    } catch (IOException e) {
      // Lustre mounted without -o flock, NFS without a lock daemon: no reason to refuse to work
      LOG.warn("{}: this file system has no locks ({}); let one process write", file, e);
    }
  }

  /**
   * Whether none but readers hold locks: whoever may read a file may lock it against its owner.
   * Writers that go on beside them keep each other out by a lock that readers cannot have.
   */
  private boolean readersOnly() throws IOException {
    if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
      return false;
    }
    Path real = file.toRealPath();
    besideReaders =
        Optional.of(
            ProcessLock.take(
                file.toString(),
                real.resolveSibling("." + real.getFileName() + ".lock"),
                "give each run a file of its own"));
    return true;
  }

  private IllegalArgumentException lockedByAnother(Throwable cause) {
    return new IllegalArgumentException(
        file + ": another process is writing to it; give each run a file of its own", cause);
  }

  /** Leaves the channel at the end of the last line of a file that has a header. */
  private void begin() throws IOException {
    if (channel.size() == 0) {
      write(CsvText.row(HEADER));
      return;
    }
    Scan scan = scan();
    requireOurHeader(scan.header);
    channel.position(channel.size());
    if (scan.insideQuotes) {
      write("\"\r\n");
    } else if (scan.last != '\n') {
      write("\r\n");
    }
  }

  /** Writes all of {@code text}, or nothing. */
  private void write(String text) throws IOException {
    long end = channel.position();
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      takeBack(end, e);
      throw e;
    }
  }

  private void takeBack(long end, IOException cause) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private void requireOurHeader(String line) throws IOException {
    // quotes that do not close are shown as they are
    List<String> found = CsvText.cells(line).orElse(List.of(line));
    int differing = Arrays.mismatch(found.toArray(), HEADER.toArray());
    if (differing >= 0) {
      throw new IllegalArgumentException(
          "%s: column %s is %s, but %s in schema %s; name another file"
              .formatted(
                  file,
                  differing + 1,
                  at(found, differing),
                  at(HEADER, differing),
                  RunRecord.SCHEMA));
    }
  }

  /** A title for a message of one line, whatever the file holds. */
  private static String at(List<String> titles, int index) {
    if (index >= titles.size()) {
      return "missing";
    }
    String title = titles.get(index).replaceAll("\\p{Cntrl}", "?");
    return "'" + title.substring(0, Math.min(title.length(), LONGEST_SHOWN)) + "'";
  }

  /** Reads the file once: an unfinished line may end inside quotes, which only counting tells. */
  private Scan scan() throws IOException {
    Scan scan = new Scan();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    channel.position(0);
    while (channel.read(buffer.clear()) > 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        scan.next(buffer.get());
      }
    }
    scan.endHeader();
    return scan;
  }

  /** What an existing file looks like. */
  private static final class Scan {

    private static final int LONGEST_HEADER = 4096;

    private final ByteBuffer headerBytes = ByteBuffer.allocate(LONGEST_HEADER);
    private String header;
    private boolean insideQuotes;
    private byte last;

    void next(byte b) {
      insideQuotes ^= b == '"';
      last = b;
      if (header == null && b != '\n' && headerBytes.hasRemaining()) {
        headerBytes.put(b);
      } else {
        endHeader();
      }
    }

    void endHeader() {
      if (header == null) {
        header = UTF_8.decode(headerBytes.flip()).toString().stripTrailing();
      }
    }
  }
}
