package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.cli.RandomKills.Victim;
import hpc.scaling.Results;
import hpc.scaling.ResultsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long counts that are killed or asked to stop, and go on from their checkpoint. */
@Timeout(1200)
class KilledCountIT {

  /** pi(5 x 10^10), as primesieve counts. */
  private static final String PRIMES_TO_5E10 = "2119654578";

  /** pi(10^9), of the same. */
  private static final String PRIMES_TO_1E9 = "50847534";

  private static final int KILLED = 128 + 9;
  private static final int LOST = 3;

  private static final int KILLS = 10;
  private static final List<String> LAYOUTS =
      List.of("--threads 1", "--threads 2", "--ranks 2", "--ranks 2 --threads 2", "--threads 3");
  private static final int STOPPED = 128;

  @TempDir private Path directory;

  @Test
  void killedTenTimesAndResumedOnOtherLayoutsItCountsRight() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      HpcProcess count = start(LAYOUTS.get(kill % LAYOUTS.size()));
      TimeUnit.MILLISECONDS.sleep(random.nextInt(200, 1_600));
      List<ProcessHandle> ranks = count.children();
      count.process().toHandle().destroyForcibly();
      count.end();
      for (ProcessHandle rank : ranks) {
        rank.onExit().get(600, TimeUnit.SECONDS);
      }
    }
    assertEquals(PRIMES_TO_5E10, start("--threads 2").end().answer().strip(), () -> "seed " + seed);
    assertFalse(Files.exists(directory.resolve("count")), "a complete count leaves no checkpoint");
  }

  @Test
  @Timeout(3600)
  void ranksKilledAtAnyMomentAllEndAndLeaveWholeRows() throws Exception {
    String count = "sieve --limit 1e9 --ranks 3 --repeat 2 --csv rows.csv";
    RandomKills kills = new RandomKills("sieve --ranks 3", directory, 2);
    assertEquals(PRIMES_TO_1E9, kills.whole(start(count, "")).answer().strip());
    for (int kill = 0; kill < kills.count(); kill++) {
      HpcProcess ranks = start(count, "");
      HpcProcess.Ended ended = kills.kill(ranks, Victim.ANY, () -> !ranks.children().isEmpty());
      assertTrue(Set.of(0, LOST, KILLED).contains(ended.status()), () -> ended + ", " + kills);
    }
    assertEquals(PRIMES_TO_1E9, start(count, "").end().answer().strip(), kills::toString);
    Results rows = ResultsReader.read(List.of(directory.resolve("rows.csv")));
    assertEquals(List.of(), rows.warnings(), kills::toString);
    assertTrue(
        rows.runs().stream().allMatch(row -> row.outcome().answer().equals(PRIMES_TO_1E9)),
        kills::toString);
    assertEquals(List.of("", "rows.csv"), RandomKills.files(directory), kills::toString);
    System.out.println(kills);
  }

  @Test
  void askedToStopItSaysSoAndGoesOn() throws Exception {
    assertStops("TERM", 15, "--threads 2");
    assertStops("USR1", 10, "--threads 1");
    assertEquals(PRIMES_TO_5E10, start("--threads 2").end().answer().strip());
  }

  private void assertStops(String signal, int number, String layout) throws Exception {
    HpcProcess count = start(layout + " -v");
    count.awaitLine(" numbers");
    new ProcessBuilder("kill", "-" + signal, Long.toString(count.process().pid()))
        .start()
        .waitFor();
    HpcProcess.Ended ended = count.end();
    assertEquals(STOPPED + number, ended.status(), ended::toString);
    assertEquals("", ended.out());
    assertTrue(ended.err().contains("the same command goes on from count"), ended::toString);
    assertTrue(Files.exists(directory.resolve("count")));
  }

  private HpcProcess start(String layout) throws Exception {
    return start("sieve --limit 5e10 --checkpoint count --checkpoint-every 0.2 ", layout);
  }

  private HpcProcess start(String count, String layout) throws Exception {
    return HpcProcess.start(directory, HpcProcess.BOTH_COMPILERS, (count + layout).split(" "));
  }
}
