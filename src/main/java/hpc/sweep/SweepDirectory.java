package hpc.sweep;

import java.io.IOException;
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
   * @throws IOException one line with the path and the reason
   */
  void prepare(String config) throws IOException {
    try {
      Files.createDirectories(root.resolve("logs"));
    } catch (IOException e) {
      throw new FileTrouble(root, e);
    }
    keep(config);
    if (Files.exists(csv())) {
      // without CREATE: the point that writes the first row makes the file, header and all
      try (FileChannel writable = FileChannel.open(csv(), StandardOpenOption.APPEND)) {
        writable.position();
      } catch (IOException e) {
        throw new FileTrouble(csv(), e);
      }
    }
  }

  private void keep(String config) throws IOException {
    Path file = root.resolve("config.yaml");
    Path aside = root.resolve("config.yaml.tmp");
    try {
      Files.writeString(aside, config);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(aside);
      throw new FileTrouble(file, e);
    }
  }

  private Path log(Point point, String kind) {
    return root.resolve("logs").resolve("%03d-%s.%s".formatted(point.index(), point.id(), kind));
  }
}
