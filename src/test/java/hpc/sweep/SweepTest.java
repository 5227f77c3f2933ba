package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.sweep.SweepPolicy.BuildAndCpu;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose points are a small shell script instead of this program. */
@Timeout(1200)
class SweepTest {

  /**
   * Called as {@code sh point.sh sieve --limit=WHAT --csv=FILE}: writes a row of its id, then does
   * what the limit says.
   */
  private static final String SCRIPT =
      """
      what=${2#--limit=} csv=
      for word; do case $word in --csv=*) csv=${word#--csv=};; esac; done
      echo point,what >"$csv"
      echo "$HPC_POINT,$what" >>"$csv"
      echo "answer of $what"
      case $what in
        fail) echo first >&2; echo "out of luck" >&2; echo >&2; exit 3;;
        mute) exit 4;;
        row) echo status >"$csv"; echo ok >>"$csv"; echo failed >>"$csv"; exit 1;;
        meet*) : >"$csv.here"; while [ "$(ls "${csv%/*}" | grep -c here)" -lt 2 ]; do sleep 0.01; done;;
        wait) echo $$ >"$csv.tmp"; mv "$csv.tmp" "$csv.pid"; exec sleep 600;;
      esac
      """;

  private static final BuildAndCpu HERE = new BuildAndCpu("1.0 abc", "a processor");
  private static final SweepPolicy ANEW = new SweepPolicy(SweepPolicy.Start.ANEW, 1, HERE);

  @TempDir private Path directory;
  private final ByteArrayOutputStream progressBytes = new ByteArrayOutputStream();
  private Path out;
  private LocalExecutor executor;

  @BeforeEach
  void writeScript() throws IOException {
    out = directory.resolve("a b/results");
    Path script = Files.writeString(directory.resolve("point.sh"), SCRIPT);
    executor = new LocalExecutor(List.of("sh", script.toString()), 2);
  }

  @Test
  void pointsWriteOneCsvInTheirOrder() throws Exception {
    SweepConfig config = config("1, 2, 3");

    Sweep.Result result = run(new Sweep(config, executor, out, ANEW));

    assertEquals(0, result.exitCode());
    assertEquals(config.points(), result.done());
    assertEquals(
        Stream.concat(
                Stream.of("point,what"),
                config.points().stream().map(p -> p.id() + "," + p.options().get("limit")))
            .toList(),
        Files.readAllLines(out.resolve("s.csv")));
  }

  @Test
  void directoryHoldsConfigAndAnswers() throws Exception {
    SweepConfig config = config("1, 2");

    run(new Sweep(config, executor, out, ANEW));

    String first = "logs/001-" + config.points().getFirst().id();
    String second = "logs/002-" + config.points().getLast().id();
    assertEquals(
        List.of(
            "",
            "config.yaml",
            "journal.log",
            "logs",
            first + ".err",
            first + ".out",
            second + ".err",
            second + ".out",
            "rows",
            "s.csv"),
        files(out));
    assertEquals(config.text(), Files.readString(out.resolve("config.yaml")));
    assertEquals("answer of 1\n", Files.readString(out.resolve(first + ".out")));
  }

  @Test
  void failedPointIsNamedAndTheNextOneRuns() throws Exception {
    SweepConfig config = config("1, fail, mute, 2");

    Sweep.Result result = run(new Sweep(config, executor, out, ANEW));

    assertEquals(1, result.exitCode());
    assertEquals(List.of("1", "2"), limits(result.done()));
    assertEquals(List.of("fail", "mute"), limits(result.failed()));
    assertTrue(
        progress()
            .contains("exit 3: out of luck (" + out.resolve("logs/002-" + id(config, 2) + ".err")),
        progress());
    assertTrue(progress().contains("exit 4: nothing on stderr"), progress());
    assertTrue(progress().contains("sweep s: 2 points done, 2 failed in "), progress());
  }

  @Test
  void pointThatDoesNotFitIsSkippedAndIsNoFailure() throws Exception {
    SweepConfig config = parse("{limit: [1], threads: [1, 2, 4]}");

    Sweep.Result result = run(new Sweep(config, executor, out, ANEW));

    assertEquals(0, result.exitCode());
    assertEquals(2, result.done().size());
    assertEquals(config.points().subList(2, 3), result.skipped());
    assertTrue(progress().contains("skipped: wants 4 cpus, this machine has 2"), progress());
  }

  @Test
  void jobsRunBesideEachOther() throws Exception {
    LocalExecutor two = new LocalExecutor(executor.java(), 2, 9);

    Sweep.Result result = run(new Sweep(config("meet1, meet2"), two, out, ANEW));

    assertEquals(2, result.done().size(), "each waits until it sees the other");
    assertEquals(3, Files.readAllLines(out.resolve("s.csv")).size());
  }

  @Test
  void stopEndsAllThatRun() throws Exception {
    LocalExecutor two = new LocalExecutor(executor.java(), 2, 2);
    SweepConfig config = parse("{limit: [wait], repeat: [1, 2, 3]}");
    Sweep sweep = new Sweep(config, two, out, ANEW);
    CompletableFuture<Sweep.Result> result =
        CompletableFuture.supplyAsync(() -> {
          try {
            return run(sweep);
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    List<ProcessHandle> points = List.of(waiting(config, 1), waiting(config, 2));

    sweep.stop();

    assertTrue(points.stream().noneMatch(ProcessHandle::isAlive));
    assertEquals(config.points(), result.get().left());
    String journal = Files.readString(out.resolve("journal.log"));
    assertEquals(2, journal.lines().filter(line -> line.contains("\tstop\t")).count(), journal);
  }

  @Test
  void failureThatLeftARowIsInTheCsvAndNothingElseOfIt() throws Exception {
    run(new Sweep(config("row"), executor, out, ANEW));

    assertEquals(List.of("status", "failed"), Files.readAllLines(out.resolve("s.csv")));
  }

  @Test
  void sweepThatMeasuredNothingFails() throws Exception {
    Sweep.Result result = run(new Sweep(parse("{limit: [1], threads: [4]}"), executor, out, ANEW));

    assertEquals(1, result.exitCode());
  }

  @Test
  void planWritesNothing() {
    SweepConfig config = parse("{limit: [a b, it's], threads: [2, 4]}");

    List<String> plan = new Sweep(config, executor, out, ANEW).plan();

    String script = directory.resolve("point.sh").toString();
    assertEquals(
        List.of(
            "1  %s  sh %s sieve '--limit=a b' --threads=2 '--csv=%s'"
                .formatted(id(config, 1), script, rows(config, 1)),
            "2  %s  skipped: sieve limit=a b threads=4: wants 4 cpus, this machine has 2"
                .formatted(id(config, 2)),
            "3  %s  sh %s sieve '--limit=it'\\''s' --threads=2 '--csv=%s'"
                .formatted(id(config, 3), script, rows(config, 3)),
            "4  %s  skipped: sieve limit=it's threads=4: wants 4 cpus, this machine has 2"
                .formatted(id(config, 4)),
            "core-hours: unknown: nothing was measured here before (sbatch: --time bounds it)"),
        plan);
    assertFalse(Files.exists(out));
  }

  @Test
  void fileInTheWayOfTheDirectoryIsOneLine() throws Exception {
    Files.createDirectories(out.getParent());
    Files.writeString(out, "");

    assertRefused(out + ": not a directory");
  }

  @Test
  void csvThatIsNoFileIsOneLine() throws Exception {
    Files.createDirectories(out.resolve("s.csv"));

    assertRefused(out.resolve("s.csv") + ": Is a directory");
  }

  @Test
  void configThatCannotBeReplacedIsOneLineAndLeavesNothingAside() throws Exception {
    Files.createDirectories(out.resolve("config.yaml/full"));

    assertRefused(out.resolve("config.yaml") + ": Is a directory");
    assertEquals(
        List.of("", "config.yaml", "config.yaml/full", "journal.log", "logs", "rows"), files(out));
  }

  @Test
  void programThatIsNotThereIsOneLine() {
    LocalExecutor missing = new LocalExecutor(List.of("/no/such/java"), 2);

    IOException e =
        assertThrows(IOException.class, () -> run(new Sweep(config("1"), missing, out, ANEW)));

    assertTrue(e.getMessage().startsWith("/no/such/java cannot be started: "), e.getMessage());
    assertTrue(e.getMessage().contains("No such file or directory"), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  @Test
  void stopEndsTheRunningPointAndStartsNoOther() throws Exception {
    Sweep sweep = new Sweep(config("1, wait, 2"), executor, out, ANEW);
    CompletableFuture<Sweep.Result> result =
        CompletableFuture.supplyAsync(() -> {
          try {
            return run(sweep);
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    ProcessHandle point = waitingPoint();

    sweep.stop();

    assertFalse(point.isAlive());
    assertEquals(List.of("1"), limits(result.get().done()));
    assertEquals(List.of("wait", "2"), limits(result.get().left()));
    assertEquals(List.of(), result.get().failed());
    assertEquals(1, result.get().exitCode());
  }

  @Test
  void terminatedSweepEndsItsPointAndSaysHowFarItCame() throws Exception {
    Path log = directory.resolve("sweep.log");
    Process sweep =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                SweepTest.class.getName(),
                directory.resolve("point.sh").toString(),
                out.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      ProcessHandle point = waitingPoint();

      sweep.destroy();

      assertTrue(sweep.waitFor(600, TimeUnit.SECONDS));
      assertEquals(128 + 15, sweep.exitValue()); // SIGTERM
      assertFalse(point.isAlive());
      assertTrue(
          Files.readString(log).contains("sweep s: 0 points done, 2 not run in "),
          Files.readString(log));
    } finally {
      sweep.destroyForcibly();
    }
  }

  /** The process that the test above terminates. */
  static void main(String[] args) throws Exception {
    SweepProgress progress =
        new SweepProgress(System.err, SweepProgress.Style.LINES, System::nanoTime);
    LocalExecutor executor = new LocalExecutor(List.of("sh", args[0]), 2);
    new Sweep(config("wait, 1"), executor, Path.of(args[1]), ANEW).run(progress);
  }

  private void assertRefused(String message) {
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class, () -> run(new Sweep(config("1"), executor, out, ANEW)));
    assertEquals(message, e.getMessage());
  }

  private Sweep.Result run(Sweep sweep) throws IOException, InterruptedException {
    PrintStream stream = new PrintStream(progressBytes, true, StandardCharsets.UTF_8);
    return sweep.run(new SweepProgress(stream, SweepProgress.Style.LINES, System::nanoTime));
  }

  private String progress() {
    return progressBytes.toString(StandardCharsets.UTF_8);
  }

  /** The script writes its process id once it runs. */
  private ProcessHandle waitingPoint() throws Exception {
    return waiting(config("wait"), 1);
  }

  private ProcessHandle waiting(SweepConfig config, int index) throws Exception {
    Path pid = out.resolve("rows/" + id(config, index) + ".rows.pid");
    while (!Files.exists(pid)) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.map(file -> root.relativize(file).toString()).sorted().toList();
    }
  }

  private static List<String> limits(List<SweepPoint> points) {
    return points.stream().map(point -> point.options().get("limit")).toList();
  }

  private Path rows(SweepConfig config, int index) {
    return out.resolve("rows/" + id(config, index) + ".rows");
  }

  private static String id(SweepConfig config, int index) {
    return config.points().get(index - 1).id();
  }

  private static SweepConfig config(String limits) {
    return parse("{limit: [" + limits + "]}");
  }

  private static SweepConfig parse(String axes) {
    return SweepConfig.parse(
        "s.yaml", "sweep: s\nruns: [{workload: sieve, axes: " + axes + "}]", Catalogs.HPC);
  }
}
