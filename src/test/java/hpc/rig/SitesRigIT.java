package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.rig.SlurmRig.Finished;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second rig itself: what the other tests on it take for granted. */
@Tag("rig")
@SlurmRig.OfSites
class SitesRigIT {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @Test
  void fourNodesWithNamesThatOnlySlurmKnows(SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    Finished hosts =
        slurm.run(
            anywhere, Map.of(), LIMIT, "srun", "-N4", "sh", "-c", "hostname; getent hosts GPU-box");
    assertEquals(
        List.of("GPU-box", "Rack-A007", "n0000000009", "n0000000010"),
        hosts.output().lines().sorted().toList());
  }

  @Test
  void aCoreHasTwoThreadsAndAnArrayFourTasksAtMost(SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    Finished cpus =
        slurm.run(anywhere, Map.of(), LIMIT, "srun", "-n1", "sh", "-c", "echo $SLURM_CPUS_ON_NODE");
    assertEquals("2\n", cpus.output());
    Finished refused = slurm.run(anywhere, Map.of(), LIMIT, "sbatch", "--array=1-4", "--wrap=true");
    assertTrue(refused.errors().contains("Invalid job array"), refused.errors());
  }
}
