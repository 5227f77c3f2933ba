package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.RunRecord;
import hpc.exec.Outcome.Verdict;
import hpc.nativecode.NativeLanguage;
import hpc.nativecode.NativeLibrary;
import hpc.scaling.Results;
import hpc.scaling.ResultsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped ladder on small problems: every rung there with the right answer, or absent by name.
 */
@Timeout(1200)
class LadderIT {

  @TempDir private Path directory;

  @Test
  void everyRungIsVerifiedOrAbsentForAReason() throws Exception {
    String text =
        Files.readString(Path.of("config", "ladder.yaml"))
            .replace("30e6", "3e5")
            .replace("nx: 1000, ny: 500, steps: 50", "nx: 60, ny: 50, steps: 20")
            .replace("repeat: 5", "repeat: 1")
            .replaceAll("warmup: \\d+, ", "")
            .replace("program: sieve-pypy", "program: no-such-program");
    Files.writeString(directory.resolve("ladder.yaml"), text);

    HpcProcess.Ended swept = HpcProcess.run(directory, "sweep", "ladder.yaml", "--out", "out");

    String tables = swept.answer();
    Results results = ResultsReader.read(List.of(directory.resolve("out/ladder.csv")));
    assertEquals(List.of(), results.warnings());
    for (RunRecord row : results.runs()) {
      assertEquals(RunRecord.Status.OK, row.status(), row::toString);
      assertEquals(Verdict.YES, row.outcome().verdict(), row::toString);
    }
    // each rung is a row in the order of the file, and one without figures has a reason
    List<String> rungs =
        text.lines()
            .filter(line -> line.startsWith("    rung: "))
            .map(line -> line.substring("    rung: ".length()))
            .toList();
    assertEquals(
        rungs, rows(tables).map(line -> line.replaceFirst(" {2,}.*", "")).toList(), tables);
    for (String row : rows(tables).toList()) {
      List<String> cells = List.of(row.split(" {2,}", -1));
      if (cells.get(1).equals("absent")) {
        assertTrue(tables.contains("\nabsent: " + cells.getFirst() + ": "), row);
      } else {
        assertEquals("yes", cells.getLast(), row);
      }
    }
    assertTrue(
        tables.contains("\nabsent: PyPy, list: ") && tables.contains("no-such-program not found"),
        tables);
    for (NativeLanguage language : NativeLanguage.values()) {
      boolean built = NativeLibrary.find(language, List.of(Path.of("target"))).isPresent();
      assertEquals(!built, tables.contains(language.library() + " is not built"), tables);
    }
    assertPresent(tables, "interpreter only (-Xint), list", "solve");
    assertPresent(tables, "array of primitives", "solve");
    assertPresent(tables, "several steps for one pass over memory", "solve");
    assertPresent(tables, "whole run, all classes parsed anew", "process");
    assertPresent(tables, "whole run, classes from the archive (CDS)", "process");

    for (String figure : List.of("sieve_300000_ladder", "diffusion_3000_ladder")) {
      assertTrue(Files.size(directory.resolve("out/report_figures/" + figure + ".png")) > 0);
    }
    String page = Files.readString(directory.resolve("out/report.html"));
    assertTrue(page.contains("Ladder for sieve of size 300000"));
    assertTrue(page.contains("no-such-program not found"));

    // from the same directory at any later time
    String again = HpcProcess.run(directory, "aggregate", "out", "--out", "s.csv").answer();
    assertEquals(rows(tables).toList(), rows(again).toList());
  }

  @Test
  void aMissingLibraryIsASkippedRung() throws Exception {
    Path lone = Files.createDirectories(directory.resolve("lone"));
    Path jar = Files.copy(Path.of("target/hpc.jar"), lone.resolve("hpc.jar"));
    Files.writeString(
        directory.resolve("s.yaml"),
        """
        sweep: s
        runs:
          - {workload: sieve, rung: in Java, options: {limit: 1e5}}
          - {workload: sieve, rung: in C, options: {limit: 1e5, kernel: c}}
        """);
    List<String> command = HpcProcess.command();
    command.set(command.size() - 1, jar.toString());
    command.addAll(List.of("sweep", "s.yaml", "--out", "out"));

    HpcProcess.Ended ended = HpcProcess.start(directory, Map.of("HPC_HOME", ""), command).end();

    assertEquals(0, ended.status(), ended::toString);
    String reason = "libhpc-c.so is not built: hpc build --native";
    assertTrue(ended.err().contains("skipped: absent: " + reason), ended::toString);
    assertTrue(ended.out().endsWith("\nabsent: in C: " + reason + "\n"), ended::toString);
  }

  private static void assertPresent(String tables, String rung, String timed) {
    List<String> rows = rows(tables).filter(line -> line.startsWith(rung + "  ")).toList();
    assertTrue(rows.stream().anyMatch(line -> line.contains("  " + timed + "  ")), rows::toString);
  }

  /** The lines of the tables of ladders. */
  private static Stream<String> rows(String tables) {
    return Stream.of(tables.split("\nLadder for ", -1))
        .skip(1)
        .flatMap(block -> block.lines().skip(2).takeWhile(line -> !line.startsWith("speedup: ")));
  }
}
