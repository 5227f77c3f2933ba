package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Ranks of a real MPI keep the contract, and a lost one ends them all. */
class NativeCommunicatorIT {

  private static final int RANKS = 3;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "OPEN_MPI, 1", "OPEN_MPI, 2", "OPEN_MPI, 3", "OPEN_MPI, 4", "OPEN_MPI, 7",
    "MPICH, 1", "MPICH, 2", "MPICH, 3", "MPICH, 4", "MPICH, 7"
  })
  void keepsTheContractOfCommunicators(MpiProgram launcher, int ranks) {
    assertEndsWell(RankJob.launched(launcher, ranks, "contract"));
  }

  @ParameterizedTest
  @EnumSource
  void leavesItsSignalsToTheJvm(MpiProgram launcher) {
    assertEndsWell(RankJob.launched(launcher, 2, "faults"));
  }

  @ParameterizedTest
  @EnumSource
  void waitsForARankThatIsLate(MpiProgram launcher) {
    assertEndsWell(RankJob.launched(launcher, RANKS, "late", "1"));
  }

  /** The launcher or we ourselves, whoever is first. */
  @ParameterizedTest
  @CsvSource({
    "OPEN_MPI, reduce, 0", "OPEN_MPI, reduce, 2", "OPEN_MPI, compute, 1",
    "MPICH, reduce, 0", "MPICH, reduce, 2", "MPICH, compute, 1"
  })
  void killedRankEndsTheJob(MpiProgram launcher, String scene, int victim) {
    try (RankJob job = RankJob.launched(launcher, RANKS, scene, "-1", never())) {
      job.awaitAll("plays").signal("KILL", victim);
      assertEndsBadly(job, launcher);
    }
  }

  @ParameterizedTest
  @CsvSource({"OPEN_MPI, 0", "OPEN_MPI, 1", "MPICH, 0", "MPICH, 1"})
  void suspendedRankEndsTheJob(MpiProgram launcher, int victim) {
    try (RankJob job = RankJob.launched(launcher, RANKS, "compute", "-1", never())) {
      job.awaitAll("plays").signal("STOP", victim);
      assertEndsBadly(job, launcher);
      assertOneLine(job, "hpc: rank " + victim + " on ");
    }
  }

  @ParameterizedTest
  @CsvSource({"OPEN_MPI, 0", "OPEN_MPI, 2", "MPICH, 0", "MPICH, 2"})
  void rankThatThrowsEndsTheJobWithItsReason(MpiProgram launcher, int thrower) {
    try (RankJob job = RankJob.launched(launcher, RANKS, "throw", "" + thrower)) {
      job.await("plays", thrower);
      assertEndsBadly(job, launcher);
      assertOneLine(job, "hpc: rank %s on ".formatted(thrower));
      assertTrue(job.lines().getFirst().endsWith(" failed: out of luck; the job ends"));
    }
  }

  @ParameterizedTest
  @CsvSource({"OPEN_MPI, 0", "OPEN_MPI, 1", "MPICH, 0", "MPICH, 1"})
  void rankThatExitsEarlyEndsTheJob(MpiProgram launcher, int leaver) {
    try (RankJob job = RankJob.launched(launcher, RANKS, "exit", "" + leaver)) {
      job.await("plays", leaver);
      assertEndsBadly(job, launcher);
      assertOneLine(job, "hpc: rank %s on ".formatted(leaver));
    }
  }

  @ParameterizedTest
  @EnumSource
  void signalToAllRanksNeedsNoLine(MpiProgram launcher) {
    try (RankJob job = RankJob.launched(launcher, RANKS, "reduce")) {
      job.awaitAll("plays").signal("TERM", 0, 1, 2);
      assertEndsBadly(job, launcher);
      assertEquals(List.of(), job.lines());
    }
  }

  private String never() {
    return folder.resolve("never").toString();
  }

  private static void assertEndsWell(RankJob ranks) {
    try (RankJob job = ranks) {
      job.awaitAll("leaves");
      assertEquals(0, job.exitCode(0), () -> job.errorsSoFar().toString());
      assertEquals(List.of(), job.lines());
    }
  }

  /** No rank is left, and the launcher says that something went wrong, if it can. */
  private static void assertEndsBadly(RankJob job, MpiProgram launcher) {
    int status = job.exitCode(0);
    assertTrue(status != 0 || launcher.losesExitCodes(), () -> status + " " + job.errorsSoFar());
    job.awaitGone(IntStream.range(0, RANKS).toArray());
  }

  private static void assertOneLine(RankJob job, String beginning) {
    assertEquals(1, job.lines().size(), () -> job.errorsSoFar().toString());
    assertTrue(job.lines().getFirst().startsWith(beginning), () -> job.lines().toString());
  }
}
