package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks that are processes keep the contract, and say nothing on stderr. */
class MpjCommunicatorTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void keepsTheContractOfCommunicators(int ranks) {
    try (RankJob job = RankJob.local(ranks, "contract")) {
      job.awaitAll("leaves");
      assertEquals(0, job.exitCode(0));
      assertEquals(List.of(), job.errors());
    }
  }

  @Test
  void connectsTheTasksOfASlurmStep() {
    try (RankJob job = RankJob.step(3, "late", "0")) {
      job.awaitAll("leaves");
      for (int rank = 0; rank < 3; rank++) {
        assertEquals(0, job.exitCode(rank));
      }
      assertEquals(List.of(), job.errors());
    }
  }
}
