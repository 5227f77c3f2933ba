package hpc.fieldio;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import hpc.exec.FileError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file that one process writes as a whole. */
final class AsideFile {

  private AsideFile() {}

  /**
   * Makes {@code target} hold {@code content}: written aside, to the disk, then renamed, so that
   * there is the old file or the new one at any moment.
   *
   * @throws UncheckedIOException naming the file and the reason; nothing is left aside
   */
  static void replace(Path target, byte[] content) {
    Path aside = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      try {
        try (FileChannel channel = FileChannel.open(aside, CREATE, WRITE, TRUNCATE_EXISTING)) {
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

  /** Writes all of {@code content} where the channel stands. */
  static void writeFully(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
