package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
              options: {limit: 5e8, threads: 1}
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
      SlurmRig.await(
          SweepRun.LIMIT,
          () ->
              slurm
                  .run(
                      directory,
                      Map.of(),
                      SweepRun.LIMIT,
                      "sinfo",
                      "-h",
                      "-p",
                      "batch",
                      "-t",
                      "idle",
                      "-o",
                      "%D")
                  .output()
                  .strip()
                  .equals("2"));

      SlurmRig.Finished second = sweep.complete();

      assertEquals(0, second.exitCode(), () -> second + sweep.logs());
      sweep.assertEachOnce(12, 12 * 13 / 2);
    }
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor());
  }
}
