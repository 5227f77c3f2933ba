package hpc.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.AtomicFile;
import hpc.exec.FileError;
import hpc.exec.OwnFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a sweep leaves behind: {@code config.yaml}, {@code NAME.csv}, {@code journal.log}, for each
 * point {@code logs/NNN-id.out} and {@code .err}, and for each that has not ended well {@code
 * rows/id.rows}.
 *
 * @param root absolute, since steps on other nodes write there too
 * @param name the sweep's name
 * @param part one of many processes that run points of the sweep at once, each with a CSV and a
 *     journal of its own; empty for the one that has the sweep to itself
 */
record SweepDirectory(Path root, String name, String part) {

  /** The text of the sweep that was begun last. */
  static final String CONFIG = "config.yaml";

  private static final String ROWS = ".rows";

  /** What the rows and the log of a point need at most. */
  private static final int ROOM_BYTES = 1 << 16;

  SweepDirectory {
    root = root.toAbsolutePath().normalize();
  }

  SweepDirectory(Path root, String name) {
    this(root, name, "");
  }

  boolean isPart() {
    return !part.isEmpty();
  }

  private String suffix() {
    return isPart() ? "-" + part : "";
  }

  Path csv() {
    return root.resolve(name + suffix() + ".csv");
  }

  Path stdout(SweepPoint point) {
    return log(point, "out");
  }

  Path stderr(SweepPoint point) {
    return log(point, "err");
  }

  /** Takes the rows of a point while it runs. Not called CSV: they may be those of half a try. */
  Path rows(SweepPoint point) {
    return root.resolve("rows").resolve(point.id() + ROWS);
  }

  /** The point that a file of {@link #rowFiles} belongs to. */
  static String idOf(Path rows) {
    String name = rows.getFileName().toString();
    return name.substring(0, name.length() - ROWS.length());
  }

  /** Rows that the CSV has not taken over, of points that failed or were killed. */
  List<Path> rowFiles() {
    return files(root.resolve("rows"), "*" + ROWS);
  }

  Path journal() {
    return root.resolve("journal" + suffix() + ".log");
  }

  /** All journals, first that of the sweep itself. */
  List<Path> journals() {
    List<Path> journals = files(root, "journal.log");
    files(root, "journal-*.log").stream().sorted().forEach(journals::add);
    return journals;
  }

  /** What all starts have done. */
  History history() {
    return History.read(journals());
  }

  /** What earlier starts have done, as far as it counts for a start by this policy. */
  History history(SweepPolicy policy) {
    return History.read(policy.start() == SweepPolicy.Start.RESUMED ? journals() : List.of());
  }

  /** Makes sure that the files of a point can grow. */
  void requireRoom(SweepPoint point) {
    // named by the point: other parts of the sweep may look at the same time
    Path probe = root.resolve("rows").resolve(point.id() + ".room.tmp");
    try {
      try (FileChannel channel = OwnFile.create(probe)) {
        AtomicFile.writeFully(channel, new byte[ROOM_BYTES]);
      } finally {
        Files.deleteIfExists(probe);
      }
    } catch (IOException e) {
      throw FileError.of(rows(point), e);
    }
  }

  /**
   * Refuses a directory with files that a sweep would replace or add to and that no sweep has left.
   */
  void requireNoStrangers(String config) {
    Path kept = root.resolve(CONFIG);
    try {
      if (journals().isEmpty()) {
        if (Files.isRegularFile(kept)
            && !Arrays.equals(Files.readAllBytes(kept), config.getBytes(UTF_8))) {
          throw notOfASweep(kept);
        }
        if (Files.isRegularFile(csv()) && Files.size(csv()) > 0) {
          throw notOfASweep(csv());
        }
      }
    } catch (IOException e) {
      throw FileError.of(root, e);
    }
  }

  private IllegalArgumentException notOfASweep(Path file) {
    return new IllegalArgumentException(
        "--out %s: %s is there and no journal of a sweep; accepted: a new directory, or that of a sweep"
            .formatted(root, file.getFileName()));
  }

  /** Refuses to measure all points once more where some have been measured. */
  void requireRoomFor(SweepPolicy policy) {
    if (policy.start() == SweepPolicy.Start.ANEW && history().hasMeasured()) {
      throw new IllegalArgumentException(
          "--out %s: holds rows of an earlier start, which stay; accepted: --resume to run what is left, or another directory"
              .formatted(root));
    }
  }

  void make() {
    Path making = root;
    try {
      Files.createDirectories(root);
      for (String name : List.of("logs", "rows")) {
        making = root.resolve(name);
        OwnFile.makeDirectory(making);
      }
    } catch (IOException e) {
      throw FileError.of(making, e);
    }
  }

  void keep(String config) {
    AtomicFile.replace(root.resolve(CONFIG), config.getBytes(UTF_8));
  }

  /** Writes the script of a job; returns where it is. */
  Path writeJob(String file, String text) {
    Path jobs = root.resolve("jobs");
    try {
      OwnFile.makeDirectory(jobs);
    } catch (IOException e) {
      throw FileError.of(jobs, e);
    }
    AtomicFile.replace(jobs.resolve(file), text.getBytes(UTF_8));
    return jobs.resolve(file);
  }

  /**
   * Moves rows to the CSV that a sweep, or a part of one, was killed before it moved: they are of
   * points that were done. To be called while no other process runs points here.
   */
  void takeRestOfRows() {
    SweepCsv csv = new SweepCsv(csv());
    csv.mend();
    History history = history();
    rowFiles().stream()
        .filter(rows -> history.endedWell(idOf(rows)))
        .forEach(rows -> csv.takeRest(rows, files(root, "*.csv")));
  }

  /** The log of a task of a job array; also in Slurm's notation for all of them. */
  Path jobLog(String job, String index) {
    return root.resolve("logs").resolve("slurm-%s_%s.out".formatted(job, index));
  }

  private Path log(SweepPoint point, String kind) {
    return root.resolve("logs")
        .resolve(String.format(Locale.ROOT, "%03d-%s.%s", point.index(), point.id(), kind));
  }

  private static List<Path> files(Path directory, String pattern) {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, pattern)) {
        found.forEach(files::add);
      } catch (IOException e) {
        throw FileError.of(directory, e);
      }
    }
    return files;
  }
}
