package hpc.sweep;

import hpc.exec.FileError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What a sweep leaves behind: {@code config.yaml}, {@code NAME.csv} and for each point {@code
 * logs/NNN-id.out} and {@code .err}.
 *
 * @param root absolute, since steps on other nodes write there too
 * @param name the sweep's name
 */
record SweepDirectory(Path root, String name) {

  SweepDirectory {
    root = root.toAbsolutePath().normalize();
  }

  Path csv() {
    return root.resolve(name + ".csv");
  }

  Path answers(Point point) {
    return log(point, "out");
  }

  Path complaints(Point point) {
    return log(point, "err");
  }

  /**
   * Makes the directories, keeps the text of the sweep and finds out whether the CSV can be
   * written, before time is spent on points.
   *
   * @throws UncheckedIOException one line with the path and the reason
   */
  void prepare(String config) {
    try {
      Files.createDirectories(root.resolve("logs"));
    } catch (IOException e) {
      throw FileError.of(root, e);
    }
    keep(config);
    if (Files.exists(csv())) {
      // without CREATE: the point that writes the first row makes the file, header and all
      try (FileChannel writable = FileChannel.open(csv(), StandardOpenOption.APPEND)) {
        writable.position();
      } catch (IOException e) {
        throw FileError.of(csv(), e);
      }
    }
  }

  private void keep(String config) {
    Path file = root.resolve("config.yaml");
    Path aside = root.resolve("config.yaml.tmp");
    try {
      try {
        Files.writeString(aside, config);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }

  private Path log(Point point, String kind) {
    return root.resolve("logs").resolve("%03d-%s.%s".formatted(point.index(), point.id(), kind));
  }
}
