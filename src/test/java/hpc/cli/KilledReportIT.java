package hpc.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Placement;
import hpc.bench.ResultsFile;
import hpc.bench.Samples;
import hpc.cli.RandomKills.Victim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is killed while it writes summaries, reports and comparisons leaves old files or new ones.
 */
@Timeout(3600)
class KilledReportIT {

  @TempDir private Path directory;

  @Test
  void anAggregateKilledAtAnyMomentLeavesOldOrNewFiles() throws Exception {
    assertOldOrNew(
        "aggregate a.csv --out out/s.csv --report out/report.html",
        "aggregate b.csv --out out/s.csv --report out/report.html");
  }

  @Test
  void aComparisonKilledAtAnyMomentLeavesOldOrNewFiles() throws Exception {
    assertOldOrNew(
        "compare a.csv b.csv --out out/c.csv --junit out/c.xml",
        "compare b.csv a.csv --out out/c.csv --junit out/c.xml");
  }

  /** Two commands by turns that make the same files of a.csv and b.csv, with other contents. */
  private void assertOldOrNew(String first, String second) throws Exception {
    writeRows("a.csv", 4, 1);
    writeRows("b.csv", 16, 2);
    List<String> commands = List.of(first, second);
    RandomKills kills = new RandomKills(first.substring(0, first.indexOf(" ")), directory, 2);
    start(first).end().answer();
    final Map<String, String> firsts = contents();
    RandomKills.remove(directory.resolve("out"));
    kills.whole(start(second)).answer();
    final Map<String, String> seconds = contents();
    for (int kill = 0; kill < kills.count(); kill++) {
      Map<String, String> before = contents();
      kills.kill(start(commands.get(kill % 2)), Victim.ITSELF, () -> hasChanged(before));
      contents()
          .forEach((name, content) ->
              // the list has the figures of both while one is replaced by the other
              assertTrue(
                  name.endsWith(".tmp")
                      || name.endsWith("figures.txt")
                      || content.equals(firsts.get(name))
                      || content.equals(seconds.get(name)),
                  () -> name + ", " + kills));
    }
    System.out.println(kills);
    start(first).end().answer();
    assertEquals(firsts, contents(), kills::toString);
    start(second).end().answer();
    assertEquals(seconds, contents(), kills::toString);
  }

  private boolean hasChanged(Map<String, String> before) {
    try {
      return !contents().equals(before);
    } catch (IOException | UncheckedIOException e) {
      return true; // a name was there and is gone
    }
  }

  /** Of all files that are written, by name. */
  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    Path out = directory.resolve("out");
    for (String name : RandomKills.files(out)) {
      if (Files.isRegularFile(out.resolve(name))) {
        contents.put(name, Files.readString(out.resolve(name), ISO_8859_1));
      }
    }
    return contents;
  }

  private void writeRows(String name, int mostThreads, double seconds) {
    try (ResultsFile rows = ResultsFile.open(directory.resolve(name))) {
      for (int threads = 1; threads <= mostThreads; threads *= 2) {
        Placement placement = threads == 1 ? Samples.serial() : Samples.forkjoin(threads);
        for (int repetition = 0; repetition < 3; repetition++) {
          rows.append(Samples.run(placement, repetition, seconds / threads, "168"));
        }
      }
    }
  }

  private HpcProcess start(String command) throws IOException {
    return HpcProcess.start(directory, Map.of(), command.split(" "));
  }
}
