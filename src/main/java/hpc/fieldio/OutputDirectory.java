package hpc.fieldio;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.AtomicFile;
import hpc.exec.FileError;
import hpc.exec.ProcessLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory with the fields of one problem, {@code field_<step>.png} and its like and {@code
 * series.csv}. A hidden file says of which problem: fields of another one, and files that no run
 * has left, are neither replaced nor mixed with those of this run.
 *
 * @param path where it is
 * @param problem what is solved
 */
record OutputDirectory(Path path, ProblemText problem) {

  private static final String NAMES = "field_[0-9]{6,}\\.(png|npy|vti)|series\\.csv";
  private static final String PROBLEM = ".problem";

  /**
   * Keeps the directory, which is made if it is missing, to this run.
   *
   * @param inputs files that the run reads, or writes for another purpose
   * @throws IllegalArgumentException if another run writes here, if what is here is of another
   *     problem or none, or if one of {@code inputs} would be replaced
   */
  ProcessLock claim(Collection<Path> inputs) {
    make();
    ProcessLock lock =
        ProcessLock.take(
            "--output " + path, path.resolve(".output.lock"), "accepted: another directory");
    try {
      requireNoInput(inputs);
      requireOurs();
      return lock;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Prepares for the fields of a run.
   *
   * @param step the first that is written; of a run that begins, 0, nothing older stays
   */
  void begin(long step) {
    make();
    requireOurs();
    try {
      if (step == 0) {
        for (Path old : fields()) {
          Files.deleteIfExists(old);
        }
      }
    } catch (IOException e) {
      throw FileError.of(path, e);
    }
    AtomicFile.replace(path.resolve(PROBLEM), problem.toString().getBytes(UTF_8));
  }

  private void make() {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
      }
    } catch (IOException e) {
      throw FileError.of(path, e);
    }
  }

  private void requireNoInput(Collection<Path> inputs) {
    try {
      for (Path input : inputs) {
        Path parent = input.toAbsolutePath().getParent();
        boolean named =
            input.getFileName().toString().matches(NAMES)
                && Files.isDirectory(parent)
                && Files.isSameFile(parent, path);
        if (named || (Files.exists(input) && isOneOf(fields(), input))) {
          throw new IllegalArgumentException(
              "--output %s: would replace %s, which this run uses; accepted: another directory"
                  .formatted(path, input));
        }
      }
    } catch (IOException e) {
      throw FileError.of(path, e);
    }
  }

  private static boolean isOneOf(List<Path> files, Path file) throws IOException {
    for (Path each : files) {
      if (Files.isSameFile(each, file)) {
        return true;
      }
    }
    return false;
  }

  private void requireOurs() {
    List<Path> fields = fields();
    if (fields.isEmpty()) {
      return;
    }
    Path file = path.resolve(PROBLEM);
    if (Files.notExists(file)) {
      throw new IllegalArgumentException(
          "--output %s: %s is there, of an unknown problem; accepted: an empty or new directory"
              .formatted(path, fields.getFirst().getFileName()));
    }
    try {
      ProblemText other = ProblemText.parse(Files.readString(file, UTF_8));
      if (!other.toString().equals(problem.toString())) {
        throw new IllegalArgumentException(
            "--output %s: holds fields of another problem, with %s; this run is with %s; accepted: another directory"
                .formatted(path, other.otherThan(problem), problem.otherThan(other)));
      }
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }

  /**
   * The files of earlier runs.
   *
   * @throws UncheckedIOException if the directory cannot be read
   */
  private List<Path> fields() {
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> file.getFileName().toString().matches(NAMES)).sorted().toList();
    } catch (IOException e) {
      throw FileError.of(path, e);
    }
  }
}
