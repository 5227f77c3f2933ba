package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a rank is lost: one line that names it, the same exit code for all, nobody left. */
class LostRankIT {

  private static final int LOST = LossHandler.LOST;
  private static final int TERMINATED = 128 + 15;
  private static final int RANKS = 3;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"reduce, 0", "reduce, 1", "reduce, 2", "compute, 0", "compute, 1", "compute, 2"})
  void killedTaskEndsTheStep(String scene, int victim) {
    try (RankJob job = RankJob.step(RANKS, scene, "-1", never())) {
      job.awaitAll("plays").signal("KILL", victim);
      assertEndsWith(LOST, others(victim), job);
      assertOneLine(job, "hpc: rank " + victim + " on n1 was lost (");
    }
  }

  @ParameterizedTest
  @CsvSource({"reduce, 0", "reduce, 1", "reduce, 2"})
  void killedLocalRankEndsTheJob(String scene, int victim) {
    try (RankJob job = RankJob.local(RANKS, scene)) {
      job.awaitAll("plays").signal("KILL", victim);
      job.awaitGone(0, 1, 2);
      assertOneLine(job, "hpc: rank " + victim + " on localhost was lost (");
      if (victim != 0) {
        assertEquals(LOST, job.exitCode(0));
      }
    }
  }

  /** Rank 1 comes only then, so that the others are killed before all are connected. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void localRankKilledWhileTheJobStartsEndsIt(int victim) throws Exception {
    Path killed = folder.resolve("killed");
    try (RankJob job = RankJob.local(RANKS, "late", "1", killed.toString())) {
      job.awaitAll("starts").signal("KILL", victim);
      Files.createFile(killed);
      job.awaitGone(0, 1, 2);
      assertOneLine(job, "hpc: rank " + victim + " on localhost ");
      if (victim != 0) {
        assertEquals(LOST, job.exitCode(0));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void rankThatThrowsEndsTheStepWithItsReason(int thrower) {
    try (RankJob job = RankJob.step(RANKS, "throw", Integer.toString(thrower))) {
      assertEndsWith(1, IntStream.range(0, RANKS).toArray(), job.await("plays", thrower));
      assertOneLine(job, "hpc: rank " + thrower + " on n1 failed: out of luck; the job ends");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void rankThatExitsEarlyIsLost(int leaver) {
    try (RankJob job = RankJob.step(RANKS, "exit", Integer.toString(leaver))) {
      assertEndsWith(LOST, IntStream.range(0, RANKS).toArray(), job.await("plays", leaver));
      assertOneLine(job, "hpc: rank " + leaver + " on n1 was lost (it exited); the job ends");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void suspendedRankIsLostAndEndsWhenItResumes(int victim) {
    try (RankJob job = RankJob.step(RANKS, "compute", "-1", never())) {
      job.awaitAll("plays").signal("STOP", victim);
      assertEndsWith(LOST, others(victim), job);
      job.signal("CONT", victim);
      assertEndsWith(LOST, new int[] {victim}, job);
      assertOneLine(job, "hpc: rank " + victim + " on n1 was lost (silent for 10 heartbeats)");
    }
  }

  /** In the head of a message, between two, and in the middle of one. */
  @ParameterizedTest
  @CsvSource({"INSERT, 4", "INSERT, 64", "FLIP, 2", "FLIP, 5000", "DROP, 5000"})
  void whatABadCableDoesToMessagesEndsTheStep(String fault, String where) {
    try (RankJob job = RankJob.step(2, "garble", "1", fault, where)) {
      assertEndsWith(LOST, new int[] {0, 1}, job.awaitAll("plays"));
      assertOneLine(job, "hpc: rank ");
      assertEquals(List.of(), job.unasked());
    }
  }

  @Test
  void suspendedLocalRankIsKilled() {
    try (RankJob job = RankJob.local(RANKS, "compute", "-1", never())) {
      job.awaitAll("plays").signal("STOP", 1);
      job.awaitGone(0, 1, 2);
      assertEquals(LOST, job.exitCode(0));
      assertOneLine(job, "hpc: rank 1 on localhost was lost (silent for 10 heartbeats)");
    }
  }

  @Test
  void jobThatWasSuspendedAsAWholeGoesOn() throws Exception {
    Path end = folder.resolve("end");
    try (RankJob job = RankJob.step(RANKS, "compute", "-1", end.toString())) {
      job.awaitAll("plays").signal("STOP", 0, 1, 2);
      // longer than the 3 s of silence that are a loss
      JobControl.pause(5_000);
      job.signal("CONT", 0, 1, 2);
      Files.createFile(end);
      assertEndsWith(0, IntStream.range(0, RANKS).toArray(), job);
      assertEquals(List.of(), job.errors());
    }
  }

  @Test
  void signalToAllRanksNeedsNoLine() {
    try (RankJob job = RankJob.step(RANKS, "reduce")) {
      job.awaitAll("plays").signal("TERM", 0, 1, 2);
      assertEndsWith(TERMINATED, IntStream.range(0, RANKS).toArray(), job);
      assertEquals(List.of(), job.errors());
    }
  }

  @Test
  void signalToOneRankIsALoss() {
    try (RankJob job = RankJob.step(RANKS, "reduce")) {
      job.awaitAll("plays").signal("TERM", 2);
      assertEndsWith(LOST, others(2), job);
      assertOneLine(job, "hpc: rank 2 on n1 was lost (stopped by a signal); the job ends");
    }
  }

  @Test
  void signalToTheRankThatStartedTheOthersEndsThemQuietly() {
    try (RankJob job = RankJob.local(RANKS, "reduce")) {
      job.awaitAll("plays").signal("TERM", 0);
      assertEquals(TERMINATED, job.exitCode(0));
      job.awaitGone(0, 1, 2);
      assertEquals(List.of(), job.errors());
    }
  }

  private String never() {
    return folder.resolve("never").toString();
  }

  private static int[] others(int victim) {
    return IntStream.range(0, RANKS).filter(rank -> rank != victim).toArray();
  }

  private static void assertEndsWith(int exitCode, int[] ranks, RankJob job) {
    for (int rank : ranks) {
      assertEquals(exitCode, job.exitCode(rank), () -> "rank " + rank + ": " + job.errorsSoFar());
    }
  }

  private static void assertOneLine(RankJob job, String beginning) {
    List<String> lines = job.errors();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.getFirst().startsWith(beginning), lines::toString);
  }
}
