package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps on a Slurm with accounting, where memory is shared out and who passes it is ended. */
@Tag("rig")
@Timeout(1200)
class AccountedSweepIT {

  private static SlurmRig slurm;

  @TempDir private Path directory;

  @BeforeAll
  static void start() throws Exception {
    slurm = SlurmRig.startWithAccounting();
  }

  @AfterAll
  static void end() throws Exception {
    if (slurm != null) {
      slurm.close();
    }
  }

  @Test
  void peakThatAPointMeasuresIsThatOfTheAccounting() throws Exception {
    SweepRun sweep = new SweepRun(slurm, directory);
    sweep.config(
        """
          - workload: diffusion
            options: {nx: 6000, ny: 6000, steps: 250, mode: serial}
          - workload: diffusion
            options: {nx: 6000, ny: 6000, steps: 250, mode: mpi, ranks: 2, nodes: 2}
        """);

    // both compilers, for so large a field
    SlurmRig.Finished finished = sweep.complete(Map.of("HPC_JAVA_OPTS", ""));

    assertEquals(0, finished.exitCode(), finished::toString);
    sweep.assertEachOnce(2, 2);
    for (NamedCsvRecord row : sweep.rows()) {
      assertFalse(row.getField("accounted_peak_bytes").isEmpty(), row::toString);
      double accounted = Double.parseDouble(row.getField("accounted_peak_bytes"));
      double measured = Double.parseDouble(row.getField("rss_peak_bytes"));
      System.out.printf(
          "AccountedSweepIT: %s: measured %.0f, accounted %.0f, ratio %.4f%n",
          row.getField("mode"), measured, accounted, measured / accounted);
      assertEquals(accounted, measured, 0.03 * accounted, row::toString);
    }
  }

  /** 1200 MiB for two cpus: 600 for each step beside another, and all of it for one by itself. */
  @Test
  void pointThatLacksMemoryGetsAllOfItAndIsNamedIfThatIsNotEnough() throws Exception {
    SweepRun sweep = new SweepRun(slurm, directory);
    sweep.config(
        """
          - workload: sieve
            options: {limit: 1e8}
          - workload: diffusion
            options: {ny: 6000, steps: 200, mode: serial}
            axes: {nx: [7000, 14000]}
        """);

    SlurmRig.Finished finished;
    // a heap larger than the step's memory, so that Slurm has to end it rather than the JVM itself
    Map<String, String> heap = Map.of("HPC_JAVA_OPTS", "-Xmx3g");
    try (SlurmRig.Running run = sweep.start(heap, "--nodes=1 --ntasks=2 --mem=1200")) {
      finished = run.await(SweepRun.LIMIT);
    }

    assertEquals(1, finished.exitCode(), finished::toString);
    List<String> done = sweep.events("done");
    assertEquals(2, done.size(), () -> finished + sweep.logs());
    String said = finished.errors();
    assertTrue(said.contains("out of memory with 600 MiB a node"), said);
    assertTrue(said.contains("out of memory with 1200 MiB a node"), said);
    assertTrue(said.contains("2 points done, 1 failed"), said);
    assertEquals(2, sweep.rows().size(), () -> finished + sweep.logs());
  }
}
