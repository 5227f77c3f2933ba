package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tasks that are killed before they have connected to rank 0: only the other tasks of their node
 * can tell.
 */
@EnabledOnOs(OS.LINUX)
class RankLostEarlyTest {

  private static final int RANKS = 3;

  /** What the system calls this process, by which its children know who started them. */
  private static final Path NAME = Path.of("/proc/self/comm");

  private static String usualName;

  @BeforeAll
  static void playSlurm() throws IOException {
    usualName = Files.readString(NAME);
    Files.writeString(NAME, "slurmstepd");
  }

  @AfterAll
  static void playNoMore() throws IOException {
    Files.writeString(NAME, usualName);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void endsTheStep(int victim) {
    try (RankJob job = RankJob.step(RANKS, "never", Integer.toString(victim))) {
      job.await("starts", victim).signal("KILL", victim);
      assertLost(RANKS, victim, "n1", job);
    }
  }

  /** Rank 1 has not connected: rank 2, which has, cannot know whether it will. */
  @Test
  void rankZeroLostAmidTheStartEndsTheStep(@TempDir Path folder) throws IOException {
    Path killed = folder.resolve("killed");
    try (RankJob job = RankJob.step(RANKS, "late", "1", killed.toString())) {
      job.awaitAll("starts");
      // it listens for its peers when it has connected to rank 0
      job.awaitTrue(() -> !ListeningSockets.of(job.pid(2)).isEmpty(), "rank 2 at rank 0");
      job.signal("KILL", 0);
      Files.createFile(killed);
      assertLost(RANKS, 0, "n1", job);
    }
  }

  /** Ranks 0 and 1 are on the first node, 2 and 3 on the second. */
  @ParameterizedTest
  @CsvSource({"0, n1", "3, n2"})
  void endsAStepOnTwoNodes(int victim, String node) {
    try (RankJob job = RankJob.stepOnTwoNodes(2, "never", Integer.toString(victim))) {
      job.await("starts", victim).signal("KILL", victim);
      assertLost(4, victim, node, job);
    }
  }

  private static void assertLost(int ranks, int victim, String node, RankJob job) {
    for (int rank : IntStream.range(0, ranks).filter(rank -> rank != victim).toArray()) {
      assertEquals(LossHandler.LOST, job.exitCode(rank), () -> "stderr: " + job.errorsSoFar());
    }
    assertEquals(
        List.of(
            "hpc: rank %s on %s was lost (%s); the job ends"
                .formatted(victim, node, JobControl.GONE_EARLY)),
        job.errors());
  }
}
