package hpc.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Benchmark;
import hpc.bench.BenchmarkPlan;
import hpc.bench.Measure;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Execution;
import hpc.exec.Layout;
import hpc.exec.Mode;
import hpc.exec.Outcome.Verdict;
import hpc.exec.PhaseClock;
import hpc.exec.Workload.Checking;
import hpc.rig.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real programs, small ones. */
class ExternalWorkloadTest {

  private static final Path TIME = Path.of("/usr/bin/time");

  @TempDir private Path directory;

  private final List<RunRecord> rows = new ArrayList<>();

  @Test
  void whatAProgramPrintsIsItsAnswer() throws IOException {
    RunRecord row = run(script("echo limit=$1 of $OMP_NUM_THREADS threads; echo 168"), "168");

    assertEquals("168", row.outcome().answer());
    assertEquals(Verdict.YES, row.outcome().verdict());
    assertEquals("external-process", row.problem().kernel());
    assertEquals(Samples.sieve(1000).canonical(), row.problem().canonical());
    assertEquals(Samples.sieve(1000).size(), row.problem().size());
    assertEquals("tester", row.problem().algorithm());
    assertTrue(row.measures().get(Measure.COMPUTE).isEmpty(), "what is not known is empty");
    assertTrue(row.measures().get(Measure.JIT).isEmpty());
    assertTrue(row.measures().bytes(Measure.HEAP_PEAK).isEmpty());
    assertTrue(row.rate().isPresent());
  }

  @Test
  void parametersAndThreadsReachTheProgram() throws IOException {
    RunRecord row =
        run(
            workload(
                script("echo $1-$2-$OMP_NUM_THREADS"),
                " {limit} {threads}",
                "^(.*)$",
                Optional.empty(),
                Optional.empty(),
                Optional.of("1000-2-2")),
            new Layout(Mode.FORKJOIN, 1, 2));

    assertEquals("1000-2-2", row.outcome().answer());
    assertEquals(Verdict.YES, row.outcome().verdict());
    assertEquals(2, row.placement().threads());
  }

  @Test
  void anotherAnswerIsWrong() throws IOException {
    RunRecord row = run(script("echo 167"), "168");

    assertEquals(Verdict.NO, row.outcome().verdict());
    assertTrue(row.rate().isEmpty(), "speed is nothing without the right answer");
  }

  @Test
  void theProgramWaitsUntilItsTimeBegins() throws IOException {
    Path begun = directory.resolve("begun");
    try (Execution execution = execution(new Layout(Mode.SERIAL, 1, 1))) {
      ExternalWorkload workload =
          workload(
              script("touch " + begun + "; echo 1"),
              "",
              "(1)",
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      var run = workload.prepare(execution);

      assertFalse(Files.exists(begun));
      run.solve(new PhaseClock(System::nanoTime));
      assertTrue(Files.exists(begun));
    }
  }

  @Test
  void wallTimeIsThatOfTheProcess() throws IOException {
    RunRecord row = run(script("sleep 0.3; echo 1"), "1");

    assertTrue(row.wallSeconds() >= 0.3, row.measures()::toString);
    assertTrue(row.measures().get(Measure.CPU).getAsDouble() < 0.3, row.measures()::toString);
  }

  @Test
  void cpuTimeIsThatOfTheProgramAndItsChildren() throws IOException {
    String burn = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";
    RunRecord alone = run(script(burn + "; echo 1"), "1");
    RunRecord children = run(script("sh -c '" + burn + "' & " + burn + "; wait; echo 1"), "1");

    double one = alone.measures().get(Measure.CPU).getAsDouble();
    double two = children.measures().get(Measure.CPU).getAsDouble();
    assertTrue(one > 0.05, "a loop of 300,000 turns costs something: " + one);
    assertTrue(1.3 * one < two && two < 4 * one, one + " s alone, " + two + " s with a child");
  }

  @Test
  void theTimeThatTheProgramTellsIsTakenIfItIsWanted() throws IOException {
    RunRecord row =
        run(
            workload(
                script("sleep 0.2; echo Seconds: 0.125; echo 7"),
                "",
                "^(\\d+)$",
                Optional.of("Seconds: (.*)"),
                Optional.empty(),
                Optional.of("7")),
            new Layout(Mode.SERIAL, 1, 1));

    assertEquals(0.125, row.wallSeconds());
    assertEquals("external", row.problem().kernel());
  }

  @ParameterizedTest
  @CsvSource({
    "12.5, must be above 0 and at most the",
    "0, must be above 0 and at most the",
    "-1, must be above 0 and at most the",
    "NaN, must be above 0 and at most the",
    "1:23, no number of seconds"
  })
  void aTimeThatCannotBeIsRefused(String told, String complaint) throws IOException {
    ExternalWorkload workload =
        workload(
            script("echo Seconds: " + told + "; echo 7"),
            "",
            "^(\\d+)$",
            Optional.of("Seconds: (.*)"),
            Optional.empty(),
            Optional.empty());

    assertTrue(failure(workload).contains(complaint), rows::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "echo broken >&2; exit 3, 'tester: exit 3: broken'",
    "exit 4, 'tester: exit 4'",
    "kill -9 $$, 'tester: killed by SIGKILL (sender unknown)'",
    "kill -SEGV $$, 'tester: killed by SIGSEGV'",
    "echo nothing, 'tester: --answer \"(\\d+)\" matches nothing on stdout, which ends with"
        + " \"nothing\"'"
  })
  void aFailureIsToldWithItsReason(String program, String complaint) throws IOException {
    ExternalWorkload workload =
        workload(
            script(program), "", "(\\d+)", Optional.empty(), Optional.empty(), Optional.empty());

    assertEquals(complaint, failure(workload));
    assertEquals(RunRecord.Status.FAILED, rows.getLast().status());
    assertTrue(rows.getLast().measures().get(Measure.WALL).isEmpty());
  }

  @Test
  void aKillByTheKernelForMemoryIsToldAsSuch() {
    // the sweep knows it by these words
    assertTrue(Signals.reason(9, 1).startsWith("out of memory: "));
    assertFalse(Signals.reason(9, 0).contains("memory"));
    assertFalse(Signals.reason(11, 1).contains("memory"));
  }

  @Test
  void aProgramThatDoesNotEndIsEndedWithItsChildren() throws Exception {
    Path child = directory.resolve("child");
    ExternalWorkload workload =
        workload(
            script("sleep 600 & echo $! >" + child + "; wait"),
            "",
            "(1)",
            Optional.empty(),
            Optional.of(Duration.ofSeconds(1)),
            Optional.empty());

    assertEquals("tester: no end after 1 s, killed", failure(workload));
    long pid = Long.parseLong(Files.readString(child).strip());
    while (runs(pid)) {
      Thread.sleep(10);
    }
  }

  /** Whether a process is there and no zombie, which nobody may be left to wait for. */
  private static boolean runs(long pid) {
    try {
      return !Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
    } catch (IOException gone) {
      return false;
    }
  }

  @Test
  void theMemoryIsNotThatOfThisVirtualMachine() throws IOException {
    RunRecord row = run(script("echo 1"), "1");

    long peak = row.measures().bytes(Measure.RSS_PEAK).getAsLong();
    assertTrue(0 < peak && peak < 16 << 20, "a shell of " + peak + " bytes");
  }

  @ParameterizedTest
  @CsvSource({"exec dd", "true; dd"})
  void theMemoryIsThatOfGnuTime(String dd) throws Exception {
    Programs.require("time");
    // with a word after it the shell stays, and dd is a child that it waits for
    Path script =
        script(
            dd
                + " if=/dev/zero of=/dev/null bs=200M count=1 status=none"
                + (dd.startsWith("exec") ? "" : "; true"));
    Path counted = script("exec dd if=/dev/zero of=/dev/null bs=200M count=1 status=none");
    long expected = gnuTime(counted);

    ExternalWorkload workload =
        workload(script, "", "()", Optional.empty(), Optional.empty(), Optional.empty());
    long peak =
        run(workload, new Layout(Mode.SERIAL, 1, 1)).measures().bytes(Measure.RSS_PEAK).getAsLong();

    assertTrue(expected >= 200L << 20, "GNU time says " + expected);
    assertEquals((double) expected, (double) peak, 0.03 * expected);
  }

  @Test
  void manyRepetitionsLeaveNothingBehind() throws IOException {
    List<Path> before = temporaries();
    ExternalWorkload workload =
        workload(script("echo 5"), "", "(5)", Optional.empty(), Optional.empty(), Optional.of("5"));
    try (Execution execution = execution(new Layout(Mode.SERIAL, 1, 1))) {
      new Benchmark()
          .run(
              workload,
              new BenchmarkPlan(2, 5, Checking.CHEAP),
              execution,
              Samples.origin("r"),
              rows::add);
    }

    assertEquals(5, rows.size());
    assertEquals(before, temporaries());
  }

  @Test
  void ranksAreRefused() throws IOException {
    ExternalWorkload workload =
        workload(script("echo 5"), "", "(5)", Optional.empty(), Optional.empty(), Optional.empty());

    assertEquals(
        "--ranks 2: a program is started once; accepted: 1, and threads",
        assertThrows(
                IllegalArgumentException.class,
                () -> workload.requireFit(new Layout(Mode.MPI, 2, 1), 1 << 30))
            .getMessage());
  }

  private static List<Path> temporaries() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.toString().contains("hpc-program")).sorted().toList();
    }
  }

  private static long gnuTime(Path program) throws Exception {
    Process process =
        new ProcessBuilder(TIME.toString(), "-v", program.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    Matcher size = Pattern.compile("Maximum resident set size \\(kbytes\\): (\\d+)").matcher(said);
    assertTrue(size.find(), said);
    return Long.parseLong(size.group(1)) * 1024;
  }

  private String failure(ExternalWorkload workload) {
    return assertThrows(RuntimeException.class, () -> run(workload, new Layout(Mode.SERIAL, 1, 1)))
        .getMessage();
  }

  private RunRecord run(Path script, String expected) {
    return run(
        workload(
            script,
            " {limit}",
            "^(\\d+)$",
            Optional.empty(),
            Optional.empty(),
            Optional.of(expected)),
        new Layout(Mode.SERIAL, 1, 1));
  }

  private RunRecord run(ExternalWorkload workload, Layout layout) {
    try (Execution execution = execution(layout)) {
      new Benchmark()
          .run(
              workload,
              new BenchmarkPlan(0, 1, Checking.CHEAP),
              execution,
              Samples.origin("r"),
              rows::add);
    }
    return rows.getLast();
  }

  private static Execution execution(Layout layout) {
    return Execution.open(
        layout,
        () -> {
          throw new AssertionError("no ranks");
        });
  }

  private static ExternalWorkload workload(
      Path script,
      String arguments,
      String answer,
      Optional<String> time,
      Optional<Duration> timeout,
      Optional<String> expected) {
    Program program =
        new Program(
            "tester",
            Program.command("program", script + arguments, Set.of("limit")),
            Program.pattern("answer", answer),
            time.map(pattern -> Program.pattern("time", pattern)),
            timeout);
    return new ExternalWorkload(
        Samples.sieve(1000), program, script, expected.map(Expectation::value));
  }

  private Path script(String body) throws IOException {
    Path file = Files.createTempFile(directory, "program", ".sh");
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }
}
