package hpc.cli;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.RunRecord;
import hpc.exec.Outcome.Verdict;
import hpc.rig.Programs;
import hpc.scaling.Results;
import hpc.scaling.ResultsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others in a sweep, from its file to its figure. */
@Timeout(1200)
class PeersIT {

  private static final Set<String> PEERS =
      Set.of(
          "primesieve",
          "sieve-c",
          "sieve-fortran",
          "sieve-python",
          "sieve-pypy",
          "sieve-numpy",
          "sieve-numba",
          "sieve-cython",
          "sieve-pythran",
          "sieve-f2py",
          "sieve-multiprocessing",
          "diffusion-c",
          "diffusion-fortran",
          "diffusion-python",
          "diffusion-pypy",
          "diffusion-numpy",
          "diffusion-numba",
          "diffusion-cython",
          "diffusion-pythran",
          "diffusion-f2py",
          "diffusion-mpi4py");

  /** Of programs that use one core. */
  private static final Set<String> ON_ONE_CORE =
      Set.of(
          "sieve-python",
          "sieve-pypy",
          "sieve-numpy",
          "sieve-numba",
          "sieve-cython",
          "sieve-pythran",
          "sieve-f2py",
          "diffusion-python",
          "diffusion-pypy",
          "diffusion-numpy");

  @TempDir private Path directory;

  /**
   * A test for each program, so that one that is not installed is a skip with its name and reason.
   */
  @TestFactory
  List<DynamicTest> theShippedSweepSmaller() throws Exception {
    assertEquals(0, buildPeers(Path.of("target", "peers"), Map.of()).status());
    String text = smaller(Files.readString(Path.of("config", "peers.yaml")));
    Files.writeString(directory.resolve("peers.yaml"), text);

    HpcProcess.Ended swept = HpcProcess.run(directory, "sweep", "peers.yaml", "--out", "out");

    assertEquals(0, swept.status(), swept::toString);
    Results results = ResultsReader.read(List.of(directory.resolve("out/peers.csv")));
    assertEquals(List.of(), results.warnings());
    String tables =
        HpcProcess.run(directory, "aggregate", "out", "--out", "s.csv", "--report", "report.html")
            .answer();
    String report = Files.readString(directory.resolve("report.html"));
    assertEquals(
        PEERS,
        Pattern.compile("^ *name: (\\S+)", Pattern.MULTILINE)
            .matcher(text)
            .results()
            .map(name -> name.group(1))
            .collect(toSet()));
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(
        DynamicTest.dynamicTest(
            "ours",
            () -> {
              String[] modes = {"serial 1", "forkjoin 1", "forkjoin 2", "mpi 1"};
              assertRight(rows(results, "wheel"), Verdict.YES, modes);
              assertRight(
                  rows(results, "explicit"), Verdict.UNCHECKED, modes); // the peers check it
            }));
    for (String name : PEERS) {
      tests.add(
          DynamicTest.dynamicTest(
              name,
              () -> {
                assumeInstalled(name, swept.err());
                assertRight(rows(results, name), Verdict.YES, manners(name));
                assertBesideOurs(name, results, tables, report);
              }));
    }
    return tests;
  }

  @Test
  void whatCannotBeMadeIsNamedWithItsRemedy() throws Exception {
    Path jar = Files.copy(HpcProcess.JAR, directory.resolve("hpc.jar"));
    HpcProcess.Ended built =
        buildPeers(
            directory.resolve("peers"),
            Map.of(
                "CC",
                "no-such-cc",
                "CXX",
                "no-such-cxx",
                "FC",
                "no-such-fc",
                "PYTHON",
                "no-such-python"));
    assertEquals(0, built.status(), built::toString);
    Files.writeString(
        directory.resolve("s.yaml"),
        Stream.of(
                "sieve-c",
                "sieve-fortran",
                "sieve-numba",
                "sieve-cython",
                "sieve-f2py",
                "sieve-pythran",
                "diffusion-mpi4py")
            .map(name ->
                "  - {workload: command, name: %s, program: %s, solves: sieve, answer: '(4)'}\n"
                    .formatted(name, name))
            .collect(joining("", "sweep: s\ndefaults: {limit: 10}\nruns:\n", "")));

    HpcProcess.Ended swept =
        HpcProcess.start(
                directory,
                Map.of(),
                List.of(HpcProcess.JAVA.toString(), "-jar", jar.toString(), "sweep", "s.yaml"))
            .end();

    for (String absent :
        List.of(
            "sieve-c: no compiler no-such-cc: apt-get install gcc libc6-dev",
            "sieve-fortran: no compiler no-such-fc: apt-get install gfortran",
            "sieve-numba: no Python from 3.8 on has numba, numpy (tried: ): apt-get install python3-numba",
            "sieve-cython: no compiler no-such-cc: apt-get install gcc libc6-dev",
            "sieve-f2py: no compiler no-such-fc: apt-get install gfortran",
            "sieve-pythran: no compiler no-such-cxx: apt-get install g++",
            "diffusion-mpi4py: no Python from 3.8 on has mpi4py and numpy: apt-get install")) {
      assertTrue(built.err().contains("hpc: absent: " + absent), built::toString);
      assertTrue(swept.err().contains("absent: " + absent), swept::toString);
    }
    assertTrue(swept.err().contains("then ./hpc build --peers"), swept::toString);
    assertTrue(swept.err().contains("0 points done, 7 skipped"), swept::toString);
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

  /** Modes and threads; that of mpi4py on one rank is left out where it is slow. */
  private static String[] manners(String peer) {
    if (ON_ONE_CORE.contains(peer)) {
      return new String[] {"serial 1"};
    }
    return peer.equals("diffusion-mpi4py")
        ? new String[] {"forkjoin 2"}
        : new String[] {"serial 1", "forkjoin 2"};
  }

  /** One size of each problem, once; of the sieve one that primesieve takes a millisecond for. */
  private static String smaller(String text) {
    return text.replaceAll("(?<!threads: )\\[([^,\\]]*),[^\\]]*\\]", "[$1]")
        .replaceAll("(?<key>warmup: \\[?)\\d+", "${key}0")
        .replaceAll("(?<key>repeat: \\[?)\\d+", "${key}1")
        .replaceAll("(?<key>nx: \\[?)\\d+", "${key}60")
        .replaceAll("(?<key>ny: \\[?)\\d+", "${key}50")
        .replaceAll("(?<key>steps: \\[?)\\d+", "${key}5");
  }

  private static List<RunRecord> rows(Results results, String algorithm) {
    return results.runs().stream()
        .filter(row -> row.problem().algorithm().equals(algorithm))
        .toList();
  }

  private static void assertRight(List<RunRecord> rows, Verdict verdict, String... manners) {
    for (RunRecord row : rows) {
      assertEquals(RunRecord.Status.OK, row.status(), row::toString);
      assertEquals(verdict, row.outcome().verdict(), row::toString);
    }
    assertEquals(1, rows.stream().map(row -> row.outcome().answer()).distinct().count());
    assertEquals(
        Set.of(manners),
        rows.stream()
            .map(row -> row.placement().mode().word() + " " + row.placement().threads())
            .collect(toSet()));
  }

  /** The same problem, answer, table and figure. */
  private void assertBesideOurs(String name, Results results, String tables, String report)
      throws IOException {
    boolean sieve = rows(results, name).getFirst().problem().app().equals("sieve");
    RunRecord ours = rows(results, sieve ? "wheel" : "explicit").getFirst();
    for (RunRecord row : rows(results, name)) {
      assertEquals(ours.problem().canonical(), row.problem().canonical());
    }
    String size = sieve ? "sieve of size 30000000" : "diffusion of size 3000";
    assertTrue(
        Pattern.compile("Programs for " + size + "\\b.*\\n(.+\\n)*" + name + " ")
            .matcher(tables)
            .find(),
        tables);
    assertTrue(report.contains(name + ", 1 core") || report.contains(name + ", 2 cores"), name);
    for (String suffix : List.of(".png", ".svg")) {
      String figure = sieve ? "sieve_30000000_programs" : "diffusion_3000_programs";
      assertTrue(Files.size(directory.resolve("report_figures/" + figure + suffix)) > 0);
    }
  }

  /** Skips the test for the reason that the sweep gave. */
  private static void assumeInstalled(String name, String log) {
    Optional<String> absence =
        log.lines().filter(line -> line.contains("absent: " + name + ": ")).findFirst();
    absence.ifPresent(Programs::missing);
  }

  private static HpcProcess.Ended buildPeers(Path made, Map<String, String> environment)
      throws Exception {
    List<String> command = List.of("src/peers/build", made.toString());
    return HpcProcess.start(Path.of("").toAbsolutePath(), environment, command).end();
  }
}
