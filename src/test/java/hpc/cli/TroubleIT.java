package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import hpc.scaling.Results;
import hpc.scaling.ResultsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Right words on a machine that fails: one line, a status that is not 0, and nothing lost. */
@Timeout(1200)
class TroubleIT {

  private static final int LOST = 3;
  private static final int KILLED = 128 + 9;
  private static final int TERMINATED = 128 + 15;
  private static final int GONE_SECONDS = 600;
  private static final String EOL = System.lineSeparator();

  /** Keeps two cores busy for minutes. */
  private static final String LONG_RUN = "sieve --limit 1e12 --ranks 2 -v";

  @TempDir private Path directory;

  @Test
  void neitherHomeNorTemporaryDirectoryIsNeeded() throws Exception {
    assertEquals(
        "168" + EOL,
        HpcProcess.run(
                directory, Map.of("HOME", "", "TMPDIR", "/dev/null/x"), words("sieve --limit 1000"))
            .answer());
  }

  @Test
  void theCurrentDirectoryNeedNotBeWritable() throws Exception {
    assertEquals(
        "168" + EOL, HpcProcess.run(Path.of("/proc"), words("sieve --limit 1e3")).answer());
    assertEquals(
        "hpc sieve: x.csv: no such file or directory",
        HpcProcess.run(Path.of("/proc"), words("sieve --limit 1e3 --csv x.csv")).complaint(1));
  }

  @Test
  void ranksReadNothingOfTheCurrentDirectory() throws Exception {
    // a settings file of MPJ Express, where MPJ_HOME is unset; reading it would wait for ever
    List<String> plant =
        List.of("sh", "-c", "mkdir -p null/conf && mkfifo null/conf/mpjexpress.conf");
    HpcProcess.start(directory, Map.of(), plant).end().answer();
    assertEquals(
        "168" + EOL,
        HpcProcess.run(directory, Map.of("MPJ_HOME", ""), words("sieve --limit 1000 --ranks 2"))
            .answer());
  }

  /** The bytes of names are made by a shell: the JVM of this test may not be able to. */
  private HpcProcess.Ended inDirectory(String name, String words) throws Exception {
    String script =
        "here=$(printf '" + name + "') && mkdir -p \"$here\" && cd \"$here\" && " + words;
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script));
    command.addAll(HpcProcess.command());
    return HpcProcess.start(directory, Map.of(), command).end();
  }

  @Test
  void namesBeyondAsciiAreKeptUnderTheLocaleC() throws Exception {
    String run =
        "LC_ALL=C \"$0\" \"$@\" sieve --limit 1000 --csv \"$(printf 'caf\\303\\251.csv')\" && ls";
    assertEquals("168" + EOL + "caf\u00e9.csv\n", inDirectory("\\303\\274n", run).answer());
    assertEquals(1, directory.toFile().list().length);
  }

  @ParameterizedTest
  @CsvSource({
    "caf\\351, C.UTF-8, , x.csv, working directory, UTF-8",
    "\\303\\274n, C, 1, x.csv, working directory, US-ASCII",
    "plain, C.UTF-8, , caf\\351.csv, hpc: caf?.csv, UTF-8",
    "plain, C, 1, \\303\\274.csv, hpc: ??.csv, US-ASCII",
  })
  void namesThatAreNoTextAreRefused(
      String here, String locale, String off, String file, String what, String charset)
      throws Exception {
    String run =
        "LC_ALL=%s HPC_NO_REEXEC=%s \"$0\" \"$@\" sieve --limit 9 --csv \"$(printf '%s')\""
            .formatted(locale, off == null ? "" : off, file);
    String said = inDirectory(here, run).complaint(2);
    assertTrue(said.contains(what), said);
    assertTrue(said.contains(": its bytes are not text in " + charset + ", "), said);
    List<String> all = List.of("sh", "-c", "find . -mindepth 1 | wc -l");
    assertEquals(
        "1", HpcProcess.start(directory, Map.of(), all).end().answer().strip(), "nothing is made");
  }

  @Test
  void aProgramThatIsMeasuredHasTheLocaleOfItsUser() throws Exception {
    Path program =
        Files.writeString(
            directory.resolve("x"), "#!/bin/sh\necho 4 in $LANG, $LC_ALL, $LC_NUMERIC.\n");
    assertTrue(program.toFile().setExecutable(true));
    String words = "command --name=x --program=./x --solves=sieve --limit=10 --answer=(.*[.])";
    for (String locale : List.of("C", "", "de_DE.UTF-8")) {
      assertEquals(
          "4 in " + (locale.isEmpty() ? "C" : locale) + ", , C." + EOL,
          HpcProcess.run(directory, Map.of("LC_ALL", locale, "LANG", "C"), words(words)).answer());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sieve --limit 9 --csv=plain/x.csv | sieve: plain/x.csv: not a directory ",
        "sieve --limit 9 --csv=/proc/x/y.csv | sieve: /proc/x/y.csv: no such file or directory ",
        "sweep sweep.yaml --out=plain/x | sweep: ",
        "sweep sweep.yaml --out=/proc/x | sweep: /proc/x: no such file or directory",
      })
  void resultsThatCannotBeWrittenAreToldBeforeAnythingRuns(String words, String line)
      throws Exception {
    Files.createFile(directory.resolve("plain"));
    Files.writeString(
        directory.resolve("sweep.yaml"),
        "sweep: x\nruns: [{workload: sieve, options: {limit: 9}}]\n");
    String said = HpcProcess.run(directory, words(words)).complaint(1);
    assertTrue(said.startsWith("hpc " + line), said);
  }

  @Test
  void aDirectoryWithoutPermissionIsToldSo() throws Exception {
    assumeFalse(System.getProperty("user.name").equals("root"), "root may write anywhere");
    Path closed = Files.createDirectory(directory.resolve("closed"));
    assertTrue(closed.toFile().setWritable(false));
    assertEquals(
        "hpc sieve: closed/x.csv: permission denied",
        HpcProcess.run(directory, words("sieve --limit 9 --csv=closed/x.csv")).complaint(1));
  }

  @Test
  void aFullDiskCostsNeitherTheAnswerNorTheRowsBefore() throws Exception {
    Path small = directory.resolve("small");
    List<String> command = SmallDisk.command(directory, "64k", "cp small/x.csv .");
    command.addAll(List.of(words("sieve --limit 1e3 --repeat 1000 -q --csv")));
    command.add(small.resolve("x.csv").toString());
    HpcProcess.Ended ended = HpcProcess.start(directory, Map.of(), command).end();
    assertEquals(1, ended.status(), ended::toString);
    assertEquals("168" + EOL, ended.out());
    assertEquals(
        "hpc sieve: " + small.resolve("x.csv") + ": No space left on device", ended.onlyLine());
    assertTrue(wholeRows(directory.resolve("x.csv")) > 20);
  }

  @ParameterizedTest
  @CsvSource({"sieve --limit 1e3 -q", "sieve --limit 1e3 --print", "sieve --limit 1e3 --json -q"})
  void anAnswerThatNobodyCouldReadIsAFailure(String words) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" >/dev/full", "sh"));
    command.addAll(HpcProcess.command());
    command.addAll(List.of(words(words)));
    assertTrue(
        HpcProcess.start(directory, Map.of(), command)
            .end()
            .complaint(1)
            .startsWith("hpc sieve: "));
  }

  @ParameterizedTest
  @CsvSource({
    "sieve --limit 1e9 --print, 2",
    "sieve --limit 1e9 --print --ranks 2, 2",
    "sieve --limit 1e3 --json --repeat 1000000 -q, {",
  })
  void aReaderThatHasSeenEnoughEndsTheCommandQuietly(String words, String beginning)
      throws Exception {
    String pipe = "{ \"$@\"; echo status $? >&2; } | head -n 1";
    List<String> command = new ArrayList<>(List.of("sh", "-c", pipe, "sh"));
    command.addAll(HpcProcess.command());
    command.addAll(List.of(words(words)));
    HpcProcess.Ended ended = HpcProcess.start(directory, Map.of(), command).end();
    assertTrue(ended.out().startsWith(beginning), ended::toString);
    assertEquals(1, ended.out().lines().count(), ended::toString);
    assertEquals(List.of("status 141"), ended.err().lines().toList());
  }

  @Test
  void aFieldTooLargeForTheHeapOfALocalRankIsRefusedBeforeRanksStart() throws Exception {
    // half a field takes 488 MiB: rank 0 would have 683 MiB or more alone, of two each has 371
    Map<String, String> job =
        Map.of("SLURM_JOB_ID", "1", "SLURM_CPUS_ON_NODE", "2", "SLURM_MEM_PER_NODE", "1024");
    String line =
        HpcProcess.run(directory, job, words("diffusion --nx 8000 --ny 8000 --steps 1 --ranks 2"))
            .complaint(2);
    assertTrue(line.startsWith("hpc diffusion: --nx 8000 --ny 8000: "), line);
  }

  @Test
  void aHeapThatRunsFullIsOneLine() throws Exception {
    // 64 sieves of some megabytes each
    String line =
        HpcProcess.run(
                directory,
                Map.of("HPC_JAVA_OPTS", "-Xmx24m"),
                words("sieve --from 1e14 --limit 1.1e14 --print --threads 64 -q"))
            .complaint(1);
    assertTrue(line.startsWith("hpc: out of memory: Java heap space; the heap is "), line);
  }

  @Test
  void verboseAddsTheStackTrace() throws Exception {
    HpcProcess.Ended ended =
        HpcProcess.run(directory, words("sieve --limit 9 --csv=/proc/x/y.csv -qv"));
    assertEquals(1, ended.status(), ended::toString);
    assertTrue(ended.err().contains("at hpc.bench.ResultsFile.open("), ended.err());
  }

  @Test
  void whatIsStoppedByASignalLeavesWholeRows() throws Exception {
    Path file = directory.resolve("x.csv");
    HpcProcess run =
        HpcProcess.start(
            directory, Map.of(), words("sieve --limit 1e7 --repeat 1000000 --csv x.csv"));
    run.awaitLine("run 3:");
    run.process().toHandle().destroy();
    assertEquals(TERMINATED, run.end().status());
    assertTrue(wholeRows(file) >= 2);
  }

  @Test
  void aStoppedCountLeavesWhatTheSameCommandGoesOnFrom() throws Exception {
    String[] count = words("sieve --limit 1e12 --ranks 2 --checkpoint=c -v");
    HpcProcess run = HpcProcess.start(directory, Map.of(), count);
    run.awaitLine(" numbers");
    run.process().toHandle().destroy();
    HpcProcess.Ended ended = run.end();
    assertEquals(TERMINATED, ended.status(), ended::toString);
    assertTrue(
        onlyLineAbout("stopped", ended)
            .endsWith("stopped by a signal; the same command goes on from c"),
        ended.err());
    assertTrue(Files.exists(directory.resolve("c")));
  }

  @Test
  void aStressTestThatASignalEndsSaysSoByItsStatus() throws Exception {
    HpcProcess run = HpcProcess.start(directory, Map.of(), words("sieve --stress 600 --ranks 2"));
    run.awaitLine("comparing two sieves");
    run.process().toHandle().destroy();
    HpcProcess.Ended ended = run.end();
    assertEquals(TERMINATED, ended.status(), ended::toString);
    assertEquals("no disagreement" + EOL, ended.out());
  }

  @ParameterizedTest
  @CsvSource({"sieve --limit 1e3 --sum", "sieve --limit 1e3 --tuplets 2"})
  void whatCannotBeVerifiedIsSaidOnce(String words) throws Exception {
    HpcProcess.Ended ended =
        HpcProcess.run(directory, words(words + " --verify --repeat 2 --ranks 2 -q"));
    assertEquals(0, ended.status(), ended::toString);
    assertTrue(ended.onlyLine().endsWith("not verified: no independent check"), ended.err());
  }

  @Test
  void aSweepWithoutARowPromisesNoFigures() throws Exception {
    Files.writeString(
        directory.resolve("x.yaml"),
        "sweep: x\nruns: [{workload: sieve, options: {limit: 1e12, algorithm: naive}}]\n");
    HpcProcess.Ended ended = HpcProcess.run(directory, words("sweep x.yaml --out=figures"));
    assertEquals(1, ended.status(), ended::toString);
    assertFalse(ended.err().contains("figures: "), ended.err());
  }

  @Test
  void theFirstRankRunsUnderTheFlagsOfTheOthers() throws Exception {
    HpcProcess run = HpcProcess.start(directory, Map.of(), words(LONG_RUN));
    run.awaitLine("repetition 1 of 1");
    String first = flags(run.process().toHandle());
    String second = flags(run.children().getFirst());
    run.process().toHandle().destroyForcibly();
    run.end();
    assertTrue(first.contains("-Xmx"), first);
    assertEquals(first, second);
  }

  private static String flags(ProcessHandle process) {
    String words = String.join(" ", process.info().arguments().orElseThrow());
    return words.substring(0, words.indexOf(" -jar "));
  }

  @Test
  void aKilledRankEndsTheJobWithALineThatNamesIt() throws Exception {
    HpcProcess run = HpcProcess.start(directory, Map.of(), words(LONG_RUN));
    run.awaitLine("repetition 1 of 1");
    run.children().getFirst().destroyForcibly();
    assertTrue(run.process().waitFor(GONE_SECONDS, TimeUnit.SECONDS));
    HpcProcess.Ended ended = run.end();
    assertEquals(LOST, ended.status(), ended::toString);
    assertEquals("", ended.out());
    // its end and that of its connection are seen in either order
    String line = onlyLineAbout("rank", ended);
    assertTrue(line.matches("hpc: rank 1 on localhost was lost \\(.+\\); the job ends"), line);
  }

  @Test
  void aKilledFirstRankTakesTheOthersWithIt() throws Exception {
    HpcProcess run = HpcProcess.start(directory, Map.of(), words(LONG_RUN));
    run.awaitLine("repetition 1 of 1");
    List<ProcessHandle> children = run.children();
    assertEquals(1, children.size());
    run.process().toHandle().destroyForcibly();
    children.getFirst().onExit().get(GONE_SECONDS, TimeUnit.SECONDS);
    HpcProcess.Ended ended = run.end();
    assertEquals(KILLED, ended.status(), ended::toString);
    assertTrue(onlyLineAbout("rank", ended).startsWith("hpc: rank 0 on localhost "), ended.err());
  }

  @Test
  void aTornLastLineIsNamedAndTheRestUsed() throws Exception {
    HpcProcess.run(directory, words("sieve --limit 1e3 --repeat 2 --csv x.csv")).answer();
    Path file = directory.resolve("x.csv");
    Files.writeString(file, "1,0b0b,2026-01-", StandardOpenOption.APPEND);
    HpcProcess.Ended ended = HpcProcess.run(directory, "aggregate", "x.csv");
    assertTrue(ended.answer().contains("serial"), ended::toString);
    assertEquals(
        List.of(
            "hpc aggregate: x.csv:4: torn or foreign, not a row of 52 columns, skipped",
            "hpc aggregate: 1 warning"),
        ended.err().lines().toList());
    assertEquals(1, HpcProcess.run(directory, words("aggregate x.csv --strict")).status());
  }

  @Test
  void unknownColumnsAndOtherSchemasAreNamedAndTheRestUsed() throws Exception {
    HpcProcess.run(directory, words("sieve --limit 1e3 --csv x.csv")).answer();
    List<String> lines = Files.readAllLines(directory.resolve("x.csv"));
    Files.writeString(
        directory.resolve("wider.csv"), lines.get(0) + ",colour\n" + lines.get(1) + ",blue\n");
    Files.writeString(
        directory.resolve("newer.csv"), lines.get(0) + "\n" + lines.get(1).replaceFirst("1", "2"));
    HpcProcess.Ended ended =
        HpcProcess.run(directory, words("aggregate x.csv wider.csv newer.csv"));
    assertTrue(ended.answer().contains("serial"), ended::toString);
    assertEquals(
        List.of(
            "hpc aggregate: wider.csv: unknown columns passed over: colour",
            "hpc aggregate: newer.csv: schema 2, this version reads schema 1, skipped",
            "hpc aggregate: 1 row stands in more than one file, counted once each",
            "hpc aggregate: 3 warnings"),
        ended.err().lines().toList());
  }

  @Test
  void nothingToAggregateIsAFailure() throws Exception {
    Files.createDirectory(directory.resolve("empty"));
    assertEquals(
        "hpc aggregate: nothing to aggregate: 0 CSV files found, none with a usable row",
        HpcProcess.run(directory, "aggregate", "empty").complaint(1));
    assertFalse(Files.exists(directory.resolve("summary.csv")));
  }

  @Test
  void aSummaryThatCannotBeWrittenDoesNotHideTheTable() throws Exception {
    HpcProcess.run(directory, words("sieve --limit 1e3 --csv x.csv")).answer();
    HpcProcess.Ended ended = HpcProcess.run(directory, words("aggregate x.csv --out x.csv/y"));
    assertEquals(1, ended.status(), ended::toString);
    assertTrue(ended.out().contains("speedup"), ended::toString);
    assertTrue(ended.onlyLine().startsWith("hpc aggregate: x.csv/y: not a directory"), ended.err());
  }

  private static long wholeRows(Path file) throws Exception {
    Results results = ResultsReader.read(List.of(file));
    assertEquals(List.of(), results.warnings());
    assertTrue(Files.readString(file).endsWith("\r\n"));
    return results.runs().size();
  }

  private static String onlyLineAbout(String word, HpcProcess.Ended ended) {
    List<String> lines = ended.err().lines().filter(line -> line.contains(word)).toList();
    assertEquals(1, lines.size(), ended::toString);
    return lines.getFirst();
  }

  private static String[] words(String line) {
    return line.split(" ");
  }
}
