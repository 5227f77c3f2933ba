package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import hpc.bench.RunColumn;
import hpc.bench.RunRecord;
import hpc.scaling.Results;
import hpc.scaling.ResultsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as users run them: what they print, and what they leave behind. */
@Timeout(1200)
class CommandLineIT {

  /** pi(3*10^7), which Legendre's formula gives too ({@code --verify}). */
  private static final String PRIMES_TO_30_MILLION = "1857859";

  /** Of CSC's heat-equation example, 2000 x 2000 points after 500 steps, as it prints it. */
  private static final String CSC_MEAN = "mean 59.281239";

  private static final String EOL = System.lineSeparator();
  private static final List<String> COLUMNS =
      Stream.of(RunColumn.values()).map(RunColumn::title).toList();

  @TempDir private Path directory;

  @Test
  void thePrimesToThirtyMillionAreCounted() throws Exception {
    assertEquals(PRIMES_TO_30_MILLION + EOL, hpc("sieve", "--limit", "30000000", "--verify"));
  }

  /** pi(10^k), OEIS A006880. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, --mode=serial",
    "10, 4, --mode=forkjoin --threads=2",
    "100, 25, --ranks=2",
    "1e3, 168, --mode=mpi --threads=2",
    "10_000, 1229, --threads=3",
    "1e5, 9592, --ranks=3 --threads=2",
    "1e6, 78498, --algorithm=naive",
    "1e7, 664579, --ranks=2",
    "1e8, 5761455, --threads=2",
    "1e9, 50847534, --mode=serial",
    "1e9, 50847534, --threads=2",
    "1e9, 50847534, --ranks=2",
  })
  void powersOfTenHaveTheirPrimesInEveryMode(String limit, String count, String layout)
      throws Exception {
    assertEquals(count + EOL, hpcByBothCompilers("sieve --limit " + limit + " " + layout));
  }

  @Test
  void primesArePrintedInOrder() throws Exception {
    assertEquals(
        "11 13 17 19 23 29".replace(" ", "\n") + "\n",
        hpc(words("sieve --from 8 --limit 30 --print --ranks 2 --threads 2")));
  }

  @Test
  void everyLayoutGivesCscsMeanAndTheSameBits() throws Exception {
    String serial = hpcByBothCompilers("diffusion --preset csc-heat --kernel scalar");
    assertTrue(serial.matches(CSC_MEAN + EOL + "field [0-9a-f]{16}" + EOL), serial);
    for (String layout :
        List.of("--kernel vector --threads 2", "--ranks 3", "--ranks 2 --threads 2")) {
      assertEquals(serial, hpcByBothCompilers("diffusion --preset csc-heat " + layout), layout);
    }
  }

  /** A step of 200 times the explicit bound, over real messages. */
  @Test
  void everyLayoutGivesTheSameBitsWithLargeSteps() throws Exception {
    String problem =
        "diffusion --scheme adi --preset csc-heat --nx 300 --ny 200 --dt 0.01 --steps 20 ";
    String serial = hpcByBothCompilers(problem + "--kernel scalar");
    for (String sides : List.of("", "--bc periodic,periodic,3,insulated ")) {
      String alone = sides.isEmpty() ? serial : hpcByBothCompilers(problem + sides);
      for (String layout : List.of("--threads 2", "--ranks 3", "--ranks 2 --threads 2")) {
        assertEquals(alone, hpcByBothCompilers(problem + sides + layout), sides + layout);
      }
    }
  }

  @Test
  void theTasksOfAStepGiveOneAnswerNotTwo() throws Exception {
    // what srun -N1 -n2 sets, as far as it is read; a job id that two runs hardly share
    Map<String, String> step =
        new TreeMap<>(
            Map.of(
                "SLURM_JOB_ID", Long.toString(ProcessHandle.current().pid()),
                "HPC_SECRET", "a secret of the test, long enough",
                "SLURM_STEP_ID", "0",
                "SLURM_NTASKS", "2",
                "SLURM_CPUS_PER_TASK", "1",
                "SLURM_STEP_NODELIST", "localhost"));
    step.put("SLURM_PROCID", "1");
    HpcProcess other = HpcProcess.start(directory, step, words("sieve --limit 1e6"));
    step.put("SLURM_PROCID", "0");
    assertEquals(
        "78498" + EOL, HpcProcess.run(directory, step, words("sieve --limit 1e6")).answer());
    assertEquals(new HpcProcess.Ended(0, "", ""), other.end());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--repeat 3", "--repeat 2 --ranks 2"})
  void jsonIsOneObjectPerRepetitionWithTheColumnsAsKeys(String layout) throws Exception {
    List<String> lines =
        hpc(words("sieve --limit 1e6 --json --warmup 1 " + layout)).lines().toList();
    assertEquals(Integer.parseInt(layout.substring(9, 10)), lines.size());
    for (String line : lines) {
      Map<String, String> object = parse(line);
      assertEquals(COLUMNS, List.copyOf(object.keySet()));
      assertEquals("78498", object.get("answer"));
    }
  }

  @Test
  void csvGetsARowPerRepetitionAndItsHeaderOnce() throws Exception {
    Path file = directory.resolve("below/it.csv");
    hpc("diffusion", "--nx=50", "--ny=70", "--repeat=2", "--verify", "--csv=" + file);
    hpc("diffusion", "--nx=50", "--ny=70", "--kernel=scalar", "--ranks=2", "--csv=" + file);
    String text = Files.readString(file);
    String[] lines = text.split("\r\n", -1);
    assertEquals(5, lines.length, text);
    assertEquals(String.join(",", COLUMNS), lines[0]);
    assertEquals("", lines[4]);
    assertFalse(text.replace("\r\n", "").contains("\n"), text);
    Results results = ResultsReader.read(List.of(file));
    assertEquals(List.of(), results.warnings());
    List<RunRecord> runs = List.copyOf(results.runs());
    assertEquals("yes", cell(runs.get(0), RunColumn.VERIFIED));
    assertEquals(List.of(1, 2, 1), runs.stream().map(RunRecord::repetition).toList());
    assertEquals(1, runs.stream().map(run -> run.outcome().answer()).distinct().count());
  }

  @Test
  void aVerifiedAnswerSaysSo() throws Exception {
    Map<String, String> row = parse(hpc(words("sieve --limit 1e6 --verify --json -q")));
    assertEquals("yes", row.get("verified"));
  }

  @Test
  void quietIsQuiet() throws Exception {
    assertEquals(
        new HpcProcess.Ended(0, "78498" + EOL, ""),
        HpcProcess.run(directory, words("sieve --limit 1e6 -q")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "sieve", "diffusion", "sweep", "aggregate", "compare", "quickstart", "doctor"})
  void helpFitsAScreenAndIsNoFailure(String command) throws Exception {
    String help = hpc(words((command + " --help").strip()));
    assertTrue(help.startsWith(("Usage: hpc " + command).strip() + " ["), help);
    assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
    if (!List.of("", "quickstart", "doctor").contains(command)) {
      String examples = help.substring(help.indexOf("Examples:" + EOL) + 9).stripTrailing();
      // a line that had to be wrapped would start at the margin
      assertTrue(examples.lines().skip(1).allMatch(line -> line.matches(" {2}\\w.*")), help);
    }
  }

  @Test
  void theVersionNamesTheJarAndItsJava() throws Exception {
    String version = hpc("--version");
    assertTrue(version.matches("hpc\\.jar \\d.*" + EOL + "Java \\d.*" + EOL), version);
  }

  @Test
  void theDoctorJudgesEachLine() throws Exception {
    String lines = hpc("doctor");
    assertTrue(lines.lines().allMatch(line -> line.matches("(ok  |warn)  \\S.*")), lines);
  }

  @Test
  void theDoctorFindsTheJarOfATreeThatWasMoved() throws Exception {
    assumeTrue(
        new ProcessBuilder("unshare", "-Urm", "true").start().waitFor() == 0,
        "user namespaces are not permitted: the tree cannot be hidden");
    Path moved = Files.createDirectory(directory.resolve("moved"));
    String script =
        "cp -p \"$0\"/hpc* moved && mount -t tmpfs tmpfs \"$0\" && exec \"$1\" -jar moved/hpc.jar doctor";
    HpcProcess.Ended ended =
        HpcProcess.start(
                directory,
                Map.of(),
                List.of(
                    "unshare",
                    "-Urm",
                    "sh",
                    "-c",
                    script,
                    HpcProcess.JAR.getParent().toString(),
                    HpcProcess.JAVA.toString()))
            .end();
    assertEquals(0, ended.status(), ended::toString);
    String place = moved.toRealPath().resolve("hpc.jar").toString();
    assertTrue(ended.out().matches("(?s).*mpj express +in \\Q" + place + "\\E\\n.*"), ended.out());
  }

  @Test
  void theDoctorNamesWhatIsUnfit() throws Exception {
    Path file = Files.createFile(directory.resolve("plain"));
    HpcProcess.Ended ended =
        HpcProcess.run(directory, Map.of("HPC_RESULTS", file + "/below"), "doctor");
    assertEquals(2, ended.status(), ended::toString);
    assertEquals(
        1,
        ended.out().lines().filter(line -> line.startsWith("fail  results ")).count(),
        ended.out());
  }

  @Test
  void aSweepLeavesFiguresThatAggregateCompares() throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("tiny.yaml"),
            """
            sweep: tiny
            runs:
              - workload: sieve
                options: {limit: 1e6, repeat: 2}
                axes: {threads: [1, 2]}
            """);
    String plan = hpc("sweep", config.toString(), "--out", "figures", "--dry-run");
    assertEquals(
        2, plan.lines().filter(line -> line.contains(" sieve --limit=1e6 ")).count(), plan);
    assertTrue(plan.contains("core-hours: unknown: nothing was measured here before"), plan);
    assertFalse(Files.exists(directory.resolve("figures")), "a dry run writes nothing");

    hpc("sweep", config.toString(), "--out", "figures");
    String table = hpc("aggregate", "figures");
    assertTrue(Pattern.compile("(?m)^mode .* speedup .*$").matcher(table).find(), table);
    Matcher rows = Pattern.compile("(?m)^(serial|forkjoin) .* (1|2) +2 +\\S+ .*$").matcher(table);
    assertEquals(2, rows.results().count(), table);
    assertEquals(3, Files.readAllLines(directory.resolve("summary.csv")).size());
  }

  private String hpc(String... args) throws Exception {
    return HpcProcess.run(directory, args).answer();
  }

  private String hpcByBothCompilers(String words) throws Exception {
    return HpcProcess.run(directory, HpcProcess.BOTH_COMPILERS, words(words)).answer();
  }

  private static String[] words(String line) {
    return line.split(" ");
  }

  private static String cell(RunRecord run, RunColumn column) {
    return column.of(run);
  }

  /** The fields of a flat object, in order. */
  private static Map<String, String> parse(String line) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(line)) {
      assertEquals(JsonToken.START_OBJECT, json.nextToken(), line);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        assertTrue(json.nextToken().isScalarValue(), line);
        fields.put(key, json.getText());
      }
      assertEquals(JsonToken.END_OBJECT, json.currentToken(), line);
      assertEquals(null, json.nextToken(), line);
    }
    return fields;
  }
}
