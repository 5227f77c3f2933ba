package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.rig.SlurmRig.Finished;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Ranks find each other wherever Slurm puts them, on nodes whose names no resolver knows. */
@Tag("rig")
@SlurmRig.OfSites
class SitesRanksIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String JAR = Path.of("target/hpc.jar").toAbsolutePath().toString();

  /** pi(10^6), OEIS A006880. */
  private static final String ANSWER = "78498\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "first node       | srun -N3 -n3",
        "list of hosts    | env SLURM_HOSTFILE=hosts srun -n3",
        "plane            | srun -m plane=2 -N2 -n5",
        "later nodes      | salloc -Q -N3 srun --relative=1 -N2 -n2",
        "two components   | salloc -Q -N1 -w n0000000010 : -N1 -n2 srun --het-group=0,1",
        "IPv6 first       | env JDK_JAVA_OPTIONS=-Djava.net.preferIPv6Addresses=true srun -N2 -n3",
        "memory in GiB    | env SLURM_MEM_PER_CPU=1G srun -N2 -n2"
      })
  void theyGiveOneAnswer(String layout, String launch, SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    Files.writeString(anywhere.resolve("hosts"), "n0000000010\nGPU-box\nn0000000010\n");
    Finished sieve = run(slurm, anywhere, launch, "sieve --limit 1e6");
    assertEquals(0, sieve.exitCode(), () -> layout + sieve.errors());
    assertEquals(ANSWER, sieve.output());
  }

  @Test
  void ranksBesideAnAllocationAreToldOf(SlurmRig slurm, @TempDir Path anywhere) throws Exception {
    Finished sieve = run(slurm, anywhere, "salloc -Q -N2", "sieve --limit 1e6 --ranks 2");
    assertEquals(ANSWER, sieve.output());
    assertTrue(
        sieve.errors().contains("--ranks 2: all ranks run on this machine, not on the nodes of"),
        sieve.errors());
    assertTrue(sieve.errors().contains("srun --ntasks=2"), sieve.errors());
  }

  @Test
  void aNodeThatNobodyKnowsIsNamedAtOnce(@TempDir Path anywhere) throws Exception {
    ProcessBuilder rank =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-jar",
                JAR,
                "sieve",
                "--limit",
                "1e6")
            .directory(anywhere.toFile())
            .redirectErrorStream(true);
    rank.environment()
        .putAll(
            Map.of(
                "SLURM_PROCID", "2",
                "SLURM_NTASKS", "4",
                "SLURM_GTIDS", "2,3",
                "SLURM_JOB_ID", "4711",
                "SLURM_STEP_ID", "0",
                "SLURM_STEP_NODELIST", "nowhere[1-2]",
                "SLURMD_NODENAME", "nowhere2",
                "HPC_SECRET", "a secret of the test, long enough"));
    Process process = rank.start();
    List<String> said = process.inputReader().lines().toList();
    assertEquals(3, process.waitFor());
    assertEquals(
        List.of(
            "hpc: rank 0 on nowhere1 cannot be reached: the name of nowhere1 does not resolve, and"
                + " scontrol tells no address of it; the job ends"),
        said);
  }

  private static Finished run(SlurmRig slurm, Path directory, String launch, String words)
      throws Exception {
    return slurm.run(
        directory,
        Map.of(),
        LIMIT,
        Stream.of(launch, "java -jar", JAR, words)
            .flatMap(part -> Stream.of(part.split(" ")))
            .toArray(String[]::new));
  }
}
