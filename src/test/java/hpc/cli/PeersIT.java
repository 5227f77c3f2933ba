package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hpc.bench.RunRecord;
import hpc.exec.Outcome.Verdict;
import hpc.scaling.Results;
import hpc.scaling.ResultsReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others in a sweep, from its file to its figure. */
@Timeout(300)
class PeersIT {

  @TempDir private Path directory;

  @Test
  void theShippedSweepSmallerOnTheRealPrograms() throws Exception {
    requireInstalled("primesieve", "cc");
    buildPeers();
    String text =
        Files.readString(Path.of("config", "peers.yaml"))
            .replace("[1e9, 1e10]", "[1e8]")
            .replace("preset: csc-heat", "preset: csc-heat, nx: 300, ny: 200");
    Files.writeString(directory.resolve("peers.yaml"), text);

    HpcProcess.Ended swept = HpcProcess.run(directory, "sweep", "peers.yaml", "--out", "out");
    assertEquals(0, swept.status(), swept::toString);
    Results results = ResultsReader.read(List.of(directory.resolve("out/peers.csv")));
    assertEquals(List.of(), results.warnings());
    for (RunRecord row : results.runs()) {
      assertEquals(RunRecord.Status.OK, row.status(), row::toString);
      assertEquals(Verdict.YES, row.outcome().verdict(), row::toString);
    }
    assertEquals(
        Set.of(
            "wheel serial 1",
            "wheel forkjoin 1",
            "wheel forkjoin 2",
            "wheel mpi 1",
            "primesieve serial 1",
            "primesieve forkjoin 2",
            "sieve-c serial 1",
            "sieve-c forkjoin 2",
            "explicit serial 1",
            "explicit forkjoin 1",
            "explicit forkjoin 2",
            "explicit mpi 1",
            "diffusion-c serial 1",
            "diffusion-c forkjoin 2"),
        results.runs().stream()
            .map(row ->
                "%s %s %d"
                    .formatted(
                        row.problem().algorithm(),
                        row.placement().mode().word(),
                        row.placement().threads()))
            .collect(Collectors.toSet()));
    assertEquals(
        2, results.runs().stream().map(row -> row.problem().canonical()).distinct().count());

    String tables =
        HpcProcess.run(directory, "aggregate", "out", "--out", "s.csv", "--report", "report.html")
            .answer();
    assertTrue(tables.contains("Programs for sieve of size 100000000"), tables);
    assertTrue(tables.contains("Programs for diffusion of size 60000"), tables);
    for (String figure : List.of("sieve_100000000_programs", "diffusion_60000_programs")) {
      assertTrue(Files.size(directory.resolve("report_figures/" + figure + ".png")) > 0);
      assertTrue(Files.size(directory.resolve("report_figures/" + figure + ".svg")) > 0);
    }
    assertTrue(
        Files.readString(directory.resolve("report.html")).contains("diffusion-c, forkjoin 2"));
  }

  @Test
  void whatIsNotInstalledIsSkippedByNameAndWhatFailsIsTold() throws Exception {
    Files.writeString(
        directory.resolve("s.yaml"),
        """
        sweep: s
        runs:
          - {workload: command, name: nobody, program: 'no-such-program', solves: sieve,
             answer: '(4)', options: {limit: 10}}
          - {workload: command, name: right, program: 'echo 4', solves: sieve,
             answer: '(.*)', expect: same, options: {limit: 10}}
          - {workload: command, name: wrong, program: 'echo 5', solves: sieve,
             answer: '(.*)', expect: same, options: {limit: 10}}
          - {workload: command, name: broken, program: 'ls /no-such-file', solves: sieve,
             answer: '(.*)', options: {limit: 10}}
        """);

    HpcProcess.Ended ended =
        HpcProcess.run(directory, "sweep", "s.yaml", "--out", "out", "--tries", "1");

    assertEquals(1, ended.status(), ended::toString);
    String log = ended.err();
    assertTrue(log.contains("absent: nobody: no-such-program not found on PATH"), log);
    assertTrue(log.contains("1 point done, 2 failed, 1 skipped"), log);
    assertTrue(log.contains("the answer is wrong: 5, but hpc's own answer is 4"), log);
    assertTrue(Pattern.compile("broken: exit 2: .*no-such-file").matcher(log).find(), log);
  }

  @Test
  void aProgramEndsWithTheProcessThatMeasuresIt() throws Exception {
    Path begun = directory.resolve("begun");
    Path script = directory.resolve("endless");
    Files.writeString(script, "#!/bin/sh\necho $$ >" + begun + "\nexec sleep 600\n");
    assertTrue(script.toFile().setExecutable(true));
    HpcProcess process =
        HpcProcess.start(
            directory,
            Map.of(),
            "command",
            "--name=endless",
            "--program=" + script,
            "--solves=sieve",
            "--answer=(.)",
            "--limit=10");
    long pid = 0;
    while (pid == 0) {
      Thread.sleep(50);
      String said = Files.exists(begun) ? Files.readString(begun).strip() : "";
      pid = said.isEmpty() ? 0 : Long.parseLong(said);
    }
    ProcessHandle program = ProcessHandle.of(pid).orElseThrow();

    process.process().toHandle().destroy();

    assertEquals(128 + 15, process.end().status());
    program.onExit().join();
  }

  @Test
  void theHiddenCommandIsNotOfferedToPeople() throws Exception {
    assertTrue(!HpcProcess.run(directory, "--help").answer().contains("program of others"));
    assertTrue(!HpcProcess.run(directory, "commandd").complaint(2).contains("command,"));
  }

  private static void requireInstalled(String... names) {
    List<String> folders = List.of(System.getenv("PATH").split(File.pathSeparator, -1));
    List<String> missing =
        Stream.of(names)
            .filter(name ->
                folders.stream().noneMatch(folder -> Files.isExecutable(Path.of(folder, name))))
            .toList();
    assumeTrue(missing.isEmpty(), "not installed: " + String.join(", ", missing));
  }

  private static void buildPeers() throws Exception {
    Process build =
        new ProcessBuilder("./hpc", "build", "--peers").redirectErrorStream(true).start();
    String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, build.waitFor(), said);
  }
}
