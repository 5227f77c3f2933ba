package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SrunExecutorTest {

  private static final List<String> JAVA = List.of("java", "-jar", "hpc.jar");

  @Test
  void ranksAreTasksAndThreadsAreTheirCpus() {
    Point point =
        Points.of("sieve", "mode", "mpi", "ranks", "3", "threads", "2", "nodes", "2", "limit", "9");

    assertEquals(
        List.of(
            "srun",
            "--job-name=" + point.id(),
            "--nodes=2",
            "--ntasks=3",
            "--ntasks-per-node=2",
            "--cpus-per-task=2",
            "--exact",
            "--kill-on-bad-exit=1",
            "--mpi=none",
            "--input=none",
            "--export=ALL",
            "java",
            "-jar",
            "hpc.jar",
            "sieve",
            "--mode=mpi",
            "--threads=2",
            "--limit=9"),
        inside("4(x2)").command(point));
  }

  @Test
  void serialPointIsAStepOfOneTask() {
    List<String> command = inside("2(x2)").command(Points.of("sieve", "mode", "serial"));

    assertTrue(
        command.containsAll(
            List.of("--nodes=1", "--ntasks=1", "--ntasks-per-node=1", "--cpus-per-task=1")),
        command.toString());
  }

  @ParameterizedTest(name = "{0}: {1} ranks x {2} cpus on {3} nodes")
  @CsvSource({
    "2(x2),     1, 1, 1",
    "2(x2),     2, 1, 1",
    "2(x2),     3, 1, 2",
    "2(x2),     4, 1, 2",
    "2(x2),     2, 2, 2",
    "72(x2),  144, 1, 2",
    "'4,8',     8, 1, 1", // the second node alone
    "'4,8',     9, 1, 2",
    "'2,2,2',   5, 1, 3",
    "'3(x4)',   4, 2, 4" // the third cpu of a node is of no use to a task of two
  })
  void fewestNodesThatHoldThePointAreTaken(String cpus, String ranks, String threads, int nodes) {
    Point point = Points.of("sieve", "ranks", ranks, "threads", threads);
    SrunExecutor srun = inside(cpus);

    assertEquals(Optional.empty(), srun.misfit(point));
    assertTrue(srun.command(point).contains("--nodes=" + nodes), srun.command(point).toString());
  }

  @ParameterizedTest(name = "{0}: {1} ranks x {2} cpus")
  @CsvSource({
    "2(x2),   5, 1, '5 ranks x 1 cpu, the job has 2 nodes with 2 cpus'",
    "2(x2),   1, 3, '1 rank x 3 cpus, the job has 2 nodes with 2 cpus'",
    "2(x2),   3, 2, '3 ranks x 2 cpus, the job has 2 nodes with 2 cpus'",
    "2,       2, 2, '2 ranks x 2 cpus, the job has 1 node with 2 cpus'",
    // six and six: even shares do not fit
    "'8,4',  12, 1, '12 ranks x 1 cpu, the job has 2 nodes with 8 or 4 cpus'"
  })
  void pointLargerThanTheJobDoesNotFit(String cpus, String ranks, String threads, String why) {
    Point point = Points.of("sieve", "ranks", ranks, "threads", threads);

    assertEquals(Optional.of("wants " + why), inside(cpus).misfit(point));
  }

  @Test
  void stepInsideAStepSharesItsCpus() {
    Map<String, String> shell =
        Map.of("SLURM_JOB_ID", "1", "SLURM_JOB_CPUS_PER_NODE", "2", "SLURM_STEP_ID", "0");

    assertTrue(overlaps(new SrunExecutor(JAVA, shell)));
  }

  @Test
  void stepOfAScriptOrOfTheShellOfSallocSharesNothing() {
    Map<String, String> interactive = // SLURM_INTERACTIVE_STEP of slurm.h
        Map.of("SLURM_JOB_ID", "1", "SLURM_JOB_CPUS_PER_NODE", "2", "SLURM_STEP_ID", "4294967290");

    assertFalse(overlaps(inside("2")));
    assertFalse(overlaps(new SrunExecutor(JAVA, interactive)));
  }

  private static boolean overlaps(SrunExecutor srun) {
    return srun.command(Points.of("sieve")).contains("--overlap");
  }

  @Test
  void nodesThatAreAskedForMustBeThere() {
    assertEquals(
        Optional.of("wants 3 ranks x 1 cpu on 3 nodes, the job has 2 nodes with 2 cpus"),
        inside("2(x2)").misfit(Points.of("sieve", "ranks", "3", "nodes", "3")));
    assertEquals(
        Optional.of("wants 4 ranks x 1 cpu on 1 node, the job has 2 nodes with 2 cpus"),
        inside("2(x2)").misfit(Points.of("sieve", "ranks", "4", "nodes", "1")));
    assertEquals(
        Optional.empty(), inside("2(x2)").misfit(Points.of("sieve", "ranks", "2", "nodes", "2")));
  }

  @Test
  void nodeWithoutARankDoesNotFit() {
    assertEquals(
        Optional.of("wants 2 nodes for 1 rank"),
        inside("2(x2)").misfit(Points.of("sieve", "nodes", "2")));
  }

  @Test
  void outsideAnAllocationIsOneLine() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new SrunExecutor(JAVA, Map.of()));

    assertEquals(
        "--executor srun: not inside a Slurm allocation (SLURM_JOB_ID is not set); start the sweep"
            + " with sbatch or salloc, or take --executor local",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "2(x)", "2(x2", "-1", "2,", "99999999999"})
  void cpusThatSlurmNeverWritesAreOneLine(String cpus) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> inside(cpus));

    assertEquals(
        "SLURM_JOB_CPUS_PER_NODE=" + cpus + ": accepted: cpus by node such as 72(x2),36",
        e.getMessage());
  }

  @Test
  void optionsOfTheJobDoNotReachItsSteps() {
    Set<String> kept =
        Set.of("SLURM_JOB_ID", "SLURM_CONF", "SLURM_HINT", "SLURM_MEM_PER_NODE", "PATH");
    Map<String, String> environment = new HashMap<>();
    kept.forEach(name -> environment.put(name, "1"));
    for (String name :
        List.of(
            "SLURM_NTASKS_PER_NODE",
            "SLURM_TASKS_PER_NODE",
            "SLURM_NTASKS_PER_CORE",
            "SLURM_DISTRIBUTION",
            "SLURM_CPU_BIND",
            "SLURM_CPU_BIND_TYPE",
            "SLURM_TRES_PER_TASK",
            "SLURM_STDOUTMODE")) {
      environment.put(name, "1");
    }

    inside("2").adjust(environment);

    assertEquals(kept, environment.keySet());
  }

  @Test
  void memoryVariablesThatExcludeEachOtherAllGo() {
    Map<String, String> environment =
        new HashMap<>(Map.of("SLURM_MEM_PER_CPU", "100", "SLURM_MEM_PER_NODE", "200"));

    inside("2").adjust(environment);

    assertEquals(Map.of(), environment);
  }

  private static SrunExecutor inside(String cpusPerNode) {
    return new SrunExecutor(
        JAVA, Map.of("SLURM_JOB_ID", "1", "SLURM_JOB_CPUS_PER_NODE", cpusPerNode));
  }
}
