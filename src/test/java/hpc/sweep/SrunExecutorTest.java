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
    SweepPoint point =
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
        command(inside("4(x2)"), point));
  }

  @Test
  void serialPointIsAStepOfOneTask() {
    List<String> command = command(inside("2(x2)"), Points.of("sieve", "mode", "serial"));

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
    SweepPoint point = Points.of("sieve", "ranks", ranks, "threads", threads);
    SrunExecutor srun = inside(cpus);

    assertEquals(Optional.empty(), srun.misfit(point));
    assertTrue(command(srun, point).contains("--nodes=" + nodes), command(srun, point).toString());
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
    SweepPoint point = Points.of("sieve", "ranks", ranks, "threads", threads);

    assertEquals(Optional.of("wants " + why), inside(cpus).misfit(point));
  }

  @Test
  void stepInsideAStepSharesItsCpus() {
    Map<String, String> shell =
        Map.of("SLURM_JOB_ID", "1", "SLURM_JOB_CPUS_PER_NODE", "2", "SLURM_STEP_ID", "0");

    assertTrue(overlaps(new SrunExecutor(JAVA, shell, 1, 1)));
  }

  @Test
  void stepOfAScriptOrOfTheShellOfSallocSharesNothing() {
    Map<String, String> interactive = // SLURM_INTERACTIVE_STEP of slurm.h
        Map.of("SLURM_JOB_ID", "1", "SLURM_JOB_CPUS_PER_NODE", "2", "SLURM_STEP_ID", "4294967290");

    assertFalse(overlaps(inside("2")));
    assertFalse(overlaps(new SrunExecutor(JAVA, interactive, 1, 1)));
  }

  private static boolean overlaps(SrunExecutor srun) {
    return command(srun, Points.of("sieve")).contains("--overlap");
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
        assertThrows(IllegalArgumentException.class, () -> new SrunExecutor(JAVA, Map.of(), 1, 1));

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
            "SLURM_CPUS_PER_TASK",
            "SRUN_CPUS_PER_TASK",
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

  @ParameterizedTest(name = "{0}={1}, {2} cpus, {3} at once")
  @CsvSource({
    "SLURM_MEM_PER_NODE, 1000, '2(x2)', 1, --mem=1000,         1000",
    "SLURM_MEM_PER_NODE, 1000, '2(x2)', 9, --mem=500,           500",
    "SLURM_MEM_PER_NODE, 1000, '3,1',   9, --mem=333,           333",
    "SLURM_MEM_PER_CPU,  300,  '2(x2)', 1, --mem=600,           600",
    "SLURM_MEM_PER_CPU,  300,  '4,2',   1, --mem=600,           600",
    "SLURM_MEM_PER_CPU,  300,  '2(x2)', 9, --mem=300,           300",
    "SLURM_MEM_PER_NODE, 0,    '2(x2)', 9, none,                  0",
    "SLURM_MEM_PER_GPU,  9,    '2(x2)', 9, none,                  0",
    "HOME,               x,    '2(x2)', 9, none,                  0",
  })
  void stepsAtOnceShareTheMemoryOfTheJobAndOneAloneHasItAll(
      String name, String value, String cpus, int jobs, String option, long mebibytes) {
    Map<String, String> environment =
        Map.of("SLURM_JOB_ID", "1", "SLURM_JOB_CPUS_PER_NODE", cpus, name, value);
    SrunExecutor srun = new SrunExecutor(JAVA, environment, jobs, 1);

    List<String> options =
        command(srun, Points.of("sieve")).stream().filter(w -> w.startsWith("--mem")).toList();

    assertEquals(option.equals("none") ? List.of() : List.of(option), options);
    assertEquals(
        mebibytes, srun.memoryBytes(attempt(srun, Points.of("sieve"))).orElse(0) / (1 << 20));
    Map<String, String> adjusted = new HashMap<>(environment);
    srun.adjust(adjusted);
    assertEquals(option.equals("none"), adjusted.containsKey(name), "said once");
  }

  @ParameterizedTest
  @CsvSource({
    "native, '', none said",
    "native, pmix, --mpi=pmix",
    "auto, '', --mpi=none",
    "auto, pmix, --mpi=pmix",
    "mpj, pmix, --mpi=none"
  })
  void ranksOfTheClustersMpiAreStartedItsWay(String transport, String kind, String expected) {
    Map<String, String> environment =
        Map.of("SLURM_JOB_ID", "1", "SLURM_JOB_CPUS_PER_NODE", "2(x2)", "SLURM_MPI_TYPE", kind);
    SweepPoint point = Points.of("sieve", "ranks", "2", "transport", transport);
    assertEquals(
        expected,
        command(new SrunExecutor(JAVA, environment, 1, 1), point).stream()
            .filter(word -> word.startsWith("--mpi"))
            .findFirst()
            .orElse("none said"));
  }

  @Test
  void stepsAtOnceAreToldTheirNodes() {
    Map<String, String> environment =
        Map.of(
            "SLURM_JOB_ID", "1",
            "SLURM_JOB_CPUS_PER_NODE", "2(x2),8",
            "SLURM_JOB_NODELIST", "n[1-2],m7");

    List<String> large =
        command(new SrunExecutor(JAVA, environment, 9, 1), Points.of("sieve", "threads", "8"));
    List<String> alone =
        command(new SrunExecutor(JAVA, environment, 1, 1), Points.of("sieve", "threads", "8"));

    assertTrue(large.contains("--nodelist=m7"), large::toString);
    assertTrue(alone.stream().noneMatch(w -> w.startsWith("--nodelist")), alone::toString);
  }

  private static List<String> command(SrunExecutor srun, SweepPoint point) {
    return srun.command(attempt(srun, point));
  }

  private static PointQueue.Attempt attempt(SrunExecutor srun, SweepPoint point) {
    CpuAllocator.CpuAllocation share =
        srun.allocator().take(srun.needs(point), CpuAllocator.Extent.PART).orElseThrow();
    return new PointQueue.Attempt(point, 1, share);
  }

  private static SrunExecutor inside(String cpusPerNode) {
    return new SrunExecutor(
        JAVA, Map.of("SLURM_JOB_ID", "1", "SLURM_JOB_CPUS_PER_NODE", cpusPerNode), 1, 1);
  }
}
