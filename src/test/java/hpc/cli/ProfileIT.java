package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hpc.cli.HpcProcess.Ended;
import hpc.rig.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code hpc profile} as a whole: counts against arithmetic, times against their own sums. */
class ProfileIT {

  @RegisterExtension static final HpcSession SESSION = new HpcSession();

  /** Of the session. */
  @TempDir private static Path shared;

  /** Seconds are printed with three decimals. */
  private static final double ROUNDING = 0.0005;

  @TempDir private Path directory;

  /** What the textbook's loop does up to a limit, by a loop of our own. */
  private record Loop(long outer, long primes, long crossings) {

    static Loop upTo(int limit) {
      boolean[] composite = new boolean[limit + 1];
      long outer = 0;
      long primes = 0;
      long crossings = 0;
      for (int p = 2; (long) p * p <= limit; p++) {
        outer++;
        if (composite[p]) {
          continue;
        }
        primes++;
        crossings += (limit - (long) p * p) / p + 1;
        for (int multiple = 2 * p; multiple <= limit; multiple += p) {
          composite[multiple] = true;
        }
      }
      return new Loop(outer, primes, crossings);
    }
  }

  @Test
  void theLoopOfThisTestIsThatOfTheCourse() {
    assertEquals(new Loop(5_476, 723, 70_634_109), Loop.upTo(30_000_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 1000, 99_991, 30_000_000})
  void hitsOfLinesAreExact(int limit) throws Exception {
    String solve = "sieve --limit %s --algorithm naive -q".formatted(limit);
    String page = inSession("lines --no-reference", solve).answer();
    Loop loop = Loop.upTo(limit);
    assertEquals(loop.outer() + 1, hits(page, "for (int p = 2"));
    assertEquals(loop.outer(), hits(page, "if (!composite[p])"));
    assertEquals(loop.primes() + loop.crossings(), hits(page, "for (long multiple"));
    assertEquals(loop.crossings(), hits(page, "composite[(int) multiple] = true"));
    assertEquals(1, hits(page, "return new boolean"));
  }

  @Test
  void aMethodThatDoesNotRunIsNoMistake() throws Exception {
    String page = inSession("lines", "sieve --limit 1 --algorithm naive -q").answer();
    assertTrue(page.startsWith("0\n"), page);
    assertTrue(page.endsWith("none of the chosen methods has run\n"), page);
  }

  @Test
  void callsAreThoseOfTheAlgorithm() throws Exception {
    String page = calls("sieve --limit 1000 --algorithm segmented");
    // one segment, crossed off by the odd primes up to 31
    assertEquals(1, calls(page, "SegmentedSieve.sieve"), page);
    assertEquals(10, calls(page, "SegmentedSieve.crossOff"), page);
    page = calls("sieve --limit 30000000 --algorithm naive");
    assertEquals(1, calls(page, "NaiveSieve.sieve"), page);
    // Legendre's count, which checks the answer, removes the multiples of each prime up to the root
    assertEquals(Loop.upTo(30_000_000).primes(), calls(page, "LegendreCount.removeMultiples"));
  }

  private String calls(String solve) throws Exception {
    return inSession("functions --top 0 --no-reference", solve + " -q").answer();
  }

  /** Sums within one recording, whatever its times are: none is lost, none counted twice. */
  @Test
  void ownTimesAddUpToTheTimeBySamplesAndPartsToTheProcess() throws Exception {
    String solve = "sieve --limit 1e8 --algorithm naive -q";
    String page = profile("functions --top 0 --no-reference", solve.split(" ")).answer();
    List<Double> own =
        page.lines()
            .filter(line -> line.matches(".*(\\w+\\.java:\\d+\\(|\\{).*"))
            .map(line -> Double.valueOf(line.strip().split("\\s+", -1)[1]))
            .filter(seconds -> seconds > 0)
            .toList();
    double sum = own.stream().mapToDouble(Double::doubleValue).sum();
    assertEquals(number(page, "samples: ([0-9.]+) s"), sum, ROUNDING * (own.size() + 1), page);
    double process = number(page, "of the process: ([0-9.]+) s");
    double program = number(page, "threads by their clocks: ([0-9.]+) s");
    assertEquals(program, number(page, "s: program ([0-9.]+) s"), page);
    double parts =
        program
            + number(page, "profiling ([0-9.]+) s")
            + number(page, "compilers, collector and recorder ([0-9.]+) s");
    // the clock of the process advances by a hundredth of a second
    assertEquals(process, parts, 0.01 + 4 * ROUNDING, page);
  }

  /** Names, not shares: two samplers of a busy machine need not agree on those. */
  @Test
  void anotherProfilerFindsTheSameFunctions() throws Exception {
    Programs.require("perf");
    Process able =
        new ProcessBuilder("perf", "record", "-q", "-e", "cpu-clock", "-o", "/dev/null", "true")
            .start();
    assumeTrue(able.waitFor() == 0, "perf is not allowed to measure here");
    List<String> command =
        new ArrayList<>(
            List.of(
                "perf", "record", "-q", "-F", "499", "-e", "cpu-clock:u", "-o", "perf.data", "--"));
    // perf looks for the names in a file of that number in /tmp, and nowhere else
    command.addAll(List.of("sh", "-c", "echo $$ >pid; exec \"$@\"", "sh"));
    command.addAll(HpcProcess.command());
    command.addAll(
        List.of(
            "profile functions --top 0 --no-reference -- sieve --limit 2e8 --algorithm naive -q"
                .split(" ")));
    String page =
        HpcProcess.start(directory, Map.of("HPC_JAVA_OPTS", "-XX:+DumpPerfMapAtExit"), command)
            .end()
            .answer();
    String report =
        HpcProcess.start(
                directory,
                Map.of(),
                List.of("perf", "report", "-i", "perf.data", "--stdio", "--sort", "symbol"))
            .end()
            .answer();
    String pid = Files.readString(directory.resolve("pid")).strip();
    Files.delete(Path.of("/tmp/perf-%s.map".formatted(pid)));
    Set<String> perfs =
        Pattern.compile("(?m)^ *[0-9.]+%.*\\.(NaiveSieve\\.\\w+)\\(")
            .matcher(report)
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toSet());
    assertTrue(perfs.containsAll(Set.of("NaiveSieve.sieve", "NaiveSieve.count")), report);
    for (String function : perfs) {
      assertEquals(1, calls(page, function), function);
    }
  }

  private static double number(String page, String pattern) {
    return Double.parseDouble(group(page, pattern));
  }

  @Test
  void callgrindAnnotateReadsTheGraphAndItsTotals() throws Exception {
    Programs.require("callgrind_annotate");
    String words =
        "profile callgrind --no-reference --out kept --"
            + " diffusion --nx 500 --ny 500 --steps 400 --threads 2 -q";
    HpcProcess.run(directory, HpcProcess.BOTH_COMPILERS, words.split(" ")).answer();
    String graph = Files.readString(directory.resolve("kept/callgrind.out"));
    long summary = Long.parseLong(group(graph, "(?m)^summary: (\\d+)$"));
    long own = 0;
    boolean inclusive = false;
    for (String line : graph.lines().toList()) {
      if (line.matches("\\d+ \\d+") && !inclusive) {
        own += Long.parseLong(line.split(" ", -1)[1]);
      }
      inclusive = line.startsWith("calls=");
    }
    assertEquals(summary, own);
    String read =
        HpcProcess.start(
                directory.resolve("kept"),
                Map.of(),
                List.of("callgrind_annotate", "--auto=yes", "--threshold=100", "callgrind.out"))
            .end()
            .answer();
    assertEquals(
        summary,
        Long.parseLong(
            group(read, "(?m)^([0-9,]+) \\(100.0%\\)  PROGRAM TOTALS").replace(",", "")));
    assertTrue(read.contains("VectorKernel.java"), read);
    assertTrue(read.contains("-- Auto-annotated source: hpc/diffusion/"), read);
  }

  @Test
  void collectionsAreThoseThatTheRecordCounts() throws Exception {
    String solve = "sieve --limit 1e8 --algorithm naive --repeat 6 -q";
    // room for one array and a half: the next one needs a collection
    Ended ended =
        HpcProcess.run(
            directory,
            Map.of("HPC_JAVA_OPTS", "-Xmx190m -XX:+UseSerialGC " + HpcProcess.FIRST_COMPILER_ONLY),
            ("profile gc --top 0 --out kept -- " + solve).split(" "));
    String page = ended.answer();
    long told = Long.parseLong(group(page, "(?m)^(\\d+) collections, exact"));
    assertEquals(
        told, page.lines().filter(line -> line.matches(" *0 +[0-9.]+ +[0-9.]+ .*")).count(), page);
    assertTrue(told >= 5, page);
  }

  @Test
  void recordingsOfAnEarlierRunAreNotTakenForThisOnes() throws Exception {
    inSession("functions --no-reference", "sieve --limit 1e6 --ranks 2 -q").answer();
    String page = inSession("functions --no-reference", "sieve --limit 1e6 -q").answer();
    assertTrue(page.contains("hpc sieve --limit 1e6 -q\n"), page);
    assertFalse(Files.exists(directory.resolve("kept/rank-1.jfr")));
  }

  /** In containers even process ids are alike, after which Flight Recorder names its directory. */
  @Test
  void recordingsInOneTemporaryDirectoryAreKeptApart(@TempDir Path temporary) throws Exception {
    Map<String, String> environment = Map.of("HPC_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
    List<HpcProcess> both = new ArrayList<>();
    for (String out : List.of("a", "b")) {
      String[] words = ("profile jit --out " + out + " -- sieve --limit 5e9").split(" ");
      both.add(HpcProcess.start(directory, environment, words));
    }
    Set<Path> own = new HashSet<>();
    while (own.size() < 2 && both.stream().anyMatch(HpcProcess::isAlive)) {
      for (Path chunk : files(temporary, ".jfr")) {
        own.add(temporary.relativize(chunk).getName(0));
      }
      Thread.sleep(20);
    }
    for (HpcProcess process : both) {
      process.end().answer();
    }
    assertTrue(
        own.stream().allMatch(each -> each.toString().startsWith("hpc-recording")), "" + own);
    assertEquals(2, own.size());
    assertEquals(List.of(temporary), files(temporary, ""));
  }

  /** Files and directories below; what goes while they are listed is left out. */
  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found.filter(file -> file.toString().endsWith(ending)).toList();
    } catch (UncheckedIOException e) {
      return List.of();
    }
  }

  @Test
  void theOutputOfTheSolverIsThatOfTheSolver() throws Exception {
    String[] solve = "sieve --limit 3e3 --print".split(" ");
    String plain = HpcProcess.run(directory, solve).answer();
    String page = profile("functions", solve).answer();
    assertTrue(page.startsWith(plain), page);
    assertTrue(page.contains("slow-down by counting: not measured"), page);
  }

  @Test
  void theReferenceRunLeavesNothing() throws Exception {
    String page =
        profile("functions", "sieve --limit 1e6 --csv rows.csv --repeat 2 -q".split(" ")).answer();
    assertEquals(3, Files.readAllLines(directory.resolve("rows.csv")).size());
    assertTrue(page.matches("(?s).*slow-down by counting: [0-9.]+ \\(.*"), page);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          profile bogus -- sieve --limit 1e6                              | KIND bogus: accepted: functions, lines, callgrind, memory, timeline, flame, gc, jit
          profile functions sieve --limit 1e6                             | no -- before the command
          profile functions                                               | no -- before the command
          profile functions --                                            | nothing that can be profiled
          profile functions -- sweep                                      | sweep: nothing that can be profiled
          profile functions -- sieve --limt 1e6                           | did you mean --limit
          profile functions --nosuch -- sieve --limit 1e6                 | --nosuch: no such option
          profile functions --top -1 -- sieve --limit 1e6                 | --top -1
          profile functions --sort speed -- sieve --limit 1e6             | --sort speed: accepted: tottime
          profile functions --method NaiveSieve -- sieve --limit 1e6      | --method: not with functions
          profile lines --top 3 -- sieve --limit 1e6                      | --top: not with lines
          profile lines --method NaiveSieve::seive -- sieve --limit 1e6   | did you mean hpc.sieve.NaiveSieve::sieve
          profile lines --method WheelSeive -- sieve --limit 1e6          | WheelSieve
          profile lines --method :: -- sieve --limit 1e6                  | accepted: CLASS::METHOD
          profile functions --rank 1 -- sieve --limit 1e6                 | --rank 1: accepted: 0 to 0
          profile functions --from nowhere                                | --from nowhere: there is no such file
          profile functions --from kept                                   | there is no recording in it
          profile functions --from kept -- sieve --limit 1e6              | not both
          """)
  void wrongWordsAreToldInOneLine(String words, String told) throws Exception {
    Files.createDirectories(shared.resolve("kept"));
    String line = SESSION.run(shared, words.strip().split(" +")).complaint(2);
    assertTrue(line.contains(told), line);
    try (var left = Files.list(shared)) {
      assertEquals(1, left.count(), "nothing is left behind");
    }
  }

  @Test
  void aTornRecordingIsRefused() throws Exception {
    inSession("functions --no-reference", "sieve --limit 1e6 -q").answer();
    byte[] whole = Files.readAllBytes(directory.resolve("kept/rank-0.jfr"));
    Path torn = Files.createDirectories(shared.resolve("kept")).resolve("torn.jfr");
    for (int length : new int[] {0, 1, 67, 68, 1000, whole.length / 2, whole.length - 1}) {
      Files.write(torn, Arrays.copyOf(whole, length));
      String line =
          SESSION.run(shared, "profile functions --from kept/torn.jfr".split(" ")).complaint(2);
      assertTrue(line.contains("torn.jfr: "), line);
    }
  }

  @Test
  void aDirectoryWithoutSpaceIsNamed() throws Exception {
    List<String> command = SmallDisk.command(directory, "40k", "ls -A small > left");
    command.addAll(
        List.of("profile functions --no-reference --out small -- sieve --limit 1e6 -q".split(" ")));
    Ended ended = HpcProcess.start(directory, Map.of(), command).end();
    assertEquals(1, ended.status(), ended::toString);
    assertTrue(ended.onlyLine().contains("small/rank-0.jfr: No space left"), ended::toString);
    assertEquals("78498\n", ended.out(), "the answer all the same");
    assertEquals("", Files.readString(directory.resolve("left")), "nothing half-written");
  }

  @Test
  void linksAtNamesThatCanBeGuessedAreNotFollowed() throws Exception {
    String solve = "sieve --limit 1e6 -q";
    inSession("callgrind --no-reference", solve).answer();
    Path kept = directory.resolve("kept");
    List<Path> names = files(kept, "").stream().filter(Files::isRegularFile).toList();
    Path victim = Files.writeString(directory.resolve("victim"), "theirs");
    for (Path name : names) {
      Files.delete(name);
      Files.createSymbolicLink(name.resolveSibling(name.getFileName() + ".tmp"), victim);
      Files.createSymbolicLink(name.resolveSibling("." + name.getFileName() + ".tmp"), victim);
    }
    inSession("callgrind --no-reference", solve).answer();
    assertEquals("theirs", Files.readString(victim));
    for (String written : List.of("rank-0.jfr", "callgrind.out", "callgrind.txt")) {
      assertTrue(Files.size(kept.resolve(written)) > 0, written);
    }
    assertFalse(files(kept, ".java").isEmpty());

    Path theirs = Files.createDirectory(directory.resolve("theirs"));
    Files.move(kept.resolve("hpc"), directory.resolve("aside"));
    Files.createSymbolicLink(kept.resolve("hpc"), theirs);
    Ended refused = inSession("callgrind --no-reference", solve);
    assertEquals(1, refused.status(), refused::toString);
    assertTrue(refused.onlyLine().contains("kept/hpc: is a symbolic link"), refused::toString);
    assertEquals(List.of(theirs), files(theirs, ""));
  }

  /** Where neither times nor flags nor the place of the process are the subject. */
  private Ended inSession(String options, String solve) throws Exception {
    String words = "profile %s --out %s -- %s".formatted(options, directory.resolve("kept"), solve);
    return SESSION.run(shared, words.split(" ", -1));
  }

  private Ended profile(String options, String... solve) throws Exception {
    return hpc("profile %s --out kept -- %s".formatted(options, String.join(" ", solve)));
  }

  private Ended hpc(String words) throws Exception {
    return HpcProcess.run(directory, words.strip().split(" +"));
  }

  private static long hits(String page, String text) {
    return new ProfilePage(page).hits(text);
  }

  private static long calls(String page, String function) {
    return new ProfilePage(page).calls(function);
  }

  private static String group(String text, String pattern) {
    return new ProfilePage(text).first(pattern);
  }
}
