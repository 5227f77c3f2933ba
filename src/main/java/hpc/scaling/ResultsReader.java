package hpc.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.bench.RunColumn;
import hpc.bench.RunRecord;
import hpc.exec.FileError;
import hpc.scaling.Results.InputFile;
import hpc.table.CsvRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads results files, many at once, and never stops at a bad one: what cannot be used is left out
 * and named, the rest is used.
 *
 * <p>Columns are found by name, in any order; unknown ones are named once and passed over. A row
 * that stands in several files (a copied directory) counts once.
 */
public final class ResultsReader {

  /** What the kernel makes up there has neither an end nor results. */
  private static final Set<Path> NO_DISKS =
      Set.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));

  /** Rows of one file that are warned of one by one. */
  private static final int MOST_BAD_ROWS = 20;

  private final Set<RunRecord> runs = new LinkedHashSet<>();
  private final List<String> warnings = new ArrayList<>();
  private final Set<Path> seen = new LinkedHashSet<>();
  private final SequencedMap<Path, Integer> rowsByFile = new LinkedHashMap<>();
  private final Map<Path, Integer> skippedByFile = new HashMap<>();
  private final Map<Object, Object> common = new HashMap<>();
  private int repeatedRows;

  /** Of the last file with another separator, what is wrong. */
  private String refused = "";

  private ResultsReader() {}

  /**
   * Reads files, and all {@code *.csv} files below directories.
   *
   * @param paths files or directories; a file that is reached twice is read once
   * @throws IllegalArgumentException if a path does not exist, or if there is nothing but columns
   *     separated by another character
   */
  public static Results read(List<Path> paths) {
    ResultsReader reader = new ResultsReader();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new IllegalArgumentException(path + ": no such file or directory");
      }
      if (Files.isDirectory(path)) {
        reader.csvFilesBelow(path).forEach(reader::readFile);
      } else if (Files.isRegularFile(path)) {
        reader.readFile(path);
      } else {
        // a pipe that nobody writes to would be waited for, a device may never end
        reader.warnings.add(path + ": not a regular file, skipped");
      }
    }
    if (reader.runs.isEmpty() && !reader.refused.isEmpty()) {
      throw new IllegalArgumentException(reader.refused);
    }
    if (reader.repeatedRows > 0) {
      reader.warnings.add(
          reader.repeatedRows
              + (reader.repeatedRows == 1 ? " row stands" : " rows stand")
              + " in more than one file, counted once each");
    }
    List<InputFile> files =
        reader.rowsByFile.entrySet().stream()
            .map(file ->
                new InputFile(
                    file.getKey(),
                    file.getValue(),
                    reader.skippedByFile.getOrDefault(file.getKey(), 0)))
            .toList();
    return new Results(List.copyOf(reader.runs), files, reader.warnings);
  }

  /** Sorted by path; what cannot be entered is warned of. Links are followed, loops are not. */
  private Set<Path> csvFilesBelow(Path directory) {
    Set<Path> found = new TreeSet<>();
    try {
      Files.walkFileTree(
          directory,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
              Optional<String> reason = reasonToStayOut(directory, below);
              reason.ifPresent(words -> warnings.add(below + ": " + words + ", skipped"));
              return reason.isPresent() ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path below, IOException cause) {
              if (cause != null) {
                warnings.add(FileError.of(below, cause).getMessage() + ", rest skipped");
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && file.toString().endsWith(".csv")) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException cause) {
              warnings.add(FileError.of(file, cause).getMessage());
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw FileError.of(directory, e);
    }
    return found;
  }

  /** Why what lies below {@code start} is not looked at, if it is not. */
  private static Optional<String> reasonToStayOut(Path start, Path below) {
    try {
      if (!below.equals(start)
          && Files.isSymbolicLink(below)
          && start.toRealPath().startsWith(below.toRealPath())) {
        return Optional.of("a link to a directory above");
      }
      return NO_DISKS.contains(below.toRealPath()) ? Optional.of("no disk") : Optional.empty();
    } catch (IOException e) {
      return Optional.of("cannot be entered");
    }
  }

  private void readFile(Path file) {
    try {
      if (seen.add(file.toRealPath())) {
        // bytes that are no UTF-8 become replacement characters: a torn row must not end the file
        try (BufferedReader reader =
            new BufferedReader(new InputStreamReader(Files.newInputStream(file), UTF_8))) {
          readRows(file, new CsvRows(reader));
        } finally {
          warnOfFurtherRows(file);
        }
      }
    } catch (IOException e) {
      boolean begun = rowsByFile.putIfAbsent(file, 0) != null;
      warnings.add(FileError.of(file, e).getMessage() + (begun ? ", rest skipped" : ", skipped"));
    } catch (IllegalArgumentException e) {
      warnings.add("%s: %s, skipped".formatted(file, e.getMessage()));
    }
  }

  /** Those that were skipped after the first few, which are named one by one. */
  private void warnOfFurtherRows(Path file) {
    int further = skippedByFile.getOrDefault(file, 0) - MOST_BAD_ROWS;
    if (further > 0) {
      warnings.add(
          "%s: %s like these, skipped"
              .formatted(file, further == 1 ? "1 more row" : further + " more rows"));
    }
  }

  private void readRows(Path file, CsvRows rows) throws IOException {
    List<String> header = rows.advance() ? rows.cells() : List.of();
    if (Stream.of(SummaryFile.KIND, ComparisonFile.KIND, FitsFile.KIND)
        .anyMatch(kind -> kind.hasHeader(header))) {
      return; // made from results, and often beside them
    }
    rowsByFile.put(file, 0);
    if (header.isEmpty()) {
      throw new IllegalArgumentException("empty");
    }
    Optional<String> foreign = foreignSeparator(header);
    if (foreign.isPresent()) {
      refused = "%s:1: columns are separated by '%s'; accepted: ','".formatted(file, foreign.get());
      warnings.add(refused + ", skipped");
      return;
    }
    if (!rows.advance()) {
      throw new IllegalArgumentException("a header without rows");
    }
    requireSchema(header, rows);
    RunColumn.Reader reader = new RunColumn.Reader(header, common);
    warnOfUnknownColumns(file, header);
    do {
      readRow(file, rows, header.size(), reader);
    } while (rows.advance());
  }

  /** What separates our columns in a file that another program, a spreadsheet mostly, has saved. */
  private static Optional<String> foreignSeparator(List<String> header) {
    return Stream.of(";", "\t", "|")
        .filter(mark -> header.size() == 1)
        .filter(mark ->
            List.of(header.getFirst().split(Pattern.quote(mark), -1))
                .containsAll(List.of(RunColumn.SCHEMA.title(), RunColumn.WALL_S.title())))
        .map(mark -> mark.equals("\t") ? "\\t" : mark)
        .findFirst();
  }

  /** Says "schema 2" of a file from another version rather than naming the columns it lacks. */
  private static void requireSchema(List<String> header, CsvRows rows) {
    int position = header.indexOf(RunColumn.SCHEMA.title());
    List<String> cells = rows.cells();
    String schema = 0 <= position && position < cells.size() ? cells.get(position) : "";
    if (schema.matches("[0-9]+") && !schema.equals(Integer.toString(RunRecord.SCHEMA))) {
      throw new IllegalArgumentException(
          "schema %s, this version reads schema %s".formatted(schema, RunRecord.SCHEMA));
    }
  }

  private void warnOfUnknownColumns(Path file, List<String> header) {
    List<String> unknown = new ArrayList<>(header);
    for (RunColumn column : RunColumn.values()) {
      unknown.remove(column.title());
    }
    if (!unknown.isEmpty()) {
      warnings.add(
          "%s: unknown columns passed over: %s".formatted(file, String.join(", ", unknown)));
    }
  }

  private void readRow(Path file, CsvRows rows, int width, RunColumn.Reader reader) {
    int line = rows.line();
    try {
      if (rows.cells().size() != width) {
        rows.skip();
        throw new IllegalArgumentException("torn or foreign, not a row of " + width + " columns");
      }
      if (runs.add(reader.read(rows.cells()))) {
        rowsByFile.merge(file, 1, Integer::sum);
      } else {
        repeatedRows++;
      }
    } catch (IllegalArgumentException e) {
      if (skippedByFile.merge(file, 1, Integer::sum) <= MOST_BAD_ROWS) {
        warnings.add("%s:%s: %s, skipped".formatted(file, line, e.getMessage()));
      }
    }
  }
}
