package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.cli.ProfilePage;
import hpc.rig.SlurmRig.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code hpc profile} as tasks of srun on two nodes. */
@Tag("rig")
@ExtendWith(SlurmRig.Extension.class)
class SlurmProfileIT {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String JAR = Path.of("target/hpc.jar").toAbsolutePath().toString();

  /** Exact where the kind counts: each rank solves, makes its arrays, and cleans up before. */
  @ParameterizedTest
  @CsvSource({
    "functions --top 0, (?m)^ *(6) .*\\(DiffusionRun.solve\\)$, 1",
    "lines --method DiffusionRun::solve, (?m)^ *\\d+ +(6) .* look\\(clock\\), 1",
    "callgrind, (callgrind_annotate), 1",
    "memory --top 0, (?m)^ *[0-9.]+ +(6) +double\\[.*\\(Field.<init>\\)$, 2",
    "timeline, (rank \\d): peak of the resident set, 2",
    "flame --by rank, (flame.html), 1",
    "gc --top 0, (?m)^ *(\\d) .* System.gc\\(\\)$, 6",
    "jit, (?m)^(rank \\d):, 2"
  })
  void everyKindSeesBothNodes(
      String kind, String seen, int times, SlurmRig slurm, @TempDir Path directory)
      throws Exception {
    Finished run =
        slurm.run(
            directory,
            Map.of(),
            LIMIT,
            srun(
                ("profile %s --out kept --"
                        + " diffusion --nx 300 --ny 200 --kernel scalar --steps 100 --repeat 3")
                    .formatted(kind)));
    assertEquals(0, run.exitCode(), run.errors());
    assertTrue(run.output().startsWith("mean "), run.output());
    List<String> all = new ProfilePage(run.output()).groups(seen).toList();
    assertEquals(times, all.size(), run.output());
    assertEquals(times, seen.contains("rank") ? Set.copyOf(all).size() : times, run.output());
    assertTrue(kind.equals("timeline") || run.output().contains("(2 of 2 ranks)"), run.output());
    assertTrue(Files.exists(directory.resolve("kept/rank-0.jfr")));
    assertTrue(Files.exists(directory.resolve("kept/rank-1.jfr")));
    assertEquals(1, run.errors().lines().filter(line -> line.startsWith("kept in")).count());
    if (kind.startsWith("flame")) {
      String flame = Files.readString(directory.resolve("kept/flame.html"));
      assertTrue(new ProfilePage(flame).boxes().containsAll(List.of("rank 0", "rank 1")));
    }
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
