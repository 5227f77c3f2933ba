package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import hpc.cli.HpcProcess.Ended;
import hpc.rig.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code hpc profile memory} and {@code timeline}: bytes against arithmetic, mprof and the kernel.
 */
class ProfileMemoryIT {

  private static final double MIB = 1 << 20;

  @RegisterExtension static final HpcSession SESSION = new HpcSession();

  /** Of the session. */
  @TempDir private static Path shared;

  @TempDir private Path directory;

  /** What mprof reads: {@code read_mprofile_file} in mprof.py of memory_profiler. */
  private record Mprof(String command, List<double[]> memory, Map<String, List<double[]>> calls) {

    static Mprof parse(String text) {
      String command = "";
      List<double[]> memory = new ArrayList<>();
      Map<String, List<double[]>> calls = new TreeMap<>();
      for (String line : text.lines().toList()) {
        String[] parts = line.split(" ", 2);
        switch (parts[0]) {
          case "CMDLINE" -> command = parts[1];
          case "MEM" -> memory.add(numbers(parts[1].split(" ", -1)));
          case "FUNC" -> {
            String[] values = parts[1].split(" ", -1);
            calls
                .computeIfAbsent(values[0], _ -> new ArrayList<>())
                .add(numbers(Arrays.copyOfRange(values, 1, values.length)));
          }
          default -> throw new AssertionError(line);
        }
      }
      return new Mprof(command, memory, calls);
    }

    private static double[] numbers(String[] words) {
      return Arrays.stream(words).mapToDouble(Double::parseDouble).toArray();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "naive | 12345678 | boolean[12345679]",
        "odds  | 12345678 | boolean[6172839]",
        "bits  | 12345678 | long[96451]"
      })
  void theArrayOfASieveStandsAtItsLine(String algorithm, long limit, String array)
      throws Exception {
    String page =
        inSession("memory", "sieve --limit %s --algorithm %s -q".formatted(limit, algorithm))
            .answer();
    long length = Long.parseLong(array.replaceAll("[^0-9]", ""));
    long bytes = (16 + (array.startsWith("long") ? Long.BYTES : 1) * length + 7) / 8 * 8;
    String row =
        page.lines()
            .filter(line -> line.contains(array))
            .findFirst()
            .orElseThrow(() -> new AssertionError(page));
    assertEquals(
        String.format(Locale.ROOT, "%.3f", bytes / MIB), row.strip().replaceFirst(" .*", ""));
    assertTrue(row.strip().matches("[0-9.]+ +1 .*"), row);
    // the same line beside its text
    String made = "new " + array.replaceFirst("\\[.*", "[");
    assertTrue(
        page.lines()
            .anyMatch(line ->
                line.contains(made)
                    && line.contains(String.format(Locale.ROOT, " %.3f ", bytes / MIB))),
        page);
  }

  @Test
  void theListThatTheJdkMakesStandsAtTheLineThatCalled() throws Exception {
    int limit = 12_345_678;
    String page =
        inSession("memory --no-reference", "sieve --limit %s --algorithm boxed -q".formatted(limit))
            .answer();
    double bytes = 4.0 * (limit + 1) + 16; // a reference for each number
    String row =
        page.lines()
            .filter(line -> line.contains("(BoxedSieve.create)"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(page));
    double found = Double.parseDouble(row.strip().replaceFirst(" .*", ""));
    assertEquals(bytes / MIB, found, 0.03 * found, page);
    String inAll = new ProfilePage(page).first("for lines of hpc, sampled: ([0-9.]+) MiB");
    assertTrue(Double.parseDouble(inAll) >= found - 0.1, page);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sieve --limit 1e8 --algorithm naive",
        "sieve --limit 3e9 --threads 2",
        "diffusion --nx 1000 --ny 1000 --steps 100 --threads 2",
        "diffusion --nx 1000 --ny 1000 --steps 100 --ranks 2 --output fields --output-every 20"
      })
  void aTimelineReachesThePeakAndOpensInMprof(String solve) throws Exception {
    String words = "profile timeline --out kept -- " + solve + " -q --csv run.csv";
    String page =
        HpcProcess.run(directory, HpcProcess.BOTH_COMPILERS, words.split(" ", -1)).answer();
    int ranks = solve.contains("--ranks 2") ? 2 : 1;
    assertTrue(Files.size(directory.resolve("kept/timeline.png")) > 1000);
    String svg = Files.readString(directory.resolve("kept/timeline.svg"));
    double most = 0;
    for (int rank = 0; rank < ranks; rank++) {
      assertTrue(svg.contains(">rank " + rank + "<"), svg);
      Mprof mprof =
          Mprof.parse(
              Files.readString(directory.resolve("kept/mprofile_rank-%s.dat".formatted(rank))));
      assertEquals("hpc " + solve + " -q --csv run.csv", mprof.command());
      double last = 0;
      double solved =
          mprof.calls().entrySet().stream()
              .filter(call -> call.getKey().endsWith(".solve"))
              .mapToDouble(call -> call.getValue().getLast()[3])
              .findFirst()
              .orElseThrow(() -> new AssertionError(mprof.calls().keySet()));
      for (double[] sample : mprof.memory()) {
        assertEquals(2, sample.length);
        assertTrue(sample[1] >= last, "in the order of time");
        last = sample[1];
        // what comes after is not in the peak of the CSV
        most = last <= solved ? Math.max(most, sample[0]) : most;
      }
      double end = last;
      double begin = mprof.memory().getFirst()[1];
      mprof
          .calls()
          .values()
          .forEach(calls ->
              calls.forEach(call -> {
                assertEquals(4, call.length);
                assertTrue(begin <= call[1] && call[1] <= call[3] && call[3] <= end + 0.1);
              }));
    }
    double kernel = rssPeak() / MIB;
    assertEquals(kernel, most, 0.03 * kernel, page);
    List<String> csv = Files.readAllLines(directory.resolve("kept/timeline.csv"));
    assertEquals(
        "rank,seconds,phase,resident_bytes,heap_used_bytes,heap_committed_bytes", csv.getFirst());
    List<String> phases =
        solve.contains("--output") ? List.of("compute", "wait", "io") : List.of("compute");
    for (String phase : phases) {
      assertTrue(csv.stream().anyMatch(line -> line.split(",", -1)[2].equals(phase)), phase);
    }
  }

  @Test
  void mprofItselfReadsAndDrawsTheFile() throws Exception {
    Programs.require("python3-mprof");
    assumeTrue(run("/usr/bin/python3 -c", "import matplotlib").status() == 0, "no matplotlib");
    String page = profile("timeline", "sieve --limit 1e7 --algorithm naive -q").answer();
    String data = "kept/mprofile_rank-0.dat";
    String peak = run("python3-mprof peak", data).answer();
    assertEquals(
        Double.parseDouble(new ProfilePage(page).first("resident set ([0-9.]+) MiB")),
        Double.parseDouble(new ProfilePage(peak).first("\t([0-9.]+) MiB")),
        0.1,
        peak);
    run("python3-mprof plot -o drawn.png", data).answer();
    assertTrue(Files.size(directory.resolve("drawn.png")) > 10_000);
  }

  private Ended run(String words, String last) throws Exception {
    List<String> command = new ArrayList<>(List.of(words.split(" ", -1)));
    command.add(last);
    return HpcProcess.start(directory, Map.of("MPLBACKEND", "Agg"), command).end();
  }

  private double rssPeak() throws Exception {
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(directory.resolve("run.csv"))) {
      return Double.parseDouble(rows.stream().toList().getLast().getField("rss_peak_bytes"));
    }
  }

  @Test
  void aTornRecordingIsRefusedByEveryKind() throws Exception {
    inSession("memory --no-reference", "sieve --limit 1e6 -q").answer();
    byte[] whole = Files.readAllBytes(directory.resolve("kept/rank-0.jfr"));
    Files.write(directory.resolve("torn.jfr"), Arrays.copyOf(whole, whole.length - 3));
    for (String kind : List.of("memory", "timeline", "jit")) {
      String words = "profile %1$s --out %2$s/made --from %2$s/torn.jfr".formatted(kind, directory);
      String line = SESSION.run(shared, words.split(" ")).complaint(2);
      assertTrue(line.contains("torn.jfr: "), line);
      assertFalse(Files.exists(directory.resolve("made")), "nothing half-written");
    }
  }

  /** Where the process is not the subject. */
  private Ended inSession(String kind, String solve) throws Exception {
    String words = "profile %s --out %s -- %s".formatted(kind, directory.resolve("kept"), solve);
    return SESSION.run(shared, words.split(" "));
  }

  private Ended profile(String kind, String solve) throws Exception {
    return hpc("profile %s --out kept -- %s".formatted(kind, solve));
  }

  private Ended hpc(String words) throws Exception {
    return HpcProcess.run(directory, words.strip().split(" +"));
  }
}
