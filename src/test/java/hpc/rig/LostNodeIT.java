package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that is lost under a sweep, on a Slurm that soon notices. */
@Tag("rig")
@Timeout(1200)
class LostNodeIT {

  @Test
  void theSameCommandCompletesTheSweepWhenTheNodeIsBack(@TempDir Path directory) throws Exception {
    try (SlurmRig slurm = SlurmRig.startImpatient()) {
      SweepRun sweep = new SweepRun(slurm, directory);
      sweep.config(
          """
            - workload: sieve
              options: {limit: 1e7, threads: 1}
              axes: {repeat: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}
          """);
      ProcessHandle lost = slurm.slurmd("n2");
      try (SlurmRig.Running first = sweep.start(sweep.holdingAllBut(11), "--nodes=2 --ntasks=4")) {
        sweep.awaitDone(1);
        signal("STOP", lost);
        SlurmRig.Finished ended = first.await(SweepRun.LIMIT);
        assertTrue(ended.exitCode() != 0, ended::toString);
      }
      assertTrue(sweep.count("done") < 12, "it was in the middle");
      sweep.release();
      signal("CONT", lost);
      awaitBack(slurm, "n2");

      SlurmRig.Finished second = sweep.complete();

      assertEquals(0, second.exitCode(), () -> second + sweep.logs());
      sweep.assertEachOnce(12, 12 * 13 / 2);
    }
  }

  /**
   * Returns a node to service as an administrator does. Left alone, Slurm asks a node that is down
   * in every twentieth round of pings only, and a drained one never.
   */
  private static void awaitBack(SlurmRig slurm, String node) throws Exception {
    try {
      SlurmRig.await(
          SweepRun.LIMIT,
          () -> {
            if (ask(slurm, "sinfo", "-h", "-p", "batch", "-t", "idle", "-o", "%D").equals("2")) {
              return true;
            }
            // refused when it is in service already
            ask(slurm, "scontrol", "update", "nodename=" + node, "state=resume");
            return false;
          });
    } catch (IllegalStateException e) {
      throw new IllegalStateException(slurm.describeNodes(), e);
    }
  }

  private static String ask(SlurmRig slurm, String... command)
      throws IOException, InterruptedException {
    return slurm.run(Path.of("/"), Map.of(), SweepRun.LIMIT, command).output().strip();
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor());
  }
}
