package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.rig.SlurmRig.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job scripts submitted from elsewhere, in ways that hide from them where they are. */
@Tag("rig")
@SlurmRig.OfSites
class ScriptsElsewhereIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Path HERE = Path.of("").toAbsolutePath();

  private static final String SWEEP =
      """
      sweep: small
      runs:
        - workload: sieve
          options: {limit: 1e6, mode: serial}
      """;

  /** pi(10^6), OEIS A006880. */
  private static final String ANSWER = "78498";

  /** In no locale, with memory by the node, and with options after the file. */
  @Test
  void eachTaskOfAnArrayHasItsRow(SlurmRig slurm, @TempDir Path anywhere) throws Exception {
    Path tree = copyOfTheTree(anywhere.resolve("ünï"));
    Path elsewhere = Files.createDirectory(anywhere.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("small.yaml"), SWEEP);
    submit(
        slurm,
        elsewhere,
        "sbatch --export=JAVA_HOME --array=1-3 --mem=1900 --output=array-%a "
            + tree.resolve("slurm/sieve_serial.sh")
            + " small.yaml --jobs 1");

    Path results = tree.resolve("results/sieve_serial");
    for (int task = 1; task <= 3; task++) {
      Path said = elsewhere.resolve("array-" + task);
      awaitLine(said, "figures: ");
    }
    try (Stream<Path> files = Files.walk(results)) {
      List<Path> rows = files.filter(file -> file.endsWith("small.csv")).toList();
      assertEquals(3, rows.size(), rows::toString);
      for (Path row : rows) {
        assertTrue(Files.readString(row).contains("," + ANSWER + ","), () -> row.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sbatch --output=said copy.sh small.yaml",
        "sbatch --output=said < copy.sh",
        "sbatch --output=said --wrap 'bash copy.sh small.yaml'"
      })
  void aCopyRunsNothingOfTheDirectoryAroundIt(
      String submission, SlurmRig slurm, @TempDir Path anywhere) throws Exception {
    Files.copy(HERE.resolve("slurm/sieve_serial.sh"), anywhere.resolve("copy.sh"));
    Files.writeString(anywhere.resolve("small.yaml"), SWEEP);
    String foreign = "echo foreign; exit 0\n";
    Files.writeString(anywhere.resolve("common.sh"), foreign);
    Files.createDirectory(anywhere.resolve("slurm"));
    Files.writeString(anywhere.resolve("slurm/common.sh"), foreign);

    submit(slurm, anywhere, submission);
    Path said = anywhere.resolve("said");
    awaitLine(said, "set HPC_HOME");
    assertEquals(1, Files.readAllLines(said).size(), () -> said.toString());

    submit(
        slurm,
        anywhere,
        "HPC_CONFIG=small.yaml HPC_RESULTS=rows HPC_HOME=" + HERE + " " + submission);
    awaitLine(said, "figures: ");
  }

  @Test
  void anOptionThatSweepsDoNotHaveIsRefused(SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    Files.writeString(anywhere.resolve("small.yaml"), SWEEP);
    submit(
        slurm,
        anywhere,
        "HPC_RESULTS=rows sbatch --output=said "
            + HERE.resolve("slurm/sieve_serial.sh")
            + " small.yaml --repeat 3");
    awaitLine(anywhere.resolve("said"), "--repeat: no such option");
  }

  private static void submit(SlurmRig slurm, Path directory, String command) throws Exception {
    Finished submitted = slurm.run(directory, Map.of(), LIMIT, "sh", "-c", command);
    assertEquals(0, submitted.exitCode(), submitted.errors());
  }

  private static void awaitLine(Path file, String text) throws Exception {
    SlurmRig.await(LIMIT, () -> Files.exists(file) && Files.readString(file).contains(text));
  }

  /** What the launcher and the scripts need of it; the jar is the one under test. */
  private static Path copyOfTheTree(Path tree) throws IOException {
    for (String part : List.of("slurm", "modules", "config")) {
      try (Stream<Path> files = Files.walk(HERE.resolve(part))) {
        for (Path file : files.toList()) {
          Path copy = tree.resolve(HERE.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    Files.copy(HERE.resolve("hpc"), tree.resolve("hpc"));
    Files.createSymbolicLink(tree.resolve("target"), HERE.resolve("target"));
    return tree;
  }
}
