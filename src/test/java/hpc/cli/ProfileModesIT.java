package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.cli.HpcProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of {@code hpc profile} in every mode, of both solvers. */
class ProfileModesIT {

  private static final double MIB = 1 << 20;
  private static final int REPETITIONS = 3;

  /** Numbers in a block of the segmented sieve; the last block is as long as the others. */
  private static final long BLOCK = 1 << 20;

  private static final long BLOCKS = 20;
  private static final long LIMIT = BLOCKS * BLOCK - 1;
  private static final String SIEVE = "sieve --algorithm segmented --limit " + LIMIT;

  private static final int STEPS = 400;
  private static final String DIFFUSION =
      "diffusion --nx 300 --ny 200 --kernel scalar --block-steps 1 --steps " + STEPS;

  @RegisterExtension static final HpcSession SESSION = new HpcSession();

  /** Of the session. */
  @TempDir private static Path directory;

  private Path kept;

  /** What the textbook says about this sieve. */
  private record Truth(long primes, long crossings, long calls) {

    static final Truth OF_SIEVE = count();

    private static Truth count() {
      boolean[] composite = new boolean[(int) LIMIT + 1];
      long primes = 0;
      long crossings = 0;
      long calls = 0;
      for (int p = 2; p <= LIMIT; p++) {
        if (composite[p]) {
          continue;
        }
        primes++;
        long square = (long) p * p;
        for (long multiple = square; multiple <= LIMIT; multiple += p) {
          composite[(int) multiple] = true;
        }
        if (p > 2 && square <= LIMIT) {
          // odd multiples from the square on, and each block from that of the square on
          crossings += (LIMIT / p - p) / 2 + 1;
          calls += BLOCKS - square / BLOCK;
        }
      }
      return new Truth(primes, crossings, calls);
    }
  }

  /** How a run is laid out. */
  private record Layout(String options, int ranks, int threads) {

    static Layout of(String options) {
      return new Layout(options, number(options, "--ranks"), number(options, "--threads"));
    }

    private static int number(String options, String name) {
      List<String> words = List.of(options.split(" ", -1));
      return words.contains(name) ? Integer.parseInt(words.get(words.indexOf(name) + 1)) : 1;
    }

    /** Repetitions, each of which every rank makes. */
    long solves() {
      return (long) ranks * REPETITIONS;
    }
  }

  /** A recording holds what other kinds show, so that they are made of it. */
  @ParameterizedTest
  @CsvSource({
    "functions, --mode serial, callgrind timeline gc",
    "functions, --threads 2, callgrind timeline gc",
    "functions, --ranks 2, callgrind timeline gc",
    "functions, --ranks 2 --threads 2,",
    "lines, --mode serial,",
    "lines, --threads 2,",
    "lines, --ranks 2,",
    "memory, --mode serial,",
    "memory, --threads 2,",
    "memory, --ranks 2,",
    "jit, --mode serial, flame",
    "jit, --threads 2, flame",
    "jit, --ranks 2, flame",
    // each of the others by itself as well
    "callgrind, --threads 2,",
    "timeline, --ranks 2,",
    "flame, --threads 2,",
    "gc, --mode serial,"
  })
  void everyKindSeesAllOfTheSieve(String kind, String options, String others) throws Exception {
    Layout layout = Layout.of(options);
    ProfilePage page = profile(kind, "", SIEVE, layout, words(others));
    assertEquals(Truth.OF_SIEVE.primes(), Long.parseLong(page.first("\\A(\\d+)\n")));
    ofSieve(kind, page, layout);
    for (String other : words(others)) {
      ofSieve(other, again(other), layout);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "functions, --ranks 2, callgrind timeline gc",
    "lines, --mode serial,",
    "memory, --threads 2,",
    "jit, --ranks 2, flame"
  })
  void everyKindSeesAllOfADiffusion(String kind, String options, String others) throws Exception {
    Layout layout = Layout.of(options);
    String more =
        switch (kind) {
          case "lines" -> " --method DiffusionRun::solve";
          case "memory" -> " --top 0"; // libraries allocate more where they run uncompiled
          default -> "";
        };
    ProfilePage page = profile(kind, more, DIFFUSION, layout, words(others));
    assertTrue(page.text().startsWith("mean "), page.text());
    ofDiffusion(kind, page, layout);
    for (String other : words(others)) {
      ofDiffusion(other, again(other), layout);
    }
  }

  private static List<String> words(String list) {
    return list == null ? List.of() : List.of(list.split(" ", -1));
  }

  private ProfilePage profile(
      String kind, String options, String solve, Layout layout, List<String> others)
      throws Exception {
    // apart from what other tests have kept
    kept = Files.createTempDirectory(directory, "kept").getFileName();
    String words =
        "profile %s%s%s --no-reference --out %s -- %s %s --repeat %s -q"
            .formatted(kind, options, look(kind), kept, solve, layout.options(), REPETITIONS);
    // of its own are the compilers, and the collectors that ranks have alike
    boolean ofProcess = kind.equals("jit") || (layout.ranks() > 1 && others.contains("gc"));
    // as a user starts it, or with what is compiled soonest
    String flags = kind.equals("jit") ? "" : HpcProcess.FIRST_COMPILER_ONLY;
    Ended ended = ofProcess ? process(flags, words) : session(words);
    for (int rank = 0; rank <= layout.ranks(); rank++) {
      Path recording = kept("rank-%s.jfr".formatted(rank));
      assertEquals(rank < layout.ranks(), Files.exists(recording), recording::toString);
    }
    return whole(kind, ended);
  }

  /** Another kind of what was kept. */
  private ProfilePage again(String kind) throws Exception {
    String words = "profile %s%s --from %3$s --out %3$s".formatted(kind, look(kind), kept);
    return whole(kind, session(words));
  }

  private static String look(String kind) {
    return switch (kind) {
      case "functions", "gc", "jit" -> " --top 0";
      case "flame" -> " --by rank";
      default -> "";
    };
  }

  private ProfilePage whole(String kind, Ended ended) throws Exception {
    ProfilePage page = new ProfilePage(ended.answer());
    String text = Files.readString(kept(kind + ".txt"));
    assertFalse(text.isBlank());
    assertTrue(page.text().endsWith(text), page.text());
    return page;
  }

  private Path kept(String name) {
    return directory.resolve(kept).resolve(name);
  }

  private void ofSieve(String kind, ProfilePage page, Layout layout) throws Exception {
    Truth truth = Truth.OF_SIEVE;
    switch (kind) {
      case "functions" -> {
        assertEquals(layout.solves(), page.calls("SieveWorkload$1.solve"));
        assertEquals(BLOCKS * REPETITIONS, page.calls("SegmentedSieve.sieve"));
        assertEquals(truth.calls() * REPETITIONS, page.calls("SegmentedSieve.crossOff"));
      }
      case "lines" ->
          assertEquals(truth.crossings() * REPETITIONS, page.hits("composite[i] = 1"), page.text());
      case "callgrind" -> graph("hpc.sieve.SegmentedSieve.crossOff(", truth.calls() * REPETITIONS);
      case "memory" -> {
        String made = " +(\\d+) +byte\\[%s\\] .*\\(SegmentedSieve.sieve\\)".formatted(BLOCK / 2);
        long arrays = Long.parseLong(page.first("(?m)^ *[0-9.]+" + made));
        // one for each worker that comes to work before the others have done all
        assertTrue(layout.solves() <= arrays, page.text());
        assertTrue(arrays <= layout.solves() * layout.threads(), page.text());
        String mebibytes = String.format(Locale.ROOT, "%.3f", arrays * (BLOCK / 2 + 16) / MIB);
        assertEquals(mebibytes, page.first("(?m)^ *([0-9.]+)" + made));
      }
      case "timeline" -> {
        assertEquals(layout.solves(), page.groups("(?m)^(solve) ").count());
        assertTrue(layout.solves() <= page.groups("(?m)^(\\. sieving primes) ").count());
        assertTrue(layout.solves() <= page.groups("(?m)^(\\. segments) ").count());
        assertFalse(page.has("cross out"), page.text());
        timeline(layout);
      }
      default -> ofEither(kind, page, layout, "hpc.sieve.SegmentedSieve.");
    }
  }

  private void ofDiffusion(String kind, ProfilePage page, Layout layout) throws Exception {
    long passes = STEPS * layout.solves();
    switch (kind) {
      case "functions" -> {
        assertEquals(layout.solves(), page.calls("DiffusionRun.solve"));
        assertEquals(passes, page.calls("ExplicitStepper.advance"));
      }
      case "lines" -> assertEquals(passes, page.hits("step += steps"), page.text());
      case "callgrind" -> graph("hpc.diffusion.ExplicitStepper.advance(", passes);
      case "memory" -> {
        String made = " +%s +double\\[(\\d+)\\] .*\\(Field.<init>\\)".formatted(layout.solves());
        List<String> lengths = page.groups("(?m)^ *[0-9.]+" + made).toList();
        assertEquals(2, lengths.size(), "a step reads one array and writes the other");
        long bytes = 16 + Double.BYTES * Long.parseLong(lengths.getFirst());
        assertEquals(
            List.of(String.format(Locale.ROOT, "%.3f", layout.solves() * bytes / MIB)),
            page.groups("(?m)^ *([0-9.]+)" + made).distinct().toList());
      }
      case "timeline" -> {
        assertEquals(layout.solves(), page.groups("(?m)^(solve) ").count());
        assertEquals(layout.ranks(), page.groups("phases, in samples:.*(compute)=").count());
        timeline(layout);
      }
      default -> ofEither(kind, page, layout, "hpc.diffusion.");
    }
  }

  /** Kinds that say the same of both solvers. */
  private void ofEither(String kind, ProfilePage page, Layout layout, String kernels)
      throws Exception {
    switch (kind) {
      case "flame" -> {
        List<String> boxes = new ProfilePage(Files.readString(kept("flame.html"))).boxes();
        assertEquals(
            IntStream.range(0, layout.ranks()).mapToObj(rank -> "rank " + rank).toList(),
            boxes.stream().filter(box -> box.startsWith("rank ")).sorted().toList());
        assertTrue(boxes.stream().anyMatch(box -> box.startsWith(kernels)), boxes::toString);
        assertTrue(boxes.stream().noneMatch(box -> box.startsWith("hpc.profile.")), "no profiler");
      }
      case "gc" -> {
        List<String> collectors = List.of();
        for (int rank = 0; rank < layout.ranks(); rank++) {
          String row = "(?m)^ *%s +[0-9. -]+(\\w+) +System.gc\\(\\)$".formatted(rank);
          List<String> old = page.groups(row).toList();
          // before each repetition
          assertEquals(REPETITIONS, old.size(), page.text());
          assertTrue(rank == 0 || old.equals(collectors), "ranks are alike: " + page.text());
          collectors = old;
        }
      }
      case "jit" -> {
        String solve = "(?m)^ *(\\d) +[0-9.]+ +\\d+ +\\d+ +[0-9.]+ +\\d+$";
        assertEquals(
            LongStream.range(0, layout.solves()).mapToObj(i -> "" + (i % REPETITIONS + 1)).toList(),
            page.groups(solve).toList(),
            page.text());
        assertTrue(page.has("(?m)^C2 \\(tier 4\\): [1-9]"), page.text());
        String steady = "steady from solve [1-%s] on.*--warmup (\\d)".formatted(REPETITIONS);
        assertEquals(layout.ranks(), page.groups(steady).count(), page.text());
        assertTrue(page.has("\\d inlined, \\d"), page.text());
      }
      default -> throw new AssertionError(kind);
    }
  }

  /** Calls of a function by all of its callers, and the costs of all lines. */
  private void graph(String function, long calls) throws Exception {
    ProfilePage graph = new ProfilePage(Files.readString(kept("callgrind.out")));
    String call = "(?m)^cfn=%s.*\ncalls=(\\d+) ".formatted(Pattern.quote(function));
    assertEquals(calls, graph.groups(call).mapToLong(Long::parseLong).sum());
    long own =
        graph
            .groups("(?m)(?<!calls=\\d{1,15} \\d{1,5}\n)^\\d+ (\\d+)$")
            .mapToLong(Long::parseLong)
            .sum();
    assertEquals(Long.parseLong(graph.first("(?m)^summary: (\\d+)$")), own);
  }

  private void timeline(Layout layout) throws Exception {
    String svg = Files.readString(kept("timeline.svg"));
    for (int rank = 0; rank < layout.ranks(); rank++) {
      assertTrue(svg.contains(">rank " + rank + "<"), svg);
      String dat = Files.readString(kept("mprofile_rank-%s.dat".formatted(rank)));
      assertEquals(
          REPETITIONS, new ProfilePage(dat).groups("(?m)^FUNC (\\S+\\.solve) ").count(), dat);
    }
  }

  @Test
  void anyViewIsMadeOfWhatWasKept() throws Exception {
    Ended ended =
        session("profile functions --no-reference --out kept -- %s --ranks 2".formatted(SIEVE));
    String again = session("profile functions --from kept").answer();
    assertEquals(ended.answer().lines().skip(1).toList(), again.lines().toList());
    String apart = session("profile functions --by thread --sort ncalls --from kept").answer();
    assertTrue(apart.contains("rank 0, thread main:"), apart);
    assertTrue(apart.contains("rank 1, thread main:"), apart);
    assertEquals(
        session("profile functions --from kept --rank 1").answer(),
        session("profile functions --from kept/rank-1.jfr").answer());
    for (String kind : List.of("timeline", "jit", "gc", "callgrind", "flame --by alloc")) {
      assertFalse(
          session("profile %s --from kept --out made".formatted(kind)).answer().isBlank(), kind);
    }
    assertTrue(Files.size(directory.resolve("made/callgrind.out")) > 0);
    String flame = Files.readString(directory.resolve("made/flame.html"));
    assertTrue(flame.contains("bytes allocated"), "the last one");
    assertFalse(flame.matches("(?s).*(<link|\\ssrc\\s*=|@import|<iframe).*"), "it loads nothing");
    String line = session("profile memory --from kept").complaint(2);
    assertTrue(line.contains("kept/rank-0.jfr: no arrays were counted; accepted:"), line);
    line = session("profile gc --by alloc --from kept").complaint(2);
    assertTrue(line.contains("--by"), line);
    line = session("profile functions --by alloc --from kept").complaint(2);
    assertTrue(line.contains("--by alloc: not with functions; accepted: with flame"), line);
  }

  private static Ended session(String words) throws Exception {
    return SESSION.run(directory, words.split(" ", -1));
  }

  private static Ended process(String flags, String words) throws Exception {
    return HpcProcess.run(directory, Map.of("HPC_JAVA_OPTS", flags), words.split(" ", -1));
  }
}
