package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.rig.SlurmRig.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sweeps on a Slurm as sites have it: two threads on a core, arrays of four tasks at most, commands
 * that greet.
 */
@Timeout(1200)
@Tag("rig")
@SlurmRig.OfSites
class SitesSweepIT {

  @TempDir private Path directory;

  @Test
  void longArraysAreCutACommandMayGreetAndADirectoryMayHaveAPercentSign(SlurmRig slurm)
      throws Exception {
    SweepRun sweep = sweep(slurm, "{limit: [1e6], repeat: 1..5 +1}");
    Map<String, String> greeting =
        Map.of("PATH", commandsThatGreet() + ":" + path() + ":" + System.getenv("PATH"));

    Finished submitted =
        slurm.run(
            directory,
            greeting,
            SweepRun.LIMIT,
            hpc(SweepRun.JAR, "sweep sweep.yaml --executor sbatch --time 5 --out 5%j"));

    assertEquals(0, submitted.exitCode(), submitted::toString);
    List<String> jobs = submitted.output().lines().toList();
    assertTrue(jobs.get(0).matches("job [0-9]+: 4 points, .*"), submitted::toString);
    assertTrue(jobs.get(1).matches("job [0-9]+: 1 points, .*"), submitted::toString);
    assertTrue(submitted.errors().contains("hardware threads"), submitted::toString);
    slurm.awaitQuiet();
    String status = sweep.run("sweep status 5%j").output();
    assertTrue(status.contains("5 of 5 points done, 0 failed, 0 left"), status);
    assertTrue(Files.exists(directory.resolve("5%j/report.html")));
  }

  @Test
  void aSubmissionThatStopsInTheMiddleIsResumedAndAJobThatDiesSaysHow(SlurmRig slurm)
      throws Exception {
    SweepRun sweep = sweep(slurm, "{threads: [1, 8], limit: [1e6, 2e6]}");
    Path jar = Files.copy(SweepRun.JAR, directory.resolve("short-lived.jar"));
    String words = "sweep sweep.yaml --executor sbatch --out out --time 5 ";
    slurm.run(
        directory, Map.of(), SweepRun.LIMIT, nodes("DRAIN")); // jobs are taken, none is started
    try {
      Finished half = slurm.run(directory, Map.of(), SweepRun.LIMIT, hpc(jar, words + "--force"));
      assertEquals(1, half.exitCode(), half::toString);
      assertTrue(
          half.errors().contains("1 of 2 job arrays were submitted (")
              && half.errors().contains("node configuration is not available"),
          half::toString);
      String first = half.output().lines().findFirst().orElseThrow();
      assertTrue(first.matches("job [0-9]+: 2 points, .* 1 threads each"), half::toString);

      config("{threads: [1, 2], limit: [1e6, 2e6]}");
      Finished rest = slurm.run(directory, Map.of(), SweepRun.LIMIT, hpc(jar, words + "--resume"));
      assertEquals(0, rest.exitCode(), rest::toString);
      String only = rest.output().lines().findFirst().orElseThrow();
      assertTrue(only.matches("job [0-9]+: 2 points, .* 2 threads each"), rest::toString);
      assertTrue(sweep.run("sweep status out").output().contains("jobs: 4 PENDING\n"));
      Finished none = sweep.run(words + "--resume");
      assertEquals(2, none.exitCode(), none::toString);
      assertTrue(none.errors().contains("wait or run"), none::toString);
      Files.delete(jar);
    } finally {
      slurm.run(directory, Map.of(), SweepRun.LIMIT, nodes("RESUME"));
    }
    slurm.awaitQuiet();
    String died = sweep.run("sweep status out").output();
    assertTrue(died.contains("0 of 4 points done, 0 failed, 4 left"), died);
    assertEquals(
        4,
        died.lines()
            .filter(line -> line.matches("ended: .*: job [0-9]+_[01]: FAILED, exit 1: .*jarfile.*"))
            .count(),
        died);

    assertEquals(0, sweep.run(words + "--resume").exitCode());
    slurm.awaitQuiet();
    sweep.assertEachOnce(4, 4);
    // those of two threads
    assertTrue(
        sweep
            .run("aggregate out")
            .output()
            .contains("2 of 4 rows count hardware threads as cores, up to 2 of a core"));
  }

  @Test
  void stepsShareNoCoreAndInsideAStepTheMemoryOfAJobByTheCpu(SlurmRig slurm) throws Exception {
    SweepRun sweep = sweep(slurm, "{limit: [1e6], repeat: 1..4 +1}");
    String words = "sweep sweep.yaml --executor srun --out ";

    Finished cores = inAllocation(slurm, "-N1 -n4 --mem-per-cpu=400", words + "out");
    assertEquals(0, cores.exitCode(), cores::toString);
    assertTrue(cores.errors().contains("cpus are hardware threads here, 2 of a core"));
    sweep.assertEachOnce(4, 10);
    String logs = sweep.logs();
    assertTrue(sweep.mostAtOnce() <= 2, logs);
    // one that starts when another has just ended may wait until Slurm has its core back
    String ofTheFirstTwo = logs.substring(0, logs.indexOf("\n003-"));
    assertFalse(ofTheFirstTwo.contains("step creation temporarily disabled"), logs);

    Finished step = inAllocation(slurm, "-N1 -n1 -c4 --mem-per-cpu=400 srun", words + "step");
    assertEquals(0, step.exitCode(), step::toString);
    assertTrue(step.errors().contains("4 points done"), step::toString);

    Finished whole = inAllocation(slurm, "-N1 -n2 --hint=nomultithread", words + "whole");
    assertEquals(0, whole.exitCode(), whole::toString);
    assertFalse(whole.errors().contains("hardware threads"), whole::toString);
  }

  private Finished inAllocation(SlurmRig slurm, String allocation, String words) throws Exception {
    List<String> command = new ArrayList<>(List.of("salloc"));
    command.addAll(List.of(allocation.split(" ")));
    command.addAll(List.of(hpc(SweepRun.JAR, words)));
    return slurm.run(directory, Map.of(), SweepRun.LIMIT, command.toArray(String[]::new));
  }

  private static String[] hpc(Path jar, String words) {
    return ("java -jar " + jar + " " + words).split(" ");
  }

  private static String[] nodes(String state) {
    return new String[] {"scontrol", "update", "NodeName=ALL", "State=" + state, "Reason=test"};
  }

  private SweepRun sweep(SlurmRig slurm, String axes) throws IOException {
    SweepRun sweep = new SweepRun(slurm, directory);
    config(axes);
    return sweep;
  }

  private void config(String axes) throws IOException {
    Files.writeString(
        directory.resolve("sweep.yaml"),
        "sweep: small\nruns:\n  - {workload: sieve, options: {mode: forkjoin}, axes: "
            + axes
            + "}\n");
  }

  /** A directory with the commands of Slurm as a site wraps them. */
  private Path commandsThatGreet() throws IOException {
    Path commands = Files.createDirectory(directory.resolve("bin"));
    for (String name : List.of("sbatch", "squeue", "sinfo", "scontrol")) {
      Path command =
          Files.writeString(
              commands.resolve(name),
              """
              #!/bin/sh
              echo "Welcome. 2 nodes are down: 17"
              /usr/bin/%s "$@"
              status=$?
              echo "Read the news"
              exit $status
              """
                  .formatted(name));
      assertTrue(command.toFile().setExecutable(true));
    }
    return commands;
  }

  private static Path path() {
    return Path.of(System.getProperty("java.home"), "bin");
  }
}
