package hpc.fieldio;

import hpc.exec.FileError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory with the checkpoints of one run, {@code step_<number>.ckpt}.
 *
 * @param path where it is
 */
record CheckpointDirectory(Path path) {

  private static final String NAME = "step_([0-9]{1,18})\\.ckpt";
  private static final String ASIDE = NAME + "\\.tmp";

  Path file(long step) {
    return path.resolve("step_" + step + ".ckpt");
  }

  /**
   * The files that are there, the one of the latest step first; none if there is no directory.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  List<Path> newestFirst() {
    return named(NAME).stream()
        .sorted(Comparator.comparingLong(CheckpointDirectory::step).reversed())
        .toList();
  }

  private static long step(Path file) {
    return Long.parseLong(file.getFileName().toString().replaceFirst(NAME, "$1"));
  }

  /** Makes the directory if there is none, and checks that files can be written there. */
  void open() {
    try {
      Files.createDirectories(path);
      if (!Files.isWritable(path)) {
        throw new AccessDeniedException(path.toString());
      }
    } catch (IOException e) {
      throw FileError.of(path, e);
    }
  }

  /** Removes what a run has left that was killed while it wrote. */
  void clean() {
    named(ASIDE).forEach(CheckpointDirectory::remove);
  }

  /**
   * Removes all checkpoints but two: if one turns out to be damaged the run goes on from the other.
   * Other files with such names stay.
   */
  void keepOnly(long step, long stepBefore) {
    for (Path file : newestFirst()) {
      if (!file.equals(file(step)) && !file.equals(file(stepBefore)) && Checkpoint.isOne(file)) {
        remove(file);
      }
    }
  }

  /**
   * What the run can go on from, judged by heads and lengths.
   *
   * @param usable the heads, newest first
   * @param passedOver a line for each file that cannot be used: which, and why
   */
  record Contents(List<Checkpoint> usable, List<String> passedOver) {}

  /**
   * Reads the heads of all files.
   *
   * @param steps how far the run is to go
   * @param points of the field
   * @throws IllegalArgumentException if a checkpoint is of another problem or of a later step, or
   *     if there are some and none can be used
   */
  Contents contents(ProblemText problem, long steps, long points) {
    List<Checkpoint> usable = new ArrayList<>();
    List<String> passedOver = new ArrayList<>();
    for (Path file : newestFirst()) {
      try {
        Checkpoint checkpoint = Checkpoint.read(file);
        if (!file.equals(file(checkpoint.step()))) {
          throw new Checkpoint.UnusableException("is of step " + checkpoint.step());
        }
        requireFit(file, checkpoint, problem, steps);
        checkpoint.requireWhole(file, points);
        usable.add(checkpoint);
      } catch (Checkpoint.UnusableException e) {
        passedOver.add(file + ": " + e.getMessage());
      } catch (IOException e) {
        passedOver.add(FileError.of(file, e).getMessage());
      }
    }
    if (usable.isEmpty() && !passedOver.isEmpty()) {
      throw noneUsable(String.join("; ", passedOver));
    }
    return new Contents(usable, passedOver);
  }

  IllegalArgumentException noneUsable(String reasons) {
    return new IllegalArgumentException(
        "--checkpoint %s: %s; accepted: a checkpoint that is whole, or an empty directory to begin anew"
            .formatted(path, reasons));
  }

  private static void requireFit(
      Path file, Checkpoint checkpoint, ProblemText problem, long steps) {
    if (!checkpoint.problem().equals(problem.toString())) {
      ProblemText other = ProblemText.parse(checkpoint.problem());
      throw new IllegalArgumentException(
          "--checkpoint %s: is of another problem, with %s; this run is with %s"
              .formatted(file, other.otherThan(problem), problem.otherThan(other)));
    }
    if (checkpoint.step() > steps) {
      throw new IllegalArgumentException(
          "--steps %s: less than the %s steps behind %s; accepted: %s or more"
              .formatted(steps, checkpoint.step(), file, checkpoint.step()));
    }
  }

  private List<Path> named(String pattern) {
    if (Files.notExists(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> file.getFileName().toString().matches(pattern)).toList();
    } catch (IOException e) {
      throw FileError.of(path, e);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }
}
