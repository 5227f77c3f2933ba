package hpc.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hpc.exec.FileError;
import hpc.exec.OwnFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The CSV of a sweep. A point writes its rows to a file of its own, and when it has ended well they
 * are taken over here, all in one write: rows of a try that failed or was killed count nowhere.
 *
 * <p>Bytes are copied as they are, hence the character set of one byte a character.
 */
record SweepCsv(Path file) {

  /**
   * Finds out whether the file can be written, if it exists, and cuts off a torn last line: the
   * rows it belongs to are still in the file of their point.
   */
  void mend() {
    if (Files.exists(file)) {
      try (FileChannel channel =
          OwnFile.open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE))) {
        LineFile.endWithWholeLine(channel);
      } catch (IOException e) {
        throw FileError.of(file, e);
      }
    }
  }

  /** Adds the rows of a point that has just ended, and removes its file. */
  void take(Path rows) {
    take(rows, Set.of());
  }

  /**
   * The same for a point whose sweep was killed meanwhile: what stands already in one of {@code
   * files} stays there.
   */
  void takeRest(Path rows, List<Path> files) {
    Set<String> known = new HashSet<>();
    files.forEach(csv -> known.addAll(PointRows.lines(csv)));
    take(rows, known);
  }

  /** Copies first, removes then. */
  private void take(Path rows, Set<String> known) {
    List<String> lines = PointRows.lines(rows);
    if (lines.size() > 1) {
      StringBuilder text = new StringBuilder();
      if (isEmpty()) {
        text.append(lines.getFirst());
      } else {
        requireHeader(lines.getFirst(), rows);
      }
      lines.stream().skip(1).filter(line -> !known.contains(line)).forEach(text::append);
      append(text.toString());
    }
    try {
      Files.deleteIfExists(rows);
    } catch (IOException e) {
      throw FileError.of(rows, e);
    }
  }

  private void requireHeader(String header, Path rows) {
    try (BufferedReader reader = Files.newBufferedReader(file, ISO_8859_1)) {
      if (!header.strip().equals(reader.readLine())) {
        throw new IllegalArgumentException(
            "%s: has other columns than %s; give --out another directory".formatted(file, rows));
      }
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }

  private boolean isEmpty() {
    return file.toFile().length() == 0;
  }

  private void append(String text) {
    try (FileChannel channel =
        OwnFile.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE))) {
      LineFile.append(channel, ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }
}
