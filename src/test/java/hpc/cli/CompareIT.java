package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.RunColumn;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two sets of results, from their files to a verdict. */
@Timeout(1200)
class CompareIT {

  @TempDir private Path directory;

  @BeforeEach
  void results() throws Exception {
    write("old/x.csv", 1.00, 1.01, 0.99, 1.02, 0.98, 1.00);
    write("new/deep/x.csv", 1.10, 1.11, 1.09, 1.12, 1.08, 1.10);
    write("few.csv", 5, 5);
  }

  @Test
  void aSlowdownBeyondTheBoundIsAFailure() throws Exception {
    HpcProcess.Ended ended =
        compare("old", "new", "--max-slowdown", "5%", "--junit", "ci/j.xml", "--out", "c.csv");
    assertEquals(1, ended.status(), ended::toString);
    assertTrue(ended.out().contains("slower, by more than 5 %"), ended.out());
    assertEquals(
        "hpc compare: --max-slowdown: 1 of 1 points slower by more than 5 %, with the whole"
            + " interval",
        ended.onlyLine());
    assertTrue(Files.readString(directory.resolve("ci/j.xml")).contains("failures=\"1\""));
    assertEquals(2, Files.readAllLines(directory.resolve("c.csv")).size());

    assertTrue(compare("old", "new", "--max-slowdown", "15 %").answer().contains("1 slower"));
    assertTrue(compare("old", "new").answer().contains(" slower\n"));
    assertTrue(compare("new", "old", "--max-slowdown", "0.05").answer().contains("1 faster"));
  }

  @Test
  void whatCannotBeJudgedDoesNotPass() throws Exception {
    HpcProcess.Ended ended = compare("old", "few.csv", "--max-slowdown", "5%");
    assertEquals(1, ended.status(), ended::toString);
    assertTrue(ended.onlyLine().contains("no point can be judged"), ended.err());
    assertTrue(compare("old", "few.csv").answer().contains("too few rows"));
  }

  @Test
  void badFilesAreNamedAndSkippedAndOurOwnPassedOver() throws Exception {
    Files.writeString(directory.resolve("new/empty.csv"), "");
    Files.writeString(directory.resolve("new/foreign.csv"), "a,b\r\n1,2\r\n");
    String rows = Files.readString(directory.resolve("few.csv"));
    Files.writeString(directory.resolve("new/torn.csv"), rows.substring(0, rows.length() - 40));
    compare("old", "new", "--out", "new/comparison.csv").answer();
    HpcProcess.run(directory, "aggregate", "old", "--out", "new/summary.csv").answer();

    HpcProcess.Ended ended = compare("old", "new");
    assertEquals(
        List.of(
            "hpc compare: new/empty.csv: empty, skipped",
            "hpc compare: new/foreign.csv: column 'schema' is missing, skipped",
            "hpc compare: new/torn.csv:3: torn or foreign, not a row of "
                + RunColumn.values().length
                + " columns, skipped",
            "hpc compare: 3 warnings"),
        ended.err().lines().toList());
    assertEquals(0, ended.status());
    assertEquals(1, compare("old", "new", "--strict").status());
    assertEquals(0, compare("old", "old/x.csv").status());
  }

  @Test
  void nothingToCompareIsSaid() throws Exception {
    Files.createDirectory(directory.resolve("empty"));
    assertEquals(
        "hpc compare: nothing to compare: 0 CSV files found, none with a usable row",
        compare("empty", "empty").complaint(1));
  }

  private HpcProcess.Ended compare(String... words) throws Exception {
    return HpcProcess.run(
        directory, Stream.concat(Stream.of("compare"), Stream.of(words)).toArray(String[]::new));
  }

  private void write(String name, double... walls) throws Exception {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    int[] repetition = {0};
    List<RunRecord> runs =
        DoubleStream.of(walls)
            .mapToObj(wall -> Samples.run(Samples.serial(), ++repetition[0], wall, "1857859"))
            .toList();
    Files.writeString(
        file,
        Stream.concat(
                Stream.of(cells(RunColumn::title)),
                runs.stream().map(run -> cells(column -> column.of(run))))
            .collect(Collectors.joining()));
  }

  private static String cells(Function<RunColumn, String> cell) {
    return Stream.of(RunColumn.values()).map(cell).collect(Collectors.joining(",", "", "\r\n"));
  }
}
