package hpc.external;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A file that takes what a program prints. It loses its name at once, and goes with the last who
 * has it open, so that nothing is left however this process ends; until then others of this user
 * open it by the descriptor that this process has.
 */
final class NamelessFile implements Closeable {

  private final InputStream in;
  private final Path path;

  private NamelessFile(InputStream in, Path path) {
    this.in = in;
    this.path = path;
  }

  /** An empty one, in the directory for temporary files. */
  static NamelessFile create() throws IOException {
    Path file = Files.createTempFile("hpc-program", "");
    InputStream in = Files.newInputStream(file);
    try {
      return new NamelessFile(in, descriptor(file.toRealPath()));
    } catch (IOException e) {
      in.close();
      throw e;
    } finally {
      Files.delete(file);
    }
  }

  private static Path descriptor(Path file) throws IOException {
    Path all = Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd");
    try (Stream<Path> open = Files.list(all)) {
      return open.filter(each -> leadsTo(file, each))
          .findFirst()
          .orElseThrow(() -> new IOException(all + " lacks " + file));
    }
  }

  private static boolean leadsTo(Path file, Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).equals(file);
    } catch (IOException e) {
      return false; // another thread has closed it
    }
  }

  /** Where to open it, while it is not closed. */
  Path path() {
    return path;
  }

  /** Its text that has not been read so far, at most so many bytes. */
  String head(int mostBytes) throws IOException {
    return new String(in.readNBytes(mostBytes), UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
