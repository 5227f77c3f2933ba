package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterProfileTest {

  private static final String TEXT =
      """
      sbatch: {account: project_1, partition: medium, time: 1:30:00, mem-per-cpu: 2G}
      modules: [java/25, openmpi]
      results: /scratch/$USER/${PART}s
      mpi: pmix
      """;

  @TempDir private Path directory;

  @Test
  void aProfileIsReadWithVariablesPutIn() throws Exception {
    ClusterProfile profile = profile(TEXT);

    assertEquals(
        List.of(
            "export HPC_CLUSTER=" + directory.resolve("p.yaml"),
            "export SBATCH_ACCOUNT=project_1",
            "export SBATCH_PARTITION=medium",
            "export SBATCH_TIMELIMIT=1:30:00",
            "export SBATCH_MEM_PER_CPU=2G",
            "export SALLOC_ACCOUNT=project_1",
            "export SALLOC_PARTITION=medium",
            "export SALLOC_TIMELIMIT=1:30:00",
            "export SALLOC_MEM_PER_CPU=2G",
            "export HPC_MODULES='java/25 openmpi'",
            "export HPC_RESULTS=/scratch/ann/results",
            "export SLURM_MPI_TYPE=pmix"),
        profile.exports());
    assertEquals("--account=project_1 --partition=medium --time=1:30:00", profile.sbatchOptions());
    assertEquals(
        "account project_1, partition medium, time 1:30:00, mem-per-cpu 2G, modules java/25"
            + " openmpi, results in /scratch/ann/results, srun --mpi=pmix",
        profile.summary());
  }

  @Test
  void theEnvironmentStandsAboveIt() throws Exception {
    ClusterProfile profile = profile(TEXT);
    Map<String, String> all =
        profile.completing(Map.of("HPC_RESULTS", "/mine", "SBATCH_PARTITION", "short"));

    assertEquals("/mine", all.get("HPC_RESULTS"));
    assertEquals("pmix", all.get("SLURM_MPI_TYPE"));
    assertEquals(
        Set.of("account", "time", "mem-per-cpu"),
        profile.unsaid(Map.of("SBATCH_PARTITION", "short")).keySet());
  }

  @Test
  void theNearestFileIsTaken() throws Exception {
    Path named = write("named.yaml", "mpi: named");
    write("config/hpc/cluster.yaml", "mpi: xdg");
    write("home/.config/hpc/cluster.yaml", "mpi: home");
    write("tree/config/cluster.yaml", "mpi: tree");
    Map<String, String> environment = new HashMap<>();
    environment.put("HPC_HOME", directory.resolve("tree").toString());
    assertEquals(Optional.of("tree"), ClusterProfile.of(environment).mpi());
    environment.put("HOME", directory.resolve("home").toString());
    assertEquals(Optional.of("home"), ClusterProfile.of(environment).mpi());
    environment.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
    assertEquals(Optional.of("xdg"), ClusterProfile.of(environment).mpi());
    environment.put("HPC_CLUSTER", named.toString());
    assertEquals(Optional.of("named"), ClusterProfile.of(environment).mpi());
    environment.put("HPC_CLUSTER", "");
    assertEquals(ClusterProfile.none(), ClusterProfile.of(environment));
    assertEquals(ClusterProfile.none(), ClusterProfile.of(Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acount: x                    | 1:1: unknown key of a cluster profile \"acount\"",
        "sbatch: {acount: x}          | 1:10: unknown key of sbatch \"acount\"; did you mean"
            + " account?",
        "sbatch: {account: a b}       | 1:19: account \"a b\": accepted: a word without blanks",
        "sbatch: {account: }          | 1:18: account has no value",
        "sbatch: {time: soon}         | 1:16: time soon: accepted: minutes, M:S, H:M:S",
        "sbatch: {mem-per-cpu: 2GB}   | 1:23: mem-per-cpu \"2GB\": accepted: MiB, or a number with",
        "sbatch: [account]            | 1:9: sbatch: a list; accepted: a mapping",
        "modules: java/25             | 1:10: modules: \"java/25\"; accepted: a list",
        "modules: [java; rm]          | 1:11: module \"java; rm\": accepted: a name such as"
            + " java/25",
        "results: here                | 1:10: results \"here\": accepted: a directory from / on",
        "results: /scratch/$NOBODY    | 1:10: results: the variable NOBODY is not set",
        "mpi: --pmix                  | 1:6: mpi \"--pmix\": accepted: a word that srun --mpi=list",
        "- a                          | 1:1: a cluster profile: a list; accepted: a mapping",
      })
  void mistakesAreNamedByPlace(String text, String complaint) throws Exception {
    Path file = write("p.yaml", text);
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> profile(text));
    assertTrue(
        String.valueOf(wrong.getMessage()).startsWith(file + ":" + complaint), wrong::toString);
  }

  @Test
  void aFileThatIsNamedMustBeThere() {
    Path none = directory.resolve("none.yaml");
    Map<String, String> environment = Map.of("HPC_CLUSTER", none.toString());
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> ClusterProfile.of(environment));
    assertTrue(String.valueOf(wrong.getMessage()).startsWith(none + ": "), wrong::toString);
  }

  @Test
  void theShippedFileSetsNothingAndIsAnExampleOfEverything() throws Exception {
    String shipped = Files.readString(Path.of("config/cluster.yaml"));
    assertEquals("nothing is set", profile(shipped).summary());

    String uncommented = shipped.replaceAll("(?m)^# (?=(?:  )?[a-z-]+:(?: [^/]|$))", "");
    ClusterProfile all = profile(uncommented.replaceAll("(?m)^# (?=results:)", ""));

    assertEquals(
        ClusterProfile.OPTIONS.stream().map(YamlMapping.YamlKey::name).collect(Collectors.toSet()),
        all.sbatch().keySet());
    assertEquals(List.of("java/25"), all.modules());
    assertEquals(Optional.of("/scratch/project_1234/ann/hpc"), all.results());
    assertEquals(Optional.of("pmix"), all.mpi());
  }

  private ClusterProfile profile(String text) throws Exception {
    Path file = write("p.yaml", text);
    return ClusterProfile.of(
        Map.of("HPC_CLUSTER", file.toString(), "USER", "ann", "PART", "result"));
  }

  private Path write(String name, String text) throws Exception {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
