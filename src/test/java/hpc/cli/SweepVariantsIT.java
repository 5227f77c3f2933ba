package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.RunRecord;
import hpc.exec.Mode;
import hpc.scaling.Aggregation;
import hpc.scaling.ResultsReader;
import hpc.scaling.WeakScaling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose points differ in more than the words of a command: sizes that grow, JVM flags. */
@Timeout(1200)
class SweepVariantsIT {

  @TempDir private Path directory;

  @Test
  void weakSweepOfBothProblemsEndsInWeakScaling() throws Exception {
    sweep(
        """
        sweep: weak
        defaults: {repeat: 2}
        runs:
          - workload: sieve
            scaling: weak
            options: {limit: 1e7, mode: forkjoin}
            axes: {threads: [1, 2]}
          - workload: diffusion
            scaling: weak
            options: {preset: csc-heat, nx: 100, ny: 80, steps: 20, mode: mpi}
            axes: {ranks: 1..2 x2}
        """);
    List<WeakScaling> weak =
        Aggregation.of(ResultsReader.read(List.of(directory.resolve("out"))).runs()).weak();

    assertEquals(
        Map.of("sieve", Mode.FORKJOIN, "diffusion", Mode.MPI),
        weak.stream().collect(Collectors.toMap(WeakScaling::app, WeakScaling::mode)));
    for (WeakScaling set : weak) {
      assertEquals(
          List.of(1, 2),
          set.points().stream().map(one -> one.figures().placement().cores()).toList());
      assertEquals(1, set.points().getFirst().efficiency());
      assertTrue(set.points().getLast().efficiency() > 0);
    }
    assertEquals(
        Set.of("limit=10000000", "limit=20000000", "nx=100 ny=80", "nx=100 ny=160"),
        weak.stream()
            .flatMap(set -> set.points().stream())
            .map(one -> one.problem().parameters())
            .map(one ->
                one.containsKey("nx")
                    ? "nx=" + one.get("nx") + " ny=" + one.get("ny")
                    : "limit=" + one.get("limit"))
            .collect(Collectors.toSet()));
    HpcProcess.run(directory, "aggregate", "out", "--out", "s.csv", "--report", "r.html").answer();
    String page = Files.readString(directory.resolve("r.html"));
    assertTrue(
        page.contains("sieve wheel scalar: weak scaling") || page.contains(": weak scaling"));
  }

  @Test
  void jvmFlagsReachEveryRankAndKeepRowsApart() throws Exception {
    sweep(
        """
        sweep: collectors
        runs:
          - workload: sieve
            options: {limit: 1e6, mode: mpi, ranks: 2}
            axes: {jvm: ["", -XX:+UseSerialGC -Dcolour=blue]}
        """);
    List<RunRecord> runs = ResultsReader.read(List.of(directory.resolve("out"))).runs();

    assertEquals(
        List.of("", "-XX:+UseSerialGC -Dcolour=blue"),
        runs.stream().map(run -> run.origin().jvmVariant()).toList());
    assertTrue(runs.getLast().origin().jvmFlags().endsWith("-XX:+UseSerialGC -Dcolour=blue"));
    String table = HpcProcess.run(directory, "aggregate", "out", "--out", "s.csv").answer();
    assertEquals(2, table.lines().filter(line -> line.startsWith("sieve ")).count(), table);
    assertTrue(table.contains("with -XX:+UseSerialGC -Dcolour=blue"), table);
    assertEquals(
        2,
        Files.readAllLines(directory.resolve("s.csv")).stream()
            .filter(line -> line.startsWith("sieve,"))
            .count());
  }

  @Test
  void flagsThatCannotBePassedOnAreRefusedBeforeAnythingIsWritten() throws Exception {
    Files.writeString(
        directory.resolve("sweep.yaml"),
        "sweep: s\nruns: [{workload: sieve, options: {limit: 10}, axes: {jvm: ['', -Xss1m]}}]");
    HpcProcess.Ended ended =
        HpcProcess.run(
            directory, Map.of("HPC_NO_REEXEC", "1"), "sweep", "sweep.yaml", "--out", "out");

    assertEquals(2, ended.status(), ended::toString);
    assertTrue(ended.err().contains("HPC_NO_REEXEC=1: leaves no way"), ended::toString);
    assertTrue(Files.notExists(directory.resolve("out")));
  }

  private void sweep(String text) throws Exception {
    Files.writeString(directory.resolve("sweep.yaml"), text);
    HpcProcess.run(directory, "sweep", "sweep.yaml", "--out", "out").answer();
  }
}
