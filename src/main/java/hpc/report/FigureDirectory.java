package hpc.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.AtomicFile;
import hpc.exec.FileError;
import hpc.exec.OutputFile;
import hpc.plot.Plot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of a report as SVG and PNG in a directory of its own. A list of them is kept there,
 * so that those which the next report no longer has can be removed, and nothing else is.
 */
final class FigureDirectory {

  /** Names of the figures that the report made, one a line. */
  static final String LIST = "figures.txt";

  private static final String OUR_NAME = "[A-Za-z0-9_.-]+\\.(svg|png)";

  private final Path directory;

  FigureDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the directory hold {@code figures}, and none that an earlier report made. Each file is
   * old or new at any moment.
   *
   * @throws UncheckedIOException if that fails; the message names file and reason
   */
  void write(List<Plot> figures) {
    Set<String> old = listed();
    Set<String> fresh =
        figures.stream()
            .flatMap(figure -> Stream.of(svg(figure), png(figure)))
            .collect(Collectors.toCollection(TreeSet::new));
    // only the list tells which pictures are ours
    fresh.forEach(name -> output(name, old.contains(name)).requireReplaceable(List.of()));
    Set<String> both = new TreeSet<>(old);
    both.addAll(fresh);
    list(both); // who is killed now leaves nothing that the next report does not know
    figures.parallelStream().forEach(this::write);
    old.removeAll(fresh);
    for (String name : old) {
      try {
        Files.deleteIfExists(directory.resolve(name));
        AtomicFile.removeAbandoned(directory.resolve(name));
      } catch (IOException e) {
        throw FileError.of(directory.resolve(name), e);
      }
    }
    list(fresh);
  }

  private void write(Plot figure) {
    replace(svg(figure), figure.svg().getBytes(UTF_8));
    replace(png(figure), figure.png(Plot.PRINT));
  }

  private static String svg(Plot figure) {
    return figure.name() + ".svg";
  }

  private static String png(Plot figure) {
    return figure.name() + ".png";
  }

  private void list(Set<String> names) {
    replace(LIST, (String.join("\n", names) + "\n").getBytes(UTF_8));
  }

  /** Those of the list that could be ours: it may have been edited. */
  private Set<String> listed() {
    Path list = directory.resolve(LIST);
    try {
      Files.createDirectories(directory);
      return Files.isRegularFile(list)
          ? Files.readString(list)
              .lines()
              .filter(name -> name.matches(OUR_NAME))
              .collect(Collectors.toCollection(TreeSet::new))
          : new TreeSet<>();
    } catch (IOException e) {
      throw FileError.of(directory, e);
    }
  }

  private OutputFile output(String name, boolean known) {
    return new OutputFile(
        "--report",
        directory.resolve(name),
        beginning -> known || beginning.lines().anyMatch(line -> line.matches(OUR_NAME)));
  }

  private void replace(String name, byte[] content) {
    output(name, !name.equals(LIST)).replace(content);
  }
}
