package hpc.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import hpc.launch.Machine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a place to one process at a time, on all nodes that share it, by a lock on a hidden file
 * there. The lock goes when the process ends, however it ends.
 *
 * <p>The file is opened for nothing else: the system drops a POSIX lock as soon as its process
 * closes any descriptor of the locked file, also one that was only read. For the same reason a
 * second lock in this JVM is refused before the file is opened. The note of that is a system
 * property, since a JVM may have loaded this class twice.
 */
public final class ProcessLock implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessLock.class);

  private static final int LONGEST_NOTE = 200;

  /** Who may open a file, if only to read it, may lock it against its owner. */
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;
  private final String property;
  private final FileChannel channel;

  private ProcessLock(Path file, String property, FileChannel channel) {
    this.file = file;
    this.property = property;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param place what only one process at a time may use, for the complaint
   * @param file of the lock, in a directory that exists; nobody else may use it
   * @param remedy what to do instead, for the complaint
   * @throws IllegalArgumentException if a process has it: one line that names the process
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static ProcessLock take(String place, Path file, String remedy) {
    try {
      Path real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
      String property = "hpc.lock." + real;
      if (System.getProperties().putIfAbsent(property, "") != null) {
        throw taken(place, "process %s, this one".formatted(ProcessHandle.current().pid()), remedy);
      }
      try {
        return new ProcessLock(real, property, locked(place, real, remedy));
      } catch (IOException | RuntimeException e) {
        System.clearProperty(property);
        throw e;
      }
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }

  /** Who removes the file while another opens it leaves that one with the lock of no file. */
  private static FileChannel locked(String place, Path file, String remedy) throws IOException {
    while (true) {
      Object before = inode(file);
      FileChannel channel = open(file);
      try {
        if (!tryLock(place, channel)) {
          throw taken(place, read(channel), remedy);
        }
        if (before.equals(inode(file))) {
          channel.truncate(0);
          AtomicFile.writeFully(channel, note().getBytes(UTF_8));
          return channel;
        }
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      channel.close();
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return OwnFile.open(file, Set.of(CREATE, READ, WRITE), OWNER_ONLY);
    } catch (AccessDeniedException e) {
      if (Files.notExists(file)) {
        throw e;
      }
      throw new FileSystemException(
          file.toString(),
          null,
          "is the lock of another user; if no run of theirs works here, remove the file");
    }
  }

  /** Which file it is; empty if there is none. */
  private static Object inode(Path file) throws IOException {
    try {
      return Files.getAttribute(file, "unix:ino");
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static boolean tryLock(String place, FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      // Lustre mounted without -o flock, NFS without a lock daemon: no reason to refuse to work
      LOG.warn("{}: this file system has no locks ({}); let one process write", place, e);
      return true;
    }
  }

  private static IllegalArgumentException taken(String place, String holder, String remedy) {
    return new IllegalArgumentException(
        "%s: in use by %s; %s"
            .formatted(place, holder.isEmpty() ? "another process" : holder, remedy));
  }

  /** What the holder of a lock says of itself in the file. */
  private static String note() {
    return "process %s on %s since %s"
        .formatted(
            ProcessHandle.current().pid(),
            Machine.hostName(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_NOTE);
    channel.read(bytes, 0);
    return UTF_8.decode(bytes.flip()).toString().replaceAll("\\p{Cntrl}", " ");
  }

  /** Gives the place back. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw FileError.of(file, e);
    } finally {
      System.clearProperty(property);
    }
  }
}
