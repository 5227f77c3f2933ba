package hpc.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.slurm.Allocation.Place;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values as the manual pages of sbatch and srun describe them (section Output Environment). */
class AllocationTest {

  private static final long GIB = 1L << 30;

  private static final Map<String, String> STEP =
      Map.ofEntries(
          Map.entry("SLURM_CLUSTER_NAME", "rig"),
          Map.entry("SLURM_JOB_ID", "42"),
          Map.entry("SLURM_JOB_NAME", "heat"),
          Map.entry("SLURM_ARRAY_JOB_ID", "40"),
          Map.entry("SLURM_ARRAY_TASK_ID", "2"),
          Map.entry("SLURM_STEP_ID", "0"),
          Map.entry("SLURM_PROCID", "6"),
          Map.entry("SLURM_NTASKS", "9"),
          Map.entry("SLURM_STEP_NUM_TASKS", "7"),
          Map.entry("SLURM_STEP_NUM_NODES", "4"),
          Map.entry("SLURM_JOB_NUM_NODES", "5"),
          Map.entry("SLURM_NODEID", "3"),
          Map.entry("SLURM_STEP_TASKS_PER_NODE", "2(x3),1"),
          Map.entry("SLURM_CPUS_ON_NODE", "8"),
          Map.entry("SLURM_MEM_PER_NODE", "4096"),
          Map.entry("SLURM_JOB_NODELIST", "n[1-5]"),
          Map.entry("SLURM_STEP_NODELIST", "n[1-4]"),
          Map.entry("TMPDIR", "/tmp"),
          Map.entry("SLURM_TMPDIR", "/scratch/42"));

  @Test
  void outsideSlurmThereIsOneTaskWithoutLimits() {
    Allocation allocation = Allocation.of(Map.of("SLURM_CPUS_PER_TASK", "3"));
    assertEquals(Place.OUTSIDE, allocation.place());
    assertEquals(1, allocation.tasks());
    assertEquals(1, allocation.nodes());
    assertEquals(OptionalInt.empty(), allocation.cpus());
    assertEquals(OptionalLong.empty(), allocation.memoryBytes());
  }

  @Test
  void readsAStep() {
    Allocation allocation = Allocation.of(STEP);
    assertEquals(Place.STEP, allocation.place());
    assertEquals("rig", allocation.cluster());
    assertEquals("42", allocation.jobId());
    assertEquals("heat", allocation.jobName());
    assertEquals("40", allocation.arrayJobId());
    assertEquals("2", allocation.arrayTaskId());
    assertEquals("0", allocation.stepId());
    assertEquals(6, allocation.rank());
    assertEquals(7, allocation.tasks());
    assertEquals(4, allocation.nodes());
    assertEquals("n[1-4]", allocation.nodeList());
    assertEquals(List.of(Path.of("/scratch/42"), Path.of("/tmp")), allocation.scratch());
  }

  @ParameterizedTest
  @CsvSource({"0,2", "2,2", "3,1"})
  void tasksOfANodeShareItsMemoryAndCpus(String node, int tasks) {
    Allocation allocation = Allocation.of(with(STEP, "SLURM_NODEID", node));
    assertEquals(tasks, allocation.tasksOnNode());
    assertEquals(OptionalInt.of(8 / tasks), allocation.cpus());
    assertEquals(OptionalLong.of(4 * GIB / tasks), allocation.memoryBytes());
    assertEquals(OptionalInt.empty(), allocation.cpusPerTask());
  }

  @Test
  void cpusPerTaskComesBeforeAShareOfTheNode() {
    Map<String, String> env = with(STEP, "SLURM_CPUS_PER_TASK", "3");
    assertEquals(OptionalInt.of(3), Allocation.of(env).cpus());
    assertEquals(OptionalInt.of(3), Allocation.of(env).cpusPerTask());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"cpu:3", "cpu=3", "gres/gpu:1,cpu:3", "cpu:3,gres/gpu=2"})
  void cpusPerTaskMayStandAmongItsResources(String resources) {
    Map<String, String> env = with(STEP, "SLURM_TRES_PER_TASK", resources);
    assertEquals(OptionalInt.of(3), Allocation.of(env).cpusPerTask());
    assertEquals(
        OptionalInt.empty(),
        Allocation.of(with(STEP, "SLURM_TRES_PER_TASK", "gres/gpu:3")).cpusPerTask());
  }

  @Test
  void memoryPerCpuIsTimesTheCpusOfTheTask() {
    Map<String, String> env = new HashMap<>(with(STEP, "SLURM_CPUS_PER_TASK", "3"));
    env.remove("SLURM_MEM_PER_NODE");
    env.put("SLURM_MEM_PER_CPU", "1024");
    assertEquals(OptionalLong.of(3 * GIB), Allocation.of(env).memoryBytes());
  }

  /** srun hands on what a user has exported for it. */
  @ParameterizedTest
  @CsvSource({"4096, 4", "4G, 4", "4g, 4", "4GB, 4", "4096M, 4", "4194304K, 4", "2T, 2048"})
  void memoryMayHaveAUnit(String value, long gibibytes) {
    Map<String, String> env = with(STEP, "SLURM_MEM_PER_NODE", value);
    env.put("SLURM_NODEID", "0");
    assertEquals(OptionalLong.of(gibibytes * GIB / 2), Allocation.of(env).memoryBytes());
    assertEquals(List.of(), Allocation.ignored(env));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lots", "1.5G", "4X", "-1", "99999999999999999999"})
  void memoryThatIsNoAmountIsIgnoredInOneLine(String value) {
    Map<String, String> env = with(STEP, "SLURM_MEM_PER_NODE", value);
    assertEquals(OptionalLong.empty(), Allocation.of(env).memoryBytes());
    assertEquals(
        List.of(
            "SLURM_MEM_PER_NODE=%s: accepted: MiB, or a unit as in 4G; it is ignored"
                .formatted(value)),
        Allocation.ignored(env));
  }

  @Test
  void memoryZeroIsAllOfTheNode() {
    assertEquals(
        OptionalLong.empty(), Allocation.of(with(STEP, "SLURM_MEM_PER_NODE", "0")).memoryBytes());
  }

  @Test
  void aScriptHasTheWholeShareOfItsNode() {
    Map<String, String> env =
        Map.of(
            "SLURM_JOB_ID", "7",
            "SLURM_NTASKS", "8",
            "SLURM_PROCID", "0",
            "SLURM_JOB_CPUS_PER_NODE", "4(x2)",
            "SLURM_TASKS_PER_NODE", "4(x2)",
            "SLURM_MEM_PER_NODE", "2048",
            "SLURM_JOB_NUM_NODES", "2");
    Allocation allocation = Allocation.of(env);
    assertEquals(Place.SCRIPT, allocation.place());
    assertEquals(1, allocation.tasks());
    assertEquals(2, allocation.nodes());
    assertEquals(OptionalInt.of(4), allocation.cpus());
    assertEquals(OptionalLong.of(2 * GIB), allocation.memoryBytes());
    assertEquals("", allocation.stepId());
  }

  /** 0xfffffffa and 0xfffffffb: the shell of salloc and the script of a job are steps, too. */
  @ParameterizedTest
  @CsvSource({"4294967290,SCRIPT", "4294967291,SCRIPT", "0,STEP", "17,STEP"})
  void specialStepsAreNotTasksOfSrun(String step, Place place) {
    assertEquals(place, Allocation.of(with(STEP, "SLURM_STEP_ID", step)).place());
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "SLURM_PROCID|x",
        "SLURM_PROCID|7",
        "SLURM_PROCID|-1",
        "SLURM_STEP_NUM_TASKS|0",
        "SLURM_STEP_ID|one",
        "SLURM_STEP_TASKS_PER_NODE|2(x3",
        "SLURM_STEP_TASKS_PER_NODE|2(x0),1",
        "SLURM_STEP_TASKS_PER_NODE|,",
        "SLURM_CPUS_PER_TASK|1e3",
        "SLURM_CPUS_ON_NODE|99999999999"
      },
      delimiter = '|')
  void garbageIsOneLineThatNamesTheVariable(String variable, String value) {
    Map<String, String> env = with(STEP, variable, value);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Allocation.of(env)).getMessage();
    assertTrue(message.startsWith(variable + "=" + value), message);
    assertFalse(message.contains("\n"), message);
  }

  @Test
  void aLineBreakInAValueStaysOneLine() {
    Map<String, String> env = with(STEP, "SLURM_NTASKS", "1\n2");
    Map<String, String> old = new HashMap<>(env);
    old.remove("SLURM_STEP_NUM_TASKS");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Allocation.of(old)).getMessage();
    assertEquals("SLURM_NTASKS=1?2: accepted: a whole number", message);
  }

  @ParameterizedTest
  @CsvSource({
    "SLURM_STEP_ID, 0, true",
    "SLURM_STEPID, 7, true",
    "SLURM_STEP_ID, 4294967291, false",
    "SLURM_STEP_ID, batch, false",
    "SLURM_JOB_ID, 1, false"
  })
  void onlySrunStartsSteps(String variable, String value, boolean step) {
    assertEquals(step, Allocation.isStep(Map.of(variable, value)));
  }

  private static Map<String, String> with(Map<String, String> env, String name, String value) {
    Map<String, String> changed = new HashMap<>(env);
    changed.put(name, value);
    return changed;
  }
}
