package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.rig.SlurmRig.Finished;
import hpc.rig.SlurmRig.Job;
import hpc.rig.SlurmRig.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The rig itself: what the other tests on it take for granted. */
@Tag("rig")
@ExtendWith(SlurmRig.Extension.class)
class SlurmRigIT {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @Test
  void twoNodesTakeTwoTasksEach(SlurmRig slurm, @TempDir Path anywhere) throws Exception {
    Finished hosts = slurm.run(anywhere, Map.of(), LIMIT, "srun", "-N2", "-n4", "hostname");
    assertEquals(List.of("n1", "n1", "n2", "n2"), hosts.output().lines().sorted().toList());
  }

  @Test
  void nodesKnowEachOtherByName(SlurmRig slurm, @TempDir Path anywhere) throws Exception {
    Finished found =
        slurm.run(anywhere, Map.of(), LIMIT, "srun", "-N1", "-w", "n1", "getent", "hosts", "n2");
    assertTrue(found.output().startsWith("10.77.0.12"), found.output());
  }

  @Test
  void aBatchJobFailsWithItsScript(SlurmRig slurm, @TempDir Path anywhere) throws Exception {
    Job job = slurm.runJob(anywhere, Map.of(), LIMIT, "--wrap=exit 3");
    assertEquals("FAILED", job.state());
  }

  @Test
  void nothingOutlivesTheRig(@TempDir Path anywhere) throws Exception {
    List<ProcessHandle> all;
    try (SlurmRig own = SlurmRig.start();
        Running job =
            own.launch(anywhere, Map.of(), "srun", "-N2", "sh", "-c", "echo up; sleep 1000")) {
      job.awaitOutput("up\nup\n", LIMIT);
      all = own.processes().toList();
      assertFalse(all.isEmpty());
    }
    assertEquals(List.of(), all.stream().filter(ProcessHandle::isAlive).toList());
  }
}
