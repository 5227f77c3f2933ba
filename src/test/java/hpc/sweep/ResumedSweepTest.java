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
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps that go on where an earlier start has ended; points are a small shell script. */
@Timeout(1200)
class ResumedSweepTest {

  /** Notes each start, writes a header and a row, then ends as its limit says. */
  private static final String SCRIPT =
      """
      what=${2#--limit=} csv=${3#--csv=}
      echo "$what" >>starts
      echo point,what >"$csv"
      echo "$HPC_POINT,$what" >>"$csv"
      case $what in
        fail) exit 1;;
        words) exit 2;;
        memory) echo "slurmstepd: error: Detected 1 oom_kill event in StepId=1.0" >&2; exit 137;;
        killed) kill -TERM $$;;
        full) [ -e room ] || { echo "hpc sieve: $csv: No space left on device" >&2; exit 1; };;
        once) [ -e failed ] || { : >failed; exit 1; };;
      esac
      """;

  private static final BuildAndCpu HERE = new BuildAndCpu("1.0 abc", "a processor");

  @TempDir private Path directory;
  private Path out;
  private LocalExecutor executor;
  private String said;

  @BeforeEach
  void writeScript() throws IOException {
    out = directory.resolve("results");
    Path script =
        Files.writeString(directory.resolve("point.sh"), "cd " + directory + "\n" + SCRIPT);
    executor = new LocalExecutor(List.of("sh", script.toString()), 1);
  }

  @Test
  void whatIsDoneIsNotRunAgain() throws Exception {
    resume("1, 2");
    Sweep.Result again = resume("1, 2");

    assertEquals(0, again.exitCode());
    assertEquals("0 points done, 2 done before", again.summary());
    assertEquals(List.of("1", "2"), starts());
    assertEquals(List.of("what", "1", "2"), rows());
  }

  @Test
  void changedConfigRunsOnlyWhatIsNew() throws Exception {
    resume("1, 2");
    resume("3, 2, 4");

    assertEquals(List.of("1", "2", "3", "4"), starts());
    assertEquals(List.of("what", "1", "2", "3", "4"), rows());
  }

  @Test
  void anotherBuildOrProcessorMeasuresAnew() throws Exception {
    resume("1");
    run(
        "1",
        new SweepPolicy(SweepPolicy.Start.RESUMED, 2, new BuildAndCpu("1.1 def", "a processor")));
    run("1", new SweepPolicy(SweepPolicy.Start.RESUMED, 2, new BuildAndCpu("1.0 abc", "another")));
    resume("1");

    assertEquals(List.of("1", "1", "1"), starts());
  }

  @Test
  void withoutResumingNothingRunsWhereRowsAre() throws Exception {
    resume("1, fail");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> run("1, fail", new SweepPolicy(SweepPolicy.Start.ANEW, 1, HERE)));
    resume("1, fail");

    assertEquals(
        "--out %s: holds rows of an earlier start, which stay; accepted: --resume to run what is left, or another directory"
            .formatted(out),
        e.getMessage());
    assertEquals(List.of("1", "fail", "fail"), starts());
    assertEquals(List.of("what", "1"), rows());
  }

  @Test
  void withoutResumingAllRunsWhereNothingWasMeasured() throws Exception {
    resume("fail");
    run("fail", new SweepPolicy(SweepPolicy.Start.ANEW, 1, HERE));

    assertEquals(List.of("fail", "fail", "fail"), starts(), "earlier failures count no more");
  }

  @Test
  void failedPointIsTriedAgainAtTheEndUpToTheLimit() throws Exception {
    Sweep.Result first = resume("fail, once, 1");

    assertEquals(List.of("fail", "once", "1", "fail", "once"), starts());
    assertEquals(1, first.failed().size());
    assertTrue(said.contains("it is tried again"), said);
    assertEquals(List.of("what", "1", "once"), rows(), "no row of a try that failed");

    Sweep.Result second = resume("fail, once, 1");
    assertEquals(1, second.exitCode());
    assertEquals(5, starts().size(), "the limit holds over all starts");
    assertTrue(said.contains("failed before: exit 1: "), said);

    run("fail, once, 1", new SweepPolicy(SweepPolicy.Start.RESUMED, 3, HERE));
    assertEquals(6, starts().size(), "one more try is one more try");
  }

  @Test
  void wrongWordsAreNotTriedAgainOtherEndsAre() throws Exception {
    Sweep.Result result = resume("words, memory, killed");
    resume("words, memory, killed");

    assertEquals(3, result.failed().size());
    assertEquals(List.of("words", "memory", "killed", "memory", "killed"), starts());
    assertTrue(said.contains("failed before: bad arguments, exit 2: "), said);
    assertTrue(said.contains("failed before: out of memory, exit 137: "), said);
    assertTrue(said.contains("failed before: killed, exit 143: "), said);
  }

  @Test
  void tornLineOfTheJournalIsIgnored() throws Exception {
    resume("1, 2");
    Path journal = out.resolve("journal.log");
    List<String> lines = Files.readAllLines(journal);
    String last = lines.removeLast();
    assertTrue(last.contains("\tdone\t"), last);
    // 0.123 of 0.1234 would be a number as well: only the line's end says that it is whole
    Files.writeString(journal, String.join("\n", lines) + "\n" + last);

    Sweep.Result again = resume("1, 2");

    assertEquals(1, again.earlier().size());
    assertEquals(List.of("1", "2", "2"), starts());
  }

  @Test
  void rowsThatAKillKeptFromTheCsvAreTakenOverOnce() throws Exception {
    resume("1, 2");
    Path csv = out.resolve("s.csv");
    String whole = Files.readString(csv);
    Path rows = out.resolve("rows/" + config("2").points().getFirst().id() + ".rows");
    String last = whole.lines().reduce((a, b) -> b).orElseThrow() + "\n";
    for (String left : List.of("", last.substring(0, 5), last)) {
      Files.writeString(rows, "point,what\n" + last);
      Files.writeString(csv, whole.substring(0, whole.length() - last.length()) + left);

      resume("1, 2");

      assertEquals(whole, Files.readString(csv), "killed after " + left.length() + " bytes");
      assertTrue(Files.notExists(rows));
    }
    assertEquals(List.of("1", "2"), starts());
  }

  @Test
  void rowsOfATryThatWasKilledCountNowhere() throws Exception {
    resume("1");
    String id = config("2").points().getFirst().id();
    Files.writeString(
        out.resolve("journal.log"),
        "2099-01-31T12:00:00.000Z\tstart\t" + id + "\t1\n",
        StandardOpenOption.APPEND);
    Files.writeString(out.resolve("rows/" + id + ".rows"), "point,what\n" + id + ",half\n");

    resume("1, 2");

    assertEquals(List.of("what", "1", "2"), rows());
  }

  @Test
  void rowsOfOtherColumnsAreNotMixed() throws Exception {
    resume("1");
    Files.writeString(out.resolve("s.csv"), "point,other\n1,2\n");

    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> resume("2"));

    assertTrue(e.getMessage().startsWith(out.resolve("s.csv") + ": has other columns"));
    assertEquals(List.of("other", "2"), rows());
    Files.delete(out.resolve("s.csv"));
    resume("2");
    assertEquals(List.of("what", "2"), rows(), "the rows were kept");
    assertEquals(List.of("1", "2"), starts());
  }

  @Test
  void filesOfOthersAreNotTouched() throws Exception {
    for (String file : List.of("s.csv", "config.yaml")) {
      Path theirs = Files.createDirectories(directory.resolve(file + "s")).resolve(file);
      Files.writeString(theirs, "mine: no end of line");
      out = theirs.getParent();

      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> resume("1"));

      assertEquals(
          "--out %s: %s is there and no journal of a sweep; accepted: a new directory, or that of a sweep"
              .formatted(out, file),
          e.getMessage());
      assertEquals("mine: no end of line", Files.readString(theirs));
      try (var left = Files.list(out)) {
        assertEquals(List.of(theirs), left.toList(), "nothing was begun");
      }
    }
  }

  @Test
  void secondSweepInTheSameDirectoryIsRefused() throws Exception {
    Files.createDirectories(out);
    try (Journal held = Journal.open(out.resolve("journal.log"))) {
      held.begin(new SweepPolicy(SweepPolicy.Start.RESUMED, 1, HERE), 1);
      History.read(List.of(out.resolve("journal.log"))); // a lock on it would be gone now
      for (int again = 0; again < 2; again++) {
        IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> resume("1"));
        assertEquals(
            "%s: in use by process %s, this one; one sweep at a time runs in a directory; wait for it, or give another --out"
                .formatted(out, ProcessHandle.current().pid()),
            e.getMessage());
      }
      assertTrue(Files.notExists(out.resolve("config.yaml")), "nothing was touched");
    }
    resume("1");
    assertEquals(List.of("what", "1"), rows());
  }

  @Test
  void clocksThatAreSetBackOrDifferChangeNothing() throws Exception {
    resume("1, 2");
    Path journal = out.resolve("journal.log");
    // each event earlier than the one before it
    List<String> lines = Files.readAllLines(journal);
    for (int i = 0; i < lines.size(); i++) {
      String time = "2001-01-%sT00:00:00.000Z".formatted(28 - i);
      lines.set(i, lines.get(i).replaceFirst("^[^\t]*", time));
    }
    Files.write(journal, lines);
    resume("1, 2");
    assertEquals(List.of("1", "2"), starts(), "a clock that was set back");
    SweepStatus status = SweepStatus.of(out, Catalogs.HPC, new SlurmClient(Set.of()));
    assertEquals(2, status.done());
    assertEquals(0, status.left());

    try (Journal own = Journal.open(journal)) {
      own.begin(new SweepPolicy(SweepPolicy.Start.ANEW, 2, HERE), 3);
    }
    // a task of this third start, on a node whose clock is years behind
    try (Journal part = Journal.open(out.resolve("journal-7_0.log"))) {
      part.begin(new SweepPolicy(SweepPolicy.Start.RESUMED, 2, HERE), 3);
      part.done(config("3").points().getFirst(), 1.5);
    }
    Path late = out.resolve("journal-7_0.log");
    Files.writeString(late, Files.readString(late).replaceAll("(?m)^20[0-9-]*", "2001-01-01"));
    // and one of the second, which is ignored since the third began anew, years ahead
    try (Journal part = Journal.open(out.resolve("journal-6_0.log"))) {
      part.begin(new SweepPolicy(SweepPolicy.Start.RESUMED, 2, HERE), 2);
      part.done(config("4").points().getFirst(), 1.5);
    }
    Path early = out.resolve("journal-6_0.log");
    Files.writeString(early, Files.readString(early).replaceAll("(?m)^20[0-9-]*", "2099-01-01"));

    Sweep.Result result = resume("1, 2, 3, 4");

    assertEquals("3 points done, 1 done before", result.summary());
    assertEquals(List.of("1", "2", "1", "2", "4"), starts());
  }

  @Test
  void fileThatCannotBeWrittenStopsTheSweepAndCostsNoTry() throws Exception {
    Path rows = out.toAbsolutePath().resolve("rows");
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> resume("1, full, 2"));

    assertTrue(e.getMessage().startsWith("hpc sieve: " + rows), e.getMessage());
    assertTrue(
        e.getMessage().contains(".rows: No space left on device; the sweep stops here"),
        e.getMessage());
    assertEquals(List.of("1", "full"), starts(), "2 is not begun");
    Files.writeString(directory.resolve("room"), "");

    Sweep.Result again = resume("1, full, 2");

    assertEquals("2 points done, 1 done before", again.summary());
    assertEquals(List.of("what", "1", "full", "2"), rows());
    assertFalse(Files.readString(out.resolve("journal.log")).contains("\tfail\t"));
  }

  @Test
  void linksAtNamesThatCanBeGuessedAreNotFollowed() throws Exception {
    resume("1, fail");
    List<Path> names =
        Stream.concat(
                filesBelow(out).filter(name -> name.getNameCount() > 1),
                Stream.of("config.yaml.tmp", "rows/room.tmp", "rows/" + pointOf("1") + ".rows")
                    .map(Path::of))
            .toList();
    Path victim = Files.writeString(directory.resolve("victim"), "theirs");
    out = directory.resolve("planted");
    for (Path name : names) {
      Path link = out.resolve(name);
      Files.createDirectories(link.getParent());
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, victim);
    }

    Sweep.Result result = resume("1, fail");

    assertTrue(names.size() >= 7, names::toString);
    assertEquals("1 point done, 1 failed", result.summary());
    assertEquals(List.of("what", "1"), rows());
    assertEquals("theirs", Files.readString(victim));
  }

  @Test
  void aLinkInPlaceOfTheJournalStopsTheSweep() throws Exception {
    Path victim = Files.writeString(directory.resolve("victim"), "theirs\n");
    Files.createDirectory(out);
    Path journal = Files.createSymbolicLink(out.resolve("journal.log"), victim);

    assertEquals(
        journal.toAbsolutePath()
            + ": is a symbolic link, which is not followed here; put a file or directory in its"
            + " place",
        assertThrows(UncheckedIOException.class, () -> resume("1")).getMessage());
    assertEquals("theirs\n", Files.readString(victim));
  }

  /** The id of the point with a limit, which a stranger can compute as well. */
  private static String pointOf(String limit) {
    return Points.of("sieve", "limit", limit).id();
  }

  private static Stream<Path> filesBelow(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).map(root::relativize).toList().stream();
    }
  }

  @Test
  void planNamesWhatIsDone() throws Exception {
    resume("1");
    List<String> plan =
        new Sweep(
                config("1, 2"), executor, out, new SweepPolicy(SweepPolicy.Start.RESUMED, 2, HERE))
            .plan();

    assertTrue(plan.getFirst().endsWith("done before: sieve limit=1"), plan.getFirst());
    assertTrue(plan.get(1).contains("--limit=2"), plan.get(1));
  }

  private Sweep.Result resume(String limits) throws Exception {
    return run(limits, new SweepPolicy(SweepPolicy.Start.RESUMED, 2, HERE));
  }

  private Sweep.Result run(String limits, SweepPolicy policy) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Sweep.Result result =
        new Sweep(config(limits), executor, out, policy)
            .run(new SweepProgress(stream, SweepProgress.Style.LINES, System::nanoTime));
    said = bytes.toString(StandardCharsets.UTF_8);
    return result;
  }

  /** The limits of the points in the order in which they were started. */
  private List<String> starts() throws IOException {
    return Files.readAllLines(directory.resolve("starts"));
  }

  /** The second column of the CSV. */
  private List<String> rows() throws IOException {
    return Files.readAllLines(out.resolve("s.csv")).stream()
        .map(line -> line.substring(line.indexOf(',') + 1))
        .toList();
  }

  private static SweepConfig config(String limits) {
    return SweepConfig.parse(
        "s.yaml",
        "sweep: s\nruns: [{workload: sieve, axes: {limit: [" + limits + "]}}]",
        Catalogs.HPC);
  }
}
