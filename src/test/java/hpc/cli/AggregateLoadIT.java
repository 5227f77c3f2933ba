package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Placement;
import hpc.bench.RunColumn;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hundred thousand rows fit a small heap and give the answer that was put in. */
@Timeout(1200)
class AggregateLoadIT {

  private static final int ROWS = 100_000;
  private static final double SERIAL_FRACTION = 0.02;

  private static final Map<String, String> ONE_GIBIBYTE =
      Map.of("HPC_JAVA_OPTS", "-Xmx1g -XX:TieredStopAtLevel=1");

  @TempDir private Path directory;

  @Test
  void inThousandsOfFiles() throws Exception {
    write(2000);
    assertAnswer();
  }

  @Test
  void inOneFile() throws Exception {
    write(1);
    assertAnswer();
  }

  /** Each layout is a row of tables and a mark in figures, which stay readable. */
  @Test
  void inTwentyThousandLayouts() throws Exception {
    Files.createDirectory(directory.resolve("rows"));
    Random random = new Random(3);
    try (BufferedWriter out = Files.newBufferedWriter(directory.resolve("rows/all.csv"))) {
      out.write(cells(RunColumn::title));
      for (int i = 0; i < ROWS; i++) {
        RunRecord run = run(i, 1 + i / 5, random);
        out.write(cells(column -> column.of(run)));
      }
    }
    HpcProcess.Ended ended =
        HpcProcess.run(
            directory,
            ONE_GIBIBYTE,
            "aggregate",
            "rows",
            "--out",
            "s.csv",
            "--report",
            "report.html");
    assertEquals("", ended.err());
    assertEquals(1 + ROWS / 5, Files.readAllLines(directory.resolve("s.csv")).size());
    String page = Files.readString(directory.resolve("report.html"));
    assertTrue(page.contains("and %s more".formatted(ROWS / 5 - 250)), "the table is cut");
    assertTrue(page.contains("id=\"thinned\""), "the page says so");
    assertTrue(page.length() < 8_000_000, "the page stays readable: " + page.length());
  }

  private void assertAnswer() throws Exception {
    HpcProcess.Ended ended =
        HpcProcess.run(
            directory,
            ONE_GIBIBYTE,
            "aggregate",
            "rows",
            "--out",
            "s.csv",
            "--report",
            "report.html");
    assertTrue(ended.answer().contains("forkjoin: use 16 cores"), ended.err());
    assertEquals("", ended.err());
    List<String> summary = Files.readAllLines(directory.resolve("s.csv"));
    assertEquals(1 + 8, summary.size());
    assertTrue(
        summary.getLast().contains(",forkjoin,1,1,128,128," + ROWS / 8 + ",0,"), summary.getLast());
    String fits = Files.readString(directory.resolve("s_fits.csv"));
    assertTrue(fits.contains(",amdahl,yes,"), fits);
    String page = Files.readString(directory.resolve("report.html"));
    assertTrue(page.contains(ROWS + " rows in "), "the page says how many rows");
    assertTrue(page.length() < 1_000_000, "the page stays readable");
  }

  /** Eight layouts that follow Amdahl's law with one percent of noise. */
  private void write(int files) throws IOException {
    Files.createDirectory(directory.resolve("rows"));
    Random random = new Random(files);
    for (int file = 0; file < files; file++) {
      Path path = directory.resolve(String.format(Locale.ROOT, "rows/%04d.csv", file));
      try (BufferedWriter out = Files.newBufferedWriter(path)) {
        out.write(cells(RunColumn::title));
        for (int i = 0; i < ROWS / files; i++) {
          int repetition = file * (ROWS / files) + i;
          int threads = 1 << (repetition % 8);
          RunRecord run = run(repetition, threads, random);
          out.write(cells(column -> column.of(run)));
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }

  private static RunRecord run(int repetition, int threads, Random random) {
    Placement placement = threads == 1 ? Samples.serial() : Samples.forkjoin(threads);
    double wall =
        (SERIAL_FRACTION + (1 - SERIAL_FRACTION) / threads) * (1 + 0.01 * random.nextGaussian());
    return Samples.run(placement, repetition, wall, "1857859");
  }

  private static String cells(Function<RunColumn, String> cell) {
    return Stream.of(RunColumn.values()).map(cell).collect(Collectors.joining(",", "", "\r\n"));
  }
}
