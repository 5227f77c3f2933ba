package hpc.exec;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small file that one process writes as a whole: there is the old one or the new one, never half.
 */
public final class AtomicFile {

  /** Of a name within another: a file name has at most 255 bytes, and a letter may take four. */
  private static final int LONGEST_STEM = 50;

  private AtomicFile() {}

  /**
   * Makes {@code target} hold {@code content}: written aside, to the disk, then renamed, so that
   * there is the old file or the new one at any moment.
   *
   * @throws UncheckedIOException naming the file and the reason; nothing is left aside
   */
  public static void replace(Path target, byte[] content) {
    Path aside = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      try {
        try (FileChannel channel = OwnFile.create(aside)) {
          writeFully(channel, content);
          channel.force(true);
        }
        Files.move(aside, target, ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw FileError.of(target, e);
    }
  }

  /**
   * The same for a file that a user has named. Directories above it are made. A link stays, and the
   * file that it leads to is replaced.
   *
   * @param option the option that named it, for messages
   * @throws UncheckedIOException if that fails; the message names file and reason
   * @throws IllegalArgumentException if {@code file} is a device, a pipe, or a link to nothing
   */
  public static void replaceNamed(String option, Path file, byte[] content) {
    try {
      Path target = target(option, file);
      removeAbandoned(target);
      Path aside = target.resolveSibling(prefix(target) + ProcessHandle.current().pid() + ".tmp");
      FileChannel channel = createBeside(aside);
      try (channel) {
        writeFully(channel, content);
        Files.move(aside, target, ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }

  /** The file to replace, in a directory that is there. */
  private static Path target(String option, Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("is a directory");
    }
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException(
            option + " " + file + ": not a regular file; accepted: the name of a file");
      }
      return file.toRealPath();
    }
    Path target = file.toAbsolutePath();
    if (!Files.isDirectory(target.getParent())) {
      Files.createDirectories(target.getParent());
    }
    return target;
  }

  /**
   * Removes what processes that were killed while replacing {@code target} have left beside it. One
   * that still writes is recognised if it runs here, and by its lock if it runs elsewhere.
   */
  public static void removeAbandoned(Path target) throws IOException {
    Pattern name = Pattern.compile(Pattern.quote(prefix(target)) + "([0-9]{1,18})\\.tmp");
    long own = ProcessHandle.current().pid();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(target.toAbsolutePath().getParent())) {
      for (Path file : all) {
        Matcher left = name.matcher(file.getFileName().toString());
        if (left.matches()) {
          long process = Long.parseLong(left.group(1));
          if (process == own || ProcessHandle.of(process).isEmpty()) {
            removeUnlocked(file);
          }
        }
      }
    } catch (AccessDeniedException e) {
      // a directory that may be written to and not listed
    }
  }

  private static void removeUnlocked(Path file) {
    try (FileChannel channel = FileChannel.open(file, WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (channel.tryLock() != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // of another user, or the file system has no locks: it stays
    }
  }

  /** How a name in the same directory begins; one as long as a system takes gets no longer. */
  private static String prefix(Path target) {
    String name = target.getFileName().toString();
    String stem =
        name.length() <= LONGEST_STEM
            ? name
            : name.substring(0, LONGEST_STEM) + "." + Integer.toHexString(name.hashCode());
    return "." + stem + ".";
  }

  /**
   * A new empty file, with the usual permissions, unlike Java's temporary files. One that is there
   * may belong to a process with the same number on another node.
   */
  private static FileChannel createBeside(Path aside) throws IOException {
    try {
      FileChannel channel = FileChannel.open(aside, CREATE_NEW, WRITE);
      try {
        channel.tryLock(); // until it is closed
      } catch (IOException e) {
        // a file system without locks, where what is left is not removed
      }
      return channel;
    } catch (FileAlreadyExistsException e) {
      throw new IOException(aside + " is in the way, left by a run that was killed: remove it", e);
    }
  }

  /** Writes all of {@code content} where the channel stands. */
  public static void writeFully(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
