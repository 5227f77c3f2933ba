package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.rig.SlurmRig.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code hpc profile} as tasks of srun on two nodes. */
@ExtendWith(SlurmRig.Extension.class)
class SlurmProfileIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String JAR = Path.of("target/hpc.jar").toAbsolutePath().toString();

  @Test
  void eachRankRecordsAndTheFirstShowsAll(SlurmRig slurm, @TempDir Path directory)
      throws Exception {
    Finished run =
        slurm.run(
            directory,
            Map.of(),
            LIMIT,
            srun("profile functions --top 0 --out kept -- sieve --limit 1e7"));
    assertEquals(0, run.exitCode(), run.errors());
    assertEquals("664579", run.output().lines().findFirst().orElseThrow());
    assertTrue(run.output().contains("(2 of 2 ranks)"), run.output());
    assertTrue(
        run.output().lines().anyMatch(line -> line.matches(" *2 .*\\(SieveWorkload\\$1.solve\\)")),
        run.output());
    assertTrue(Files.exists(directory.resolve("kept/rank-0.jfr")));
    assertTrue(Files.exists(directory.resolve("kept/rank-1.jfr")));
    assertEquals(1, run.errors().lines().filter(line -> line.startsWith("kept in")).count());
  }

  @ParameterizedTest
  @CsvSource({
    "memory, double[",
    "timeline, rank 1: peak of the resident set",
    "flame, flame.html",
    "gc, collections",
    "jit, rank 1:"
  })
  void everyKindSeesBothNodes(String kind, String seen, SlurmRig slurm, @TempDir Path directory)
      throws Exception {
    Finished run =
        slurm.run(
            directory,
            Map.of(),
            LIMIT,
            srun(
                "profile %s --out kept -- diffusion --nx 500 --ny 500 --steps 20 --repeat 3"
                    .formatted(kind)));
    assertEquals(0, run.exitCode(), run.errors());
    assertTrue(run.output().contains(seen), run.output());
    assertTrue(Files.exists(directory.resolve("kept/rank-1.jfr")));
  }

  @Test
  void aWrongWordIsToldOnce(SlurmRig slurm, @TempDir Path directory) throws Exception {
    Finished run =
        slurm.run(directory, Map.of(), LIMIT, srun("profile functions -- sieve --limt 1e7"));
    assertEquals(2, run.exitCode(), run.errors());
    assertEquals(1, run.errors().lines().filter(line -> line.startsWith("hpc")).count());
    assertEquals("", run.output());
  }

  private static String[] srun(String words) {
    List<String> command = new ArrayList<>(List.of("srun", "-N2", "-n2"));
    command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-jar", JAR));
    command.addAll(List.of(words.split(" ")));
    return command.toArray(String[]::new);
  }
}
