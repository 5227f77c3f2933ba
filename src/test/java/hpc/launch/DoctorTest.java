package hpc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.launch.DoctorCheck.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

  private static final long GIB = 1L << 30;

  @TempDir Path root;

  @Test
  void everySubjectIsJudgedOnce() {
    List<DoctorCheck> checks = examine(Map.of("HOME", root.toString()));
    assertEquals(checks.size(), checks.stream().map(DoctorCheck::subject).distinct().count());
    assertEquals(Verdict.OK, about("loopback", checks).verdict());
    assertEquals(Verdict.OK, about("mpj express", checks).verdict());
    assertEquals(Verdict.OK, about("vectors", checks).verdict());
    assertFalse(Doctor.anyFail(checks), checks::toString);
  }

  @Test
  void garbageFromSlurmFailsWithTheVariable() {
    List<DoctorCheck> checks = examine(Map.of("SLURM_JOB_ID", "1", "SLURM_CPUS_ON_NODE", "many"));
    assertEquals(Verdict.FAIL, about("allocation", checks).verdict());
    assertTrue(about("allocation", checks).finding().startsWith("SLURM_CPUS_ON_NODE=many"));
    assertTrue(Doctor.anyFail(checks));
  }

  @Test
  void aHeapAboveTheMemoryOfTheTaskFails() {
    List<DoctorCheck> checks = examine(Map.of("SLURM_JOB_ID", "1", "SLURM_MEM_PER_NODE", "64"));
    assertEquals(Verdict.FAIL, about("heap", checks).verdict());
  }

  @Test
  void aMissingHomeIsNoTrouble() {
    assertEquals(DoctorCheck.ok("home", "HOME is not set: nothing is kept there"), home(Map.of()));
    assertEquals(
        DoctorCheck.ok("home", "/nonexistent is not writable: nothing is kept there"),
        home(Map.of("HOME", "/nonexistent")));
  }

  @Test
  void resultsBelowAFileFail() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    Machine machine = new Machine(root, 2, 64 * GIB);
    List<DoctorCheck> checks = new Doctor(machine, Map.of(), file.resolve("results")).examine();
    assertEquals(Verdict.FAIL, about("results", checks).verdict());
  }

  @Test
  void powersaveIsAWarning() throws IOException {
    Path policy = Files.createDirectories(root.resolve("sys/devices/system/cpu/cpu0/cpufreq"));
    Files.writeString(policy.resolve("scaling_governor"), "powersave\n");
    assertEquals(Verdict.WARN, about("frequency", examine(Map.of())).verdict());
  }

  @Test
  void fewOpenFilesAreAWarning() throws IOException {
    Path self = Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(
        self.resolve("limits"),
        "Max open files            256                  4096                 files\n");
    assertEquals(Verdict.WARN, about("open files", examine(Map.of())).verdict());
  }

  @Test
  void slurmOnThePathIsFound() throws IOException {
    assertEquals(Verdict.WARN, about("slurm", examine(Map.of())).verdict());
    for (String command : List.of("srun", "sbatch")) {
      assertTrue(Files.createFile(root.resolve(command)).toFile().setExecutable(true));
    }
    assertEquals(
        Verdict.OK, about("slurm", examine(Map.of("PATH", "/nonexistent:" + root))).verdict());
  }

  @Test
  void ranksThatCannotKnowEachOtherMatterOnlyWhereThereIsSrun() throws IOException {
    DoctorCheck without = about("ranks by srun", examine(Map.of("HPC_SECRET", "swordfish")));
    assertEquals(DoctorCheck.ok("ranks by srun", "not needed without srun"), without);
    assertTrue(Files.createFile(root.resolve("srun")).toFile().setExecutable(true));
    Map<String, String> there = Map.of("HPC_SECRET", "swordfish", "PATH", root.toString());
    assertEquals(Verdict.WARN, about("ranks by srun", examine(there)).verdict());
  }

  @Test
  void troubleWithoutARemedyIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new DoctorCheck("a", "b", Verdict.FAIL, ""));
  }

  private List<DoctorCheck> examine(Map<String, String> env) {
    return new Doctor(new Machine(root, 2, 64 * GIB), env, root.resolve("results")).examine();
  }

  private DoctorCheck home(Map<String, String> env) {
    return about("home", examine(env));
  }

  private static DoctorCheck about(String subject, List<DoctorCheck> checks) {
    return checks.stream()
        .filter(check -> check.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }
}
