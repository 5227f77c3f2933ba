package hpc.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Conditions;
import hpc.bench.Measure;
import hpc.bench.Placement;
import hpc.bench.ResultsFile;
import hpc.bench.RunColumn;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ResultsReaderTest {

  private static final RunRecord FIRST = Samples.run(Samples.serial(), 1, 0.5, "1857859");
  private static final RunRecord SECOND = Samples.run(Samples.serial(), 2, 0.25, "1857859");
  private static final RunRecord NASTY =
      Samples.run(
          Samples.nastyOrigin("r2"),
          Samples.mpi(1, 2),
          1,
          0.5,
          new Outcome("1857859", Verdict.UNCHECKED, ""));

  @TempDir private Path directory;

  @Test
  void readsBackWhatWasWrittenQuotesNewlinesAndUnicodeIncluded() {
    Path file = write("results.csv", FIRST, NASTY, Samples.failed(Samples.serial(), 2));
    Results read = ResultsReader.read(List.of(file));

    assertEquals(List.of(), read.warnings());
    assertEquals(3, read.runs().size());
    assertEquals(cells(NASTY), cells(read.runs().get(1)));
    assertEquals(FIRST, read.runs().get(0));
    assertEquals(RunRecord.Status.FAILED, read.runs().get(2).status());
  }

  @Test
  void aLinkToADirectoryAboveEndsNothing() throws IOException {
    Path below = directory.resolve("a/b");
    write("a/b/1.csv", FIRST);
    write("a/2.csv", SECOND);
    Path root = Files.createSymbolicLink(below.resolve("root"), Path.of("/"));
    Path above = Files.createSymbolicLink(below.resolve("up"), directory.resolve("a"));
    Path made = Files.createSymbolicLink(below.resolve("made-up"), Path.of("/proc"));

    Results read = ResultsReader.read(List.of(below));

    assertEquals(List.of(FIRST), read.runs());
    assertEquals(
        List.of(
            made + ": no disk, skipped",
            root + ": a link to a directory above, skipped",
            above + ": a link to a directory above, skipped"),
        read.warnings().stream().sorted().toList());
  }

  @Test
  void ofVeryManyBadRowsTheFirstAreNamedAndAllAreCounted() throws IOException {
    Path file = write("x.csv", FIRST);
    Files.writeString(file, "x\n".repeat(200_000), StandardOpenOption.APPEND);

    Results read = ResultsReader.read(List.of(file));

    assertEquals(List.of(FIRST), read.runs());
    assertEquals(21, read.warnings().size());
    assertEquals(file + ": 199980 more rows like these, skipped", read.warnings().getLast());
    assertEquals(200_000, read.files().getFirst().skipped());
  }

  @Test
  void readsDirectoriesToAnyDepthInOrderAndEachFileOnce() throws IOException {
    write("b/deep/er/2.csv", SECOND);
    Path first = write("a/1.csv", FIRST);
    Files.writeString(directory.resolve("a/notes.txt"), "not a CSV");

    Results read = ResultsReader.read(List.of(directory, first));

    assertEquals(List.of(FIRST, SECOND), read.runs());
    assertEquals(2, read.filesFound());
    assertEquals(
        List.of(
            new Results.InputFile(first, 1, 0),
            new Results.InputFile(directory.resolve("b/deep/er/2.csv"), 1, 0)),
        read.files());
    assertEquals(List.of(), read.warnings());
  }

  @Test
  void aPathThatDoesNotExistIsAnError() {
    Path missing = directory.resolve("missing");
    assertEquals(
        missing + ": no such file or directory",
        assertThrows(IllegalArgumentException.class, () -> ResultsReader.read(List.of(missing)))
            .getMessage());
  }

  @Test
  void aTornLastLineIsNamedAndTheRestUsed() throws IOException {
    Path file = write("results.csv", FIRST, SECOND);
    Files.writeString(file, cut(Files.readString(file), 200));

    Results read = ResultsReader.read(List.of(file));

    assertEquals(List.of(FIRST), read.runs());
    assertEquals(
        List.of(file + ":3: torn or foreign, not a row of 52 columns, skipped"), read.warnings());
  }

  @Test
  void aLineTornInsideQuotesCostsOnlyItself() throws IOException {
    Path file = write("results.csv", FIRST);
    Files.writeString(file, Files.readString(file) + "1,\"torn\r\n" + line(SECOND));

    Results read = ResultsReader.read(List.of(file));

    assertEquals(List.of(FIRST, SECOND), read.runs());
    assertEquals(
        List.of(file + ":3: torn or foreign, not a row of 52 columns, skipped"), read.warnings());
  }

  @Test
  void aRowAfterOneOfTwoLinesIsNamedByItsOwnLine() throws IOException {
    Path file = write("results.csv", NASTY);
    Files.writeString(file, Files.readString(file) + "x,y\r\n");

    assertEquals(
        List.of(file + ":4: torn or foreign, not a row of 52 columns, skipped"),
        ResultsReader.read(List.of(file)).warnings());
  }

  @Test
  void columnsMayStandInAnyOrder() throws IOException {
    Path file =
        rewrite(cells -> {
          List<String> reversed = new ArrayList<>(cells);
          Collections.reverse(reversed);
          return reversed;
        });

    Results read = ResultsReader.read(List.of(file));
    assertEquals(List.of(FIRST), read.runs());
    assertEquals(List.of(), read.warnings());
  }

  @Test
  void unknownColumnsAreNamedOnceAndPassedOver() throws IOException {
    Path file =
        rewrite(cells -> {
          List<String> wider = new ArrayList<>(cells);
          wider.add(5, "colour");
          wider.add("watts");
          return wider;
        });

    Results read = ResultsReader.read(List.of(file));
    assertEquals(List.of(FIRST), read.runs());
    assertEquals(List.of(file + ": unknown columns passed over: colour, watts"), read.warnings());
  }

  @Test
  void aFileFromBeforeLaterColumnsIsAsGoodAsANewOne() throws IOException {
    List<String> later =
        List.of(
            "part",
            "wait_s",
            "accounted_peak_bytes",
            "cgroup_peak_bytes",
            "energy_j",
            "calibration_s",
            "disturbance",
            "transport",
            "threads_per_core");
    List<String> titles = Stream.of(RunColumn.values()).map(RunColumn::title).toList();
    List<Integer> kept =
        IntStream.range(0, titles.size())
            .filter(i -> !later.contains(titles.get(i)))
            .boxed()
            .toList();
    Path old = rewrite(cells -> kept.stream().map(cells::get).toList());
    Path young = write("young.csv", SECOND);

    Results read = ResultsReader.read(List.of(old, young));

    assertEquals(List.of(), read.warnings());
    assertEquals(List.of(1, 1), read.runs().stream().map(RunRecord::part).toList());
    assertEquals(OptionalDouble.empty(), read.runs().getFirst().measures().get(Measure.WAITING));
    assertEquals(Conditions.UNKNOWN, read.runs().getFirst().conditions());
    assertEquals(SECOND, read.runs().getLast());
  }

  @Test
  void disturbedRowsAreCountedAndNamedAndSoAreHardwareThreadsThatCountAsCores() {
    RunRecord threads = Samples.run(Samples.forkjoin(2), 1, 0.5, "1857859");
    assertEquals(
        List.of(
            "2 of 2 rows were measured on a disturbed node, and count: drift on n1 (2), gc on n2"
                + " (2)",
            "1 of 2 rows count hardware threads as cores, up to 2 of a core"),
        RowNotes.of(List.of(FIRST, threads)));
    assertEquals(List.of(), RowNotes.of(List.of(Samples.failed(Samples.serial(), 1))));
  }

  @Test
  void aFileWithoutAColumnIsSkippedNamingIt() throws IOException {
    Path bad = rewrite(cells -> cells.subList(0, cells.size() - 3));
    Path good = write("good.csv", SECOND);

    Results read = ResultsReader.read(List.of(bad, good));
    assertEquals(List.of(SECOND), read.runs());
    assertEquals(List.of(bad + ": column 'git_commit' is missing, skipped"), read.warnings());
    assertEquals(2, read.filesFound());
  }

  @Test
  void ranksOfAFileFromBeforeTransportsHadMpjExpress() throws IOException {
    RunRecord ranks = Samples.run(Samples.mpi(1, 2), 1, 0.5, "1857859");
    Path file = write("ranks.csv", FIRST, ranks);
    Files.write(
        file,
        Files.readAllLines(file).stream()
            .map(line -> line.replaceFirst(",[^,]*,[^,]*$", ""))
            .toList());

    Results read = ResultsReader.read(List.of(file));
    assertEquals(List.of(), read.warnings());
    assertEquals(
        List.of(FIRST.placement(), new Placement(Mode.MPI, 1, 2, 1, Placement.MPJ)),
        read.runs().stream().map(RunRecord::placement).toList());
  }

  @Test
  void aFileOfAnotherSchemaIsSkippedWithOneLine() throws IOException {
    Path file = directory.resolve("two.csv");
    Files.writeString(file, "schema,watts\n2,200\n2,210\n");

    assertEquals(
        List.of(file + ": schema 2, this version reads schema 1, skipped"),
        ResultsReader.read(List.of(file)).warnings());
  }

  @Test
  void aRowOfAnotherSchemaIsSkippedAlone() throws IOException {
    Path file = write("results.csv", FIRST);
    Files.writeString(file, Files.readString(file) + "2" + line(SECOND).substring(1));

    Results read = ResultsReader.read(List.of(file));
    assertEquals(List.of(FIRST), read.runs());
    assertEquals(
        List.of(file + ":3: schema 2, this version reads schema 1, skipped"), read.warnings());
  }

  @Test
  void emptyFilesAndFilesWithoutRowsAreNamed() throws IOException {
    Path empty = Files.createFile(directory.resolve("a.csv"));
    Path header = write("b.csv");

    Results read = ResultsReader.read(List.of(directory));
    assertEquals(
        List.of(empty + ": empty, skipped", header + ": a header without rows, skipped"),
        read.warnings());
  }

  @Test
  void anotherSeparatorIsRefusedAndBesideGoodRowsWarnedOf() throws IOException {
    Path foreign = write("foreign.csv", FIRST);
    Files.writeString(foreign, Files.readString(foreign).replace(',', ';'));
    String line = foreign + ":1: columns are separated by ';'; accepted: ','";
    assertEquals(
        line,
        assertThrows(IllegalArgumentException.class, () -> ResultsReader.read(List.of(directory)))
            .getMessage());

    write("good.csv", SECOND);
    Results read = ResultsReader.read(List.of(directory));
    assertEquals(List.of(SECOND), read.runs());
    assertEquals(List.of(line + ", skipped"), read.warnings());
  }

  @Test
  void valuesThatCannotBeAreNamedWithTheirColumn() throws IOException {
    Path file = write("results.csv", FIRST);
    String row = line(SECOND);
    Files.writeString(
        file,
        Files.readString(file)
            + row.replace(",0.25,", ",fast,")
            + row.replace(",serial,", ",opencl,")
            + row.replace(",ok,", ",maybe,")
            + row.replace("2026-01-31T", "31.1.2026 ")
            + row.replace("from=0;", "from;")
            + row.replace(",0.25,", ",-1,")
            + row.replace(",serial,1,", ",serial,1.5,"));

    Results read = ResultsReader.read(List.of(file));
    assertEquals(List.of(FIRST), read.runs());
    assertEquals(
        List.of(
            file + ":3: wall_s 'fast' is not a number, skipped",
            file + ":4: mode 'opencl' is not one of serial, forkjoin, mpi, skipped",
            file + ":5: status 'maybe' is not one of ok, stopped, unconverged, failed, skipped",
            file
                + ":6: started_utc '31.1.2026 12:00:00.250Z' is not a time such as"
                + " 2026-01-31T12:00:00.000Z, skipped",
            file + ":7: problem 'from;limit=30000000' is not key=value;key=value, skipped",
            file + ":8: wall_s of -1.0: must be at least 0, and finite, skipped",
            file + ":9: nodes '1.5' is not a whole number, skipped"),
        read.warnings());
  }

  @Test
  void valuesThatWouldSpoilTheFiguresOfAllAreSkipped() throws IOException {
    Path file = write("results.csv", FIRST);
    String row = line(SECOND);
    Files.writeString(
        file,
        Files.readString(file)
            + row.replace(",serial,1,1,1,", ",mpi,1,2147483647,3,")
            + row.replace(",0.25,0.1875,", ",0,0.1875,")
            + row.replace(",0.25,0.1875,", ",1e-320,0.1875,")
            + row.replace(",0.25,0.1875,", ",1e308,0.1875,")
            + row.replace(",0.25,0.1875,", ",NaN,0.1875,")
            + row.replace(",0.25,0.1875,", ",0.25,Infinity,")
            + row.replace(",0.25,0.1875,", ",0.25,1e309,")
            + row.replace(",30000000,numbers,", ",-1,numbers,"));

    Results read = ResultsReader.read(List.of(file));
    assertEquals(List.of(FIRST), read.runs());
    assertEquals(
        List.of(
            file + ":3: ranks 2147483647, threads 3: more than 2147483647 cores, skipped",
            file + ":4: wall_s '0' is not a time from 1e-9 to 1e9 s, skipped",
            file + ":5: wall_s '1e-320' is not a time from 1e-9 to 1e9 s, skipped",
            file + ":6: wall_s '1e308' is not a time from 1e-9 to 1e9 s, skipped",
            file + ":7: wall_s 'NaN' is not a number, skipped",
            file + ":8: compute_s 'Infinity' is not a number, skipped",
            file + ":9: compute_s '1e309' is not a number, skipped",
            file + ":10: work '-1' is not a whole number from 0 on, skipped"),
        read.warnings());
  }

  @Test
  @Timeout(
      value = 600,
      threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // it would wait for a writer
  void pipesAndDevicesAreNamedAndTheRestUsed() throws IOException, InterruptedException {
    Path pipe = directory.resolve("pipe.csv");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path file = write("results.csv", FIRST);

    Results read = ResultsReader.read(List.of(pipe, Path.of("/dev/zero"), file));
    assertEquals(List.of(FIRST), read.runs());
    assertEquals(
        List.of(pipe + ": not a regular file, skipped", "/dev/zero: not a regular file, skipped"),
        read.warnings());
  }

  @Test
  void byteOrderMarkBlankLinesAndUnixLineEndsAreTaken() throws IOException {
    Path file = write("results.csv", FIRST);
    Files.writeString(
        file, "\uFEFF" + Files.readString(file).replace("\r\n", "\n\n").stripTrailing());

    Results read = ResultsReader.read(List.of(file));
    assertEquals(List.of(FIRST), read.runs());
    assertEquals(List.of(), read.warnings());
  }

  @Test
  void bytesThatAreNoUtf8CostOnlyTheirRow() throws IOException {
    Path file = write("results.csv", FIRST);
    Files.write(
        file,
        (Files.readString(file) + "\u00e9\u0000\r\n" + line(SECOND))
            .getBytes(StandardCharsets.ISO_8859_1));

    Results read = ResultsReader.read(List.of(file));
    assertEquals(List.of(FIRST, SECOND), read.runs());
    assertEquals(1, read.warnings().size());
  }

  @Test
  void rowsThatWereCopiedCountOnce() {
    write("a.csv", FIRST, SECOND);
    write("copy/a.csv", FIRST, SECOND);

    Results read = ResultsReader.read(List.of(directory));
    assertEquals(List.of(FIRST, SECOND), read.runs());
    assertEquals(List.of("2 rows stand in more than one file, counted once each"), read.warnings());
  }

  @Test
  void summariesBesideTheResultsArePassedOver() {
    write("a.csv", FIRST);
    SummaryFile.write(directory.resolve("summary.csv"), Aggregation.of(List.of(FIRST)));

    Results read = ResultsReader.read(List.of(directory));
    assertEquals(List.of(), read.warnings());
    assertEquals(1, read.filesFound());
  }

  @Test
  void aLoopOfLinksIsNamedAndEntersOnce() throws IOException {
    write("a.csv", FIRST);
    Files.createSymbolicLink(directory.resolve("loop"), directory);

    Results read = ResultsReader.read(List.of(directory));
    assertEquals(List.of(FIRST), read.runs());
    assertTrue(
        read.warnings().getFirst().startsWith(directory.resolve("loop") + ": "),
        read.warnings()::toString);
  }

  private Path write(String name, RunRecord... runs) {
    Path file = directory.resolve(name);
    try (ResultsFile results = ResultsFile.open(file)) {
      Stream.of(runs).forEach(results::append);
    }
    return file;
  }

  /** A file of FIRST, which has nothing to quote, with {@code change} made to header and row. */
  private Path rewrite(UnaryOperator<List<String>> change) throws IOException {
    List<String> titles = Stream.of(RunColumn.values()).map(RunColumn::title).toList();
    Path file = directory.resolve("rewritten.csv");
    Files.write(
        file,
        Stream.of(titles, cells(FIRST)).map(change).map(cells -> String.join(",", cells)).toList());
    return file;
  }

  private static List<String> cells(RunRecord run) {
    return Stream.of(RunColumn.values()).map(column -> column.of(run)).toList();
  }

  private static String line(RunRecord run) {
    return cells(run).stream().collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cut(String text, int characters) {
    return text.substring(0, text.length() - characters);
  }
}
