package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.rig.SlurmRig.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Submissions that are killed, and nodes that lack what the submitter has. */
@Timeout(1200)
@Tag("rig")
@ExtendWith(SlurmRig.Extension.class)
class TroubledSubmissionIT {

  private static final String SUBMIT =
      "-jar %s sweep sweep.yaml --executor sbatch --time 5 --out out".formatted(SweepRun.JAR);

  @TempDir private Path directory;

  /** The program is killed when it calls sbatch the first or second time, which does so or not. */
  @ParameterizedTest
  @ValueSource(strings = {"1 accept", "2 lose", "2 accept"})
  void afterAKillTheSameCommandSubmitsOnlyTheRest(String fatal, SlurmRig slurm) throws Exception {
    SweepRun sweep = sweep(slurm, "{mode: [forkjoin], threads: [1, 2]}");
    Map<String, String> killing = Map.of("PATH", killingCommands(fatal) + ":" + path());
    slurm.run(directory, Map.of(), SweepRun.LIMIT, partition("DOWN")); // takes jobs, starts none
    try {
      Finished killed =
          slurm.run(directory, killing, SweepRun.LIMIT, ("java " + SUBMIT).split(" "));
      assertEquals(137, killed.exitCode(), killed::toString);

      Finished rest =
          slurm.run(
              directory, Map.of(), SweepRun.LIMIT, ("java " + SUBMIT + " --resume").split(" "));
      assertEquals(0, rest.exitCode(), rest::toString);
      assertTrue(rest.output().contains("aggregates when they have ended"), rest::toString);
      String status = sweep.run("sweep status out").output();
      assertTrue(status.contains("jobs: 2 PENDING\n"), () -> status + rest);
    } finally {
      slurm.run(directory, Map.of(), SweepRun.LIMIT, partition("UP"));
    }
    slurm.awaitQuiet();

    sweep.assertEachOnce(2, 2);
    assertEquals(2, sweep.count("start"), sweep::logs);
    List<String> summary = Files.readAllLines(directory.resolve("out/summary.csv"));
    assertEquals(3, summary.size(), "a header and a row for each layout");
  }

  @Test
  void aNodeWithoutTheSubmittersJavaTakesAnotherOrSaysThatItHasNone(SlurmRig slurm)
      throws Exception {
    SweepRun sweep = sweep(slurm, "{mode: [serial]}");
    Files.createDirectory(directory.resolve("jdk"));

    hideJava(slurm, true);
    try {
      submitByAJavaThatOnlyTheHeadHas(slurm);
      slurm.awaitQuiet();
    } finally {
      hideJava(slurm, false);
    }
    String status = sweep.run("sweep status out").output();
    assertTrue(
        status.matches(
            "(?s).*ended: .*: job [0-9]+_0: FAILED, exit 2: hpc: n[12] has no Java that runs .*jdk/"
                + "bin/java \\(the submitter's\\).*"),
        () -> status + sweep.logs());

    submitByAJavaThatOnlyTheHeadHas(slurm);
    slurm.awaitQuiet();
    sweep.assertEachOnce(1, 1);
  }

  private void submitByAJavaThatOnlyTheHeadHas(SlurmRig slurm) throws Exception {
    String submit =
        "mount --bind \"$JAVA_HOME\" jdk; trap 'umount jdk' EXIT; unset JAVA_HOME;"
            + " PATH=/usr/bin:/bin jdk/bin/java %s --resume".formatted(SUBMIT);
    Finished submitted = slurm.run(directory, Map.of(), SweepRun.LIMIT, "sh", "-ec", submit);
    assertEquals(0, submitted.exitCode(), submitted::toString);
  }

  /**
   * Takes what is in /usr/lib/jvm, where a system keeps every Java, from the nodes or gives it
   * back.
   */
  private static void hideJava(SlurmRig slurm, boolean hidden) throws Exception {
    String change = hidden ? "mount -t tmpfs tmpfs" : "umount";
    for (String node : List.of("n1", "n2")) {
      String command =
          "nsenter --target %s --mount %s /usr/lib/jvm".formatted(slurm.slurmd(node).pid(), change);
      assertEquals(0, new ProcessBuilder(command.split(" ")).inheritIO().start().waitFor());
    }
  }

  /** A directory with an sbatch that kills who calls it. */
  private Path killingCommands(String fatal) throws Exception {
    Path commands = Files.createDirectory(directory.resolve("bin"));
    Path sbatch =
        Files.writeString(
            commands.resolve("sbatch"),
            """
            #!/bin/sh
            echo >>calls
            case "$(wc -l <calls) %s" in
            "1 1 accept" | "2 2 accept") /usr/bin/sbatch "$@" >accepted; kill -KILL $PPID ;;
            "2 2 lose") kill -KILL $PPID ;;
            *) exec /usr/bin/sbatch "$@" ;;
            esac
            """
                .formatted(fatal));
    assertTrue(sbatch.toFile().setExecutable(true));
    return commands;
  }

  private static String path() {
    return Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
  }

  private static String[] partition(String state) {
    return new String[] {"scontrol", "update", "PartitionName=batch", "State=" + state};
  }

  private SweepRun sweep(SlurmRig slurm, String axes) throws Exception {
    SweepRun sweep = new SweepRun(slurm, directory);
    sweep.config("  - {workload: sieve, options: {limit: 1e6}, axes: %s}\n".formatted(axes));
    return sweep;
  }
}
