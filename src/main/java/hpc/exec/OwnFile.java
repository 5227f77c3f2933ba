package hpc.exec;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.Set;

/**
 * Files whose names this program chooses and others can guess, in directories where others may
 * write as well. A symbolic link at such a name could lead to any file: it is never followed. Names
 * that users give are followed wherever they lead.
 */
public final class OwnFile {

  private OwnFile() {}

  /**
   * Makes an empty file. What stands at its name is removed: a link, and not what it leads to.
   *
   * @throws IOException also if another process puts a file there meanwhile
   */
  public static FileChannel create(Path file) throws IOException {
    Files.deleteIfExists(file);
    return FileChannel.open(file, CREATE_NEW, WRITE);
  }

  /** The same for a file that a library will open by its name, which would follow a link. */
  public static void makeFile(Path file) throws IOException {
    create(file).close();
  }

  /**
   * Makes a directory, if it is missing, and those above it.
   *
   * @throws IOException also if a link stands at the name
   */
  public static void makeDirectory(Path directory) throws IOException {
    requireNoLink(directory);
    Files.createDirectories(directory);
  }

  /**
   * Opens a file to change it.
   *
   * @param how with {@code CREATE} it is made if it is missing
   * @param attributes of a file that is made
   * @throws IOException also if a link stands at the name
   */
  public static FileChannel open(
      Path file, Set<? extends OpenOption> how, FileAttribute<?>... attributes) throws IOException {
    requireNoLink(file);
    // who puts one there now is stopped by the system
    Set<OpenOption> options = new HashSet<>(how);
    options.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(file, options, attributes);
  }

  private static void requireNoLink(Path name) throws IOException {
    if (Files.isSymbolicLink(name)) {
      throw new FileSystemException(
          name.toString(),
          null,
          "is a symbolic link, which is not followed here; put a file or directory in its place");
    }
  }
}
