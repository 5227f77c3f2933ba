package hpc.external;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds programs as a shell does, and then those that were built beside this one.
 *
 * @param path folders of the PATH, in order
 * @param peers folders of programs that were built for comparison, which no PATH names
 */
public record ProgramSearch(List<Path> path, List<Path> peers) {

  /** Ends the name of the file that says why a program could not be made. */
  private static final String NOTE = ".absent";

  /** Copies the lists. */
  public ProgramSearch {
    path = List.copyOf(path);
    peers = List.copyOf(peers);
  }

  /**
   * A search of the folders of a variable PATH.
   *
   * @param path its value
   */
  public static ProgramSearch of(String path, List<Path> peers) {
    List<Path> folders = new ArrayList<>();
    for (String folder : path.split(File.pathSeparator, -1)) {
      folders.add(Path.of(folder)); // an empty one is the working directory, as in a shell
    }
    return new ProgramSearch(folders, peers);
  }

  /** The file that a word names: itself if it has a slash, else the first of that name. */
  public Optional<Path> find(String word) {
    Stream<Path> candidates =
        word.contains("/")
            ? Stream.of(Path.of(word))
            : Stream.concat(path.stream(), peers.stream()).map(folder -> folder.resolve(word));
    return candidates
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .map(Path::toAbsolutePath)
        .findFirst();
  }

  /**
   * Why {@link #find} found nothing, in one phrase. A program that {@code ./hpc build --peers}
   * could not make has left a note with reason and remedy.
   */
  public String absence(String word) {
    if (word.contains("/")) {
      return word + " is no program";
    }
    return peers.stream()
        .map(folder -> folder.resolve(word + NOTE))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(note -> reason(note) + "; then ./hpc build --peers")
        .orElseGet(() -> nowhere(word));
  }

  private static String reason(Path note) {
    try {
      return Files.readString(note).strip().replaceAll("\\s+", " ");
    } catch (IOException e) {
      throw new UncheckedIOException(note + " cannot be read: " + e.getMessage(), e);
    }
  }

  private String nowhere(String word) {
    return peers.isEmpty()
        ? word + " not found on PATH"
        : "%s not found on PATH, nor in %s, which ./hpc build --peers fills"
            .formatted(word, peers.stream().map(Path::toString).collect(Collectors.joining(", ")));
  }
}
