package hpc.exec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * A file that a command replaces as a whole. It replaces a file of the same kind that an earlier
 * command has made, or an empty one, and nothing else: neither a file that the command reads, by
 * whatever name or link, nor one of another kind.
 *
 * @param option the option that names the file, or its directory, for messages
 * @param path the file
 * @param isOurs whether a file that begins like this is of the same kind
 */
public record OutputFile(String option, Path path, Predicate<String> isOurs) {

  private static final int BEGINNING = 1 << 16;

  /** A file of a kind that is known by {@code mark}, which its beginning contains. */
  public OutputFile(String option, Path path, String mark) {
    this(option, path, beginning -> beginning.contains(mark));
  }

  /**
   * Refuses what would destroy something; to be called before the first is written.
   *
   * @param outputs all that the command writes
   * @param inputs all that it reads
   * @throws IllegalArgumentException naming the option and the file
   */
  public static void requireReplaceable(List<OutputFile> outputs, Collection<Path> inputs) {
    List<Path> used = new ArrayList<>(inputs);
    for (OutputFile output : outputs) {
      output.requireReplaceable(used);
      used.add(output.path);
    }
  }

  /**
   * Refuses what would destroy something.
   *
   * @param others files that the command reads, or writes as well
   * @throws IllegalArgumentException naming the option and the file
   * @throws UncheckedIOException if the file cannot be looked at
   */
  public void requireReplaceable(Collection<Path> others) {
    try {
      for (Path other : others) {
        if (isSame(other)) {
          throw new IllegalArgumentException(
              "%s %s: this command uses %s for something else; accepted: another name"
                  .formatted(option, path, other));
        }
      }
      if (Files.isRegularFile(path) && Files.size(path) > 0 && !holdsOurs()) {
        throw new IllegalArgumentException(
            "%s %s: holds something else than this command writes and is not replaced; accepted: another name"
                .formatted(option, path));
      }
    } catch (NoSuchFileException e) {
      // another rank has removed it: nothing is left to destroy
    } catch (IOException e) {
      throw FileError.of(path, e);
    }
  }

  /**
   * Makes the file hold {@code content}, see {@link AtomicFile#replaceNamed}.
   *
   * @throws IllegalArgumentException if it is not {@link #requireReplaceable replaceable}
   */
  public void replace(byte[] content) {
    requireReplaceable(List.of());
    AtomicFile.replaceNamed(option, path, content);
  }

  private boolean isSame(Path other) throws IOException {
    return path.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())
        || (Files.exists(path) && Files.exists(other) && Files.isSameFile(path, other));
  }

  /** Whether the file, which exists, is of the kind that the command writes there. */
  public boolean holdsOurs() {
    try (InputStream in = Files.newInputStream(path)) {
      return isOurs.test(new String(in.readNBytes(BEGINNING), ISO_8859_1));
    } catch (IOException e) {
      throw FileError.of(path, e);
    }
  }
}
