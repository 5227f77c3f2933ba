package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.sweep.BatchLimits.Memory;
import hpc.sweep.BatchLimits.MemoryScope;
import hpc.sweep.CpuAllocator.Resources;
import hpc.sweep.SweepPolicy.BuildAndCpu;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would be submitted, for nodes of four cpus. */
class BatchSweepTest {

  private static final long MIB = 1L << 20;
  private static final SweepPolicy CONDUCT =
      new SweepPolicy(
          SweepPolicy.Start.RESUMED, 2, new BuildAndCpu("1.0 abc", "Slurm, partition p"));

  @TempDir private Path directory;

  @Test
  void pointsThatWantTheSameShareAnArray() {
    SweepConfig config = config("{limit: [1e6, 1e7], threads: [1, 2]}");
    List<String> plan = sweep(config, limits()).plan();

    assertEquals(
        List.of("#SBATCH --array=0-1", "#SBATCH --array=0-1"), containing(plan, "--array"));
    assertEquals(
        List.of("#SBATCH --cpus-per-task=1", "#SBATCH --cpus-per-task=2"),
        containing(plan, "--cpus-per-task"));
    List<String> commands = containing(plan, "exec ");
    assertTrue(commands.getFirst().endsWith(ids(config, 0, 2)), commands::toString);
    assertTrue(commands.get(1).endsWith(ids(config, 1, 3)), commands::toString);
    assertTrue(commands.getLast().contains(" aggregate " + directory), commands::toString);
    // 2 points of a core and 2 of two cores, half an hour each
    assertTrue(plan.getLast().startsWith("core-hours: 3.00 at most"), plan.getLast());
    assertFalse(Files.exists(directory.resolve("jobs")), "a plan writes nothing");
  }

  @Test
  void jobsLoadModulesAndTellSrunOfTheClustersMpi() {
    BatchSweep.Jobs jobs =
        new BatchSweep.Jobs(
            List.of("hpc"),
            List.of("--account=p1"),
            List.of("java/25", "openmpi"),
            Optional.of("pmix"),
            OptionalLong.empty());
    BatchSweep sweep = new BatchSweep(config("{limit: [1]}"), directory, CONDUCT, limits(), jobs);
    for (String line :
        List.of(
            "#SBATCH --account=p1",
            "module load java/25 openmpi || exit 2",
            "export SLURM_MPI_TYPE=pmix")) {
      assertEquals(List.of(line, line), containing(sweep.plan(), line), "points and aggregation");
    }
  }

  @Test
  void ranksTakeTheFewestNodesOrThoseAskedFor() {
    assertEquals(new Resources(2, 5, 1), Resources.of(point("ranks", "5"), 4));
    assertEquals(new Resources(3, 3, 1), Resources.of(point("ranks", "3", "nodes", "3"), 4));
    assertEquals(new Resources(2, 3, 2), Resources.of(point("ranks", "3", "threads", "2"), 4));
  }

  @Test
  void arraysAreNoLongerThanSlurmTakes() {
    SweepConfig config = config("{limit: [" + range(9) + "]}");
    BatchLimits limits = new BatchLimits(600, 4, 4, Optional.empty(), OptionalLong.empty());
    List<String> plan = sweep(config, limits).plan();
    assertEquals(
        List.of("#SBATCH --array=0-3", "#SBATCH --array=0-3", "#SBATCH --array=0-0"),
        containing(plan, "--array"));
    List<String> commands = containing(plan, "exec ");
    assertTrue(commands.get(1).endsWith(ids(config, 4, 5, 6, 7)), commands::toString);
  }

  @Test
  void logsStandInTheDirectoryWhateverItsName() {
    Path odd = directory.resolve("50% of %j \"a\"");
    SweepConfig config = config("{limit: [1]}");
    BatchSweep sweep = new BatchSweep(config, odd, CONDUCT, limits(), jobs());
    String name = directory + "/50%% of %%j \\\"a\\\"/logs/";
    assertEquals(
        List.of(
            "#SBATCH --output=\"" + name + "slurm-%A_%a.out\"",
            "#SBATCH --output=\"" + name + "slurm-%j-aggregate.out\""),
        containing(sweep.plan(), "--output"));
  }

  @Test
  void aDirectoryIsNoCommandOfTheScript() {
    Path evil = directory.resolve("x\ntouch owned\n");
    BatchSweep sweep = new BatchSweep(config("{limit: [1]}"), evil, CONDUCT, limits(), jobs());
    String message = assertThrows(IllegalArgumentException.class, sweep::plan).getMessage();
    assertTrue(message.contains("x touch owned"), message);
  }

  @Test
  void whatIsDoneIsNotSubmittedAgain() throws Exception {
    SweepConfig config = config("{limit: [1, 2]}");
    Path part = directory.resolve("journal-7_1.log"); // of a task of an array
    try (Journal journal = Journal.open(part)) {
      journal.begin(CONDUCT, 1);
      journal.done(config.points().getFirst(), 1.5);
    }
    List<String> commands = containing(sweep(config, limits()).plan(), "exec ");
    assertTrue(commands.getFirst().endsWith(ids(config, 1)), commands::toString);
    assertFalse(commands.getFirst().contains(ids(config, 0)), commands::toString);
  }

  @Test
  void pointsThatCannotRunAreNamed() {
    assertEquals(
        List.of("point 2 sieve threads=5: threads 5: the largest node has 4 cpus"),
        sweep(config("{threads: [4, 5]}"), limits()).refusals());
    assertEquals(
        List.of("point 2 sieve ranks=2401: 601 nodes: there are 600"),
        sweep(config("{ranks: [2400, 2401]}"), limits()).refusals());
    assertEquals(
        List.of("point 2 diffusion ranks=9 nx=8: ranks 9: more than nx 8"),
        sweep(
                SweepConfig.parse(
                    "s.yaml",
                    "sweep: s\nruns: [{workload: diffusion, axes: {ranks: [8, 9], nx: [8]}}]",
                    Catalogs.HPC),
                limits())
            .refusals());
    for (String field : List.of("preset: csc-heat", "preset: sine, nx: 2000", "dx: 2, nx: 2e3")) {
      assertEquals(
          List.of("ranks 2001: more than nx 2000"), whyTooManyRanks(field + ", ranks: 2001"));
      assertEquals(List.of(), whyTooManyRanks(field + ", ranks: 2000"));
      assertEquals(List.of(), whyTooManyRanks(field + ", ranks: 2001, decomposition: 3x667"));
    }
    assertEquals(List.of("ranks 1001: more than nx 1000"), whyTooManyRanks("ranks: 1001"));
    assertEquals(List.of(), whyTooManyRanks("ranks: 1001, ic: field.npy"));
  }

  @Test
  void heapsThatDoNotFitTheMemoryOfTheJobAreRefused() {
    assertEquals(
        List.of("point 2 sieve ranks=3: 1200 MiB of heap on a node: --mem is 1000 MiB"),
        sweep(config("{ranks: [2, 3]}"), heapOf400MiB(MemoryScope.NODE, 1000)).refusals());
    // a rank has a heap, a thread of it has none, and each of them has the memory of a cpu
    assertEquals(
        List.of(
            "point 1 sieve threads=1 ranks=3: 1200 MiB of heap on a node:"
                + " --mem-per-cpu is 300 MiB x 3 = 900 MiB",
            // on two nodes
            "point 2 sieve threads=1 ranks=5: 1200 MiB of heap on a node:"
                + " --mem-per-cpu is 300 MiB x 3 = 900 MiB"),
        sweep(config("{threads: [1, 2], ranks: [3, 5]}"), heapOf400MiB(MemoryScope.CPU, 300))
            .refusals());
    assertEquals(
        List.of(),
        sweep(config("{threads: [1, 2], ranks: [3, 5]}"), heapOf400MiB(MemoryScope.CPU, 400))
            .refusals());
  }

  private static BatchLimits heapOf400MiB(MemoryScope share, long mebibytes) {
    return new BatchLimits(
        600, 4, 1001, Optional.of(new Memory(share, mebibytes * MIB)), OptionalLong.of(400 * MIB));
  }

  @Test
  void pointsLargerThanANodeAreLeftOutWhereTheFileSaysSo() {
    SweepConfig config =
        SweepConfig.parse(
            "s.yaml",
            """
            sweep: s
            too_large: skip
            runs:
              - {workload: sieve, axes: {threads: [4, 5]}}
              - {workload: sieve, options: {nodes: 3, ranks: 2}}
            """,
            Catalogs.HPC);
    BatchSweep sweep = sweep(config, limits());

    assertEquals(
        List.of("point 2 sieve threads=5: threads 5: the largest node has 4 cpus"),
        sweep.skipped());
    assertEquals(
        List.of("point 3 sieve nodes=3 ranks=2: nodes 3: more than ranks"), sweep.refusals());
    assertEquals(1, containing(sweep.plan(), "sieve threads=4").size());
    assertEquals(0, containing(sweep.plan(), "sieve threads=5").size());
    assertEquals(List.of(), sweep(config("{threads: [5]}"), limits()).skipped());
  }

  /** Why a diffusion on as many nodes as it needs is refused. */
  private static List<String> whyTooManyRanks(String options) {
    String text = "sweep: s\nruns: [{workload: diffusion, options: {%s}}]".formatted(options);
    return SweepConfig.parse("s.yaml", text, Catalogs.HPC).points().stream()
        .flatMap(point -> limits().refusal(point).stream())
        .toList();
  }

  private BatchSweep sweep(SweepConfig config, BatchLimits limits) {
    return new BatchSweep(config, directory, CONDUCT, limits, jobs());
  }

  private static BatchSweep.Jobs jobs() {
    return new BatchSweep.Jobs(
        List.of("java", "-jar", "hpc.jar"),
        List.of(),
        List.of(),
        Optional.empty(),
        OptionalLong.of(30));
  }

  private static BatchLimits limits() {
    return new BatchLimits(600, 4, 1001, Optional.empty(), OptionalLong.empty());
  }

  private static List<String> containing(List<String> plan, String word) {
    return plan.stream().filter(line -> line.contains(word)).map(String::strip).toList();
  }

  private static String ids(SweepConfig config, int... indices) {
    StringBuilder ids = new StringBuilder();
    for (int index : indices) {
      ids.append(' ').append(config.points().get(index).id());
    }
    return ids.toString();
  }

  private static String range(int count) {
    StringBuilder numbers = new StringBuilder("1");
    for (int i = 2; i <= count; i++) {
      numbers.append(", ").append(i);
    }
    return numbers.toString();
  }

  private static SweepPoint point(String... options) {
    return Points.of("sieve", options);
  }

  private static SweepConfig config(String axes) {
    return SweepConfig.parse(
        "s.yaml", "sweep: s\nruns: [{workload: sieve, axes: " + axes + "}]", Catalogs.HPC);
  }
}
