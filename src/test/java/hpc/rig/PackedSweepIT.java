package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose points are steps of a job on a real Slurm, several at once. */
@Timeout(1200)
@Tag("rig")
@ExtendWith(SlurmRig.Extension.class)
class PackedSweepIT {

  /**
   * The shipped sweeps made small: strong scaling of one field, weak scaling of a growing one, and
   * points that no cluster of two nodes with two cpus has room for.
   */
  private static final String STRONG_AND_WEAK =
      """
        - workload: diffusion
          options: {nx: 200, ny: 200, steps: 50, mode: serial, warmup: 1, repeat: 2}
        - workload: diffusion
          scaling: strong
          options: {nx: 200, ny: 200, steps: 50, mode: mpi, warmup: 1, repeat: 2}
          axes: {nodes: [1, 2], ranks: 2..8 x2}
        - workload: diffusion
          scaling: weak
          options: {nx: 100, ny: 100, steps: 50, mode: mpi, warmup: 1, repeat: 2}
          axes: {ranks: 1..8 x2}
      """;

  private static final int POINTS = 1 + 3 + 3;
  private static final int TOO_LARGE = 3 + 1;

  /** Points of which some compute and have rows when the first one is done. */
  private static final String LONG =
      """
        - workload: sieve
          options: {limit: 4e8, threads: 1}
          axes: {repeat: [1, 2, 3, 4, 5, 6]}
      """;

  private static final String ALL_NODES = "--nodes=2 --ntasks=4 --mem=2000";

  private static final int LONG_ROWS = 1 + 2 + 3 + 4 + 5 + 6;

  @TempDir private Path directory;

  @Test
  void strongAndWeakScalingInsideAnAllocation(SlurmRig slurm) throws Exception {
    SweepRun sweep = sweep(slurm, STRONG_AND_WEAK);

    SlurmRig.Finished finished = sweep.complete();

    assertEquals(0, finished.exitCode(), finished::toString);
    sweep.assertEachOnce(POINTS, 2 * POINTS);
    String first = Files.readString(directory.resolve("out/journal.log"));
    assertTrue(mostAtOnce(first) > 1, first);
    assertEquals(TOO_LARGE, count(finished.errors(), "  skipped: "), finished::toString);
    SlurmRig.Finished report = sweep.run("aggregate out --report out/report.html");
    assertEquals(0, report.exitCode(), report::toString);
    assertTrue(Files.exists(directory.resolve("out/report.html")));
  }

  @Test
  void strongAndWeakScalingAsJobArrays(SlurmRig slurm) throws Exception {
    SweepRun sweep = sweep(slurm, STRONG_AND_WEAK);

    SlurmRig.Finished submitted =
        sweep.run("sweep sweep.yaml --executor sbatch --mem 1500 --time 5 --out out");

    assertEquals(0, submitted.exitCode(), submitted::toString);
    assertEquals(TOO_LARGE, count(submitted.errors(), ": skipped: "), submitted::toString);
    slurm.awaitQuiet();
    sweep.assertEachOnce(POINTS, 2 * POINTS);
    assertTrue(Files.exists(directory.resolve("out/summary.csv")), sweep::logs);
    assertTrue(Files.exists(directory.resolve("out/report.html")), sweep::logs);
    SlurmRig.Finished status = sweep.run("sweep status out");
    assertTrue(
        status
            .output()
            .contains(
                "%s of %s points done, 0 failed, %s skipped, 0 left"
                    .formatted(POINTS, POINTS + TOO_LARGE, TOO_LARGE)),
        status::toString);
  }

  @Test
  void afterScancelTheSameCommandCompletesIt(SlurmRig slurm) throws Exception {
    SweepRun sweep = sweep(slurm, LONG);
    try (SlurmRig.Running first = sweep.start(sweep.holdingAllBut(5), ALL_NODES)) {
      sweep.awaitDone(1);
      slurm.run(directory, Map.of(), SweepRun.LIMIT, "scancel", "--user=root");
      assertTrue(first.await(SweepRun.LIMIT).exitCode() != 0);
    }
    sweep.release();
    slurm.awaitQuiet();
    assertTrue(sweep.count("done") < 6, "it was in the middle");
    assertEquals(0, sweep.count("fail"), sweep::logs);

    SlurmRig.Finished second = sweep.complete();

    assertEquals(0, second.exitCode(), second::toString);
    sweep.assertEachOnce(6, LONG_ROWS);
  }

  @Test
  void afterAKillTheSameCommandCompletesIt(SlurmRig slurm) throws Exception {
    SweepRun sweep = sweep(slurm, LONG);
    try (SlurmRig.Running first = sweep.start(sweep.holdingAllBut(5), ALL_NODES)) {
      sweep.awaitDone(1);
      jvmOf(first).destroyForcibly();
      first.await(SweepRun.LIMIT);
    }
    sweep.release();
    assertTrue(sweep.count("done") < 6, "it was in the middle");

    SlurmRig.Finished second = sweep.complete();

    assertEquals(0, second.exitCode(), second::toString);
    sweep.assertEachOnce(6, LONG_ROWS);
  }

  private SweepRun sweep(SlurmRig slurm, String runs) throws IOException {
    SweepRun sweep = new SweepRun(slurm, directory);
    sweep.config(runs);
    return sweep;
  }

  /** The JVM of a sweep, as opposed to those of its points. */
  private static ProcessHandle jvmOf(SlurmRig.Running sweep) {
    return sweep
        .process()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/bin/java"))
        .filter(process ->
            List.of(process.info().arguments().orElse(new String[0])).contains("sweep.yaml"))
        .findAny()
        .orElseThrow();
  }

  private static long count(String errors, String words) {
    return errors.lines().filter(line -> line.contains(words)).count();
  }

  /** The most points that had been started and not ended at any moment. */
  private static int mostAtOnce(String journal) {
    int running = 0;
    int most = 0;
    for (String line : journal.lines().toList()) {
      running += line.contains("\tstart\t") ? 1 : line.contains("\tdone\t") ? -1 : 0;
      most = Math.max(most, running);
    }
    return most;
  }
}
