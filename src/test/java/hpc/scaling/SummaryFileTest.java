package hpc.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Samples;
import hpc.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryFileTest {

  private static final Aggregation TWO_LAYOUTS =
      Aggregation.of(
          List.of(
              Samples.run(Samples.serial(), 1, 8, "1857859"),
              Samples.run(Samples.forkjoin(4), 1, 2.5, "1857859")));

  @TempDir private Path directory;

  @Test
  void holdsARowPerProblemAndPlacement() throws IOException {
    Path file = directory.resolve("new/summary.csv");
    SummaryFile.write(file, TWO_LAYOUTS);

    assertEquals(
        List.of(
            "app,algorithm,kernel,problem,size,cpu_model,jvm,mode,nodes,ranks,threads,cores,runs,"
                + "left_out,wall_median_s,wall_low_s,wall_high_s,wall_min_s,wall_max_s,"
                + "compute_median_s,comm_median_s,wait_median_s,io_median_s,gc_median_s,"
                + "jit_median_s,rate_median,rate_unit,speedup,speedup_low,speedup_high,efficiency,"
                + "efficiency_low,efficiency_high,serial_fraction,factor_computing,"
                + "factor_collection,factor_exchange,factor_waiting,factor_io,factor_balance,"
                + "rss_peak_bytes,rss_total_bytes,energy_median_j,transport",
            "sieve,segmented,scalar,from=0;limit=30000000,30000000,CPU X,,serial,1,1,1,1,1,"
                + "0,8,,,8,8,6,1,0.25,0,0.001,0.25,3.75,Mnumbers/s,1,1,1,1,1,1,,1,1,1,1,1,1,"
                + "67108864,67108864,12.5,",
            "sieve,segmented,scalar,from=0;limit=30000000,30000000,CPU X,,forkjoin,1,1,4,4,1,"
                + "0,2.5,,,2.5,2.5,1.875,0.3125,0.078125,0,0.001,0.25,12,Mnumbers/s,3.2,,,0.8,,,"
                + "0.0833333333,0.80029349,0.999633272,1,1,1,1,67108864,67108864,12.5,"),
        Files.readAllLines(file));
  }

  @Test
  void theSchemaPageNamesEveryColumn() throws IOException {
    String page = Files.readString(Path.of("results/README.md"));
    assertEquals(
        List.of(),
        Table.header(SummaryFile.table(TWO_LAYOUTS).columns()).stream()
            .filter(title -> !page.contains("`" + title + "`"))
            .toList());
  }

  @Test
  void replacesTheOldSummaryAndLeavesNothingBeside() throws IOException {
    Path file = directory.resolve("summary.csv");
    Files.writeString(file, "app,wall_median_s,of_an_older_version\r\n");
    SummaryFile.write(file, TWO_LAYOUTS);

    assertEquals(3, Files.readAllLines(file).size());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void isReadableByWhomAnyNewFileIs() throws IOException {
    Path other = Files.createFile(directory.resolve("other"));
    Path file = directory.resolve("summary.csv");
    SummaryFile.write(file, TWO_LAYOUTS);

    assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(file));
  }

  @Test
  void aLinkStaysAndWhatItLeadsToIsReplaced() throws IOException {
    Path real = Files.createFile(Files.createDirectory(directory.resolve("real")).resolve("s.csv"));
    Path link = Files.createSymbolicLink(directory.resolve("summary.csv"), real);
    SummaryFile.write(link, TWO_LAYOUTS);

    assertTrue(Files.isSymbolicLink(link));
    assertEquals(3, Files.readAllLines(real).size());
  }

  @Test
  void pipesAndLinksToNothingAreRefusedAndStay() throws IOException, InterruptedException {
    Path pipe = directory.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));
    for (Path file : List.of(pipe, dangling)) {
      assertEquals(
          "--out " + file + ": not a regular file; accepted: the name of a file",
          assertThrows(IllegalArgumentException.class, () -> SummaryFile.write(file, TWO_LAYOUTS))
              .getMessage());
      assertFalse(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    }
    assertTrue(Files.isSymbolicLink(dangling));
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamedWithTheReason() throws IOException {
    Path file = Files.createFile(directory.resolve("plain")).resolve("summary.csv");
    assertEquals(
        file + ": not a directory (" + file.getParent() + ")",
        assertThrows(UncheckedIOException.class, () -> SummaryFile.write(file, TWO_LAYOUTS))
            .getMessage());
    assertEquals(
        directory + ": is a directory",
        assertThrows(UncheckedIOException.class, () -> SummaryFile.write(directory, TWO_LAYOUTS))
            .getMessage());
  }
}
