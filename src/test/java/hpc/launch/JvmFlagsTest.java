package hpc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.slurm.Allocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmFlagsTest {

  private static final long MIB = 1L << 20;
  private static final Machine NODE = new Machine(Path.of("/"), 8, 16384 * MIB);
  private static final Map<String, String> TASK =
      Map.of(
          "SLURM_JOB_ID", "1",
          "SLURM_STEP_ID", "0",
          "SLURM_NTASKS", "2",
          "SLURM_PROCID", "1",
          "SLURM_TASKS_PER_NODE", "2",
          "SLURM_CPUS_PER_TASK", "4",
          "SLURM_MEM_PER_NODE", "8192");

  @Test
  void aTaskOfSlurmGetsItsShareOfTheNode() {
    List<String> flags = JvmFlags.of(NODE, Allocation.of(TASK), 1);
    assertTrue(flags.contains("-XX:ActiveProcessorCount=4"), flags::toString);
    assertTrue(flags.contains("-XX:ParallelGCThreads=4"), flags::toString);
    assertTrue(flags.contains("-Xmx3072m"), flags::toString);
    assertEquals(JvmFlags.MARK, flags.getLast());
  }

  @Test
  void localRanksShareCpusAndMemory() {
    List<String> flags = JvmFlags.of(NODE, Allocation.of(TASK), 4);
    assertTrue(flags.contains("-XX:ActiveProcessorCount=1"), flags::toString);
    assertTrue(flags.contains("-XX:+UseSerialGC"), flags::toString);
    assertTrue(flags.contains("-Xmx768m"), flags::toString);
    assertEquals(1, JvmFlags.cpus(NODE, Allocation.none(), 100), "never none");
  }

  @ParameterizedTest
  @CsvSource({
    "sieve --limit 9,1",
    "sieve --ranks 2 --limit 9,2",
    "profile gc -- sieve --ranks=12,12",
    "profile gc --rank 1 --from d,1",
    "sieve --ranks,1",
    "sieve --ranks many,1",
    "sieve --ranks 0,1",
    "sieve --ranks 99999,1"
  })
  void ranksAreKnownBeforeTheCommandLineIsRead(String words, int ranks) {
    assertEquals(ranks, JvmNeeds.localRanks(words.split(" ", -1)));
  }

  @Test
  void theMachineBoundsWhatSlurmGrants() {
    Machine small = new Machine(Path.of("/"), 2, 1024 * MIB);
    assertEquals(2, JvmFlags.cpus(small, Allocation.of(TASK), 1));
    assertEquals(512 * MIB, JvmFlags.memoryBytes(small, Allocation.of(TASK), 1));
  }

  /** The rule in the class comment, worked by hand. */
  @ParameterizedTest
  @CsvSource({"64,32", "256,128", "512,384", "1024,768", "4096,3072", "16384,15360", "65536,61440"})
  void theHeapLeavesAReserve(long memoryMib, long heapMib) {
    Machine machine = new Machine(Path.of("/"), 2, memoryMib * MIB);
    List<String> flags = JvmFlags.of(machine, Allocation.none(), 1);
    assertTrue(flags.contains("-Xmx" + heapMib + "m"), flags::toString);
  }

  /** By the defaults of the JVM: a ninth of the heap, under the serial collector a thirtieth. */
  @Test
  void oneSurvivorSpaceIsNeverUsable() {
    // what Runtime.maxMemory tells is 2731 MiB with -Xmx3072m, 742.4 MiB with -Xmx768m
    assertEquals(2730, JvmFlags.usableHeapBytes(NODE, Allocation.of(TASK), 1) / MIB);
    assertEquals(742, JvmFlags.usableHeapBytes(NODE, Allocation.of(TASK), 4) / MIB);
  }

  @Test
  void theYoungGenerationIsSmallAndPartOfTheHeap() {
    assertEquals("-XX:MaxNewSize=128m", JvmFlags.youngBound(128 * MIB, 20_000 * MIB));
    assertEquals("-XX:MaxNewSize=10m", JvmFlags.youngBound(128 * MIB, 32 * MIB));
    assertEquals("-XX:MaxNewSize=1m", JvmFlags.youngBound(32 * MIB, MIB));
  }

  @Test
  void temporaryFilesGoToTheFirstScratchThatIsWritable(@TempDir Path scratch) throws Exception {
    Path file = Files.createFile(scratch.resolve("file"));
    Allocation allocation =
        Allocation.of(
            Map.of(
                "SLURM_TMPDIR", "/nonexistent",
                "LOCAL_SCRATCH", file.toString(),
                "TMPDIR", scratch.toString()));
    List<String> flags = JvmFlags.of(NODE, allocation, 1);
    assertTrue(flags.contains("-Djava.io.tmpdir=" + scratch), flags::toString);
  }

  @Test
  void temporaryFilesStayWhereTheJvmPutsThemIfNoScratchExists() {
    Allocation allocation = Allocation.of(Map.of("TMPDIR", "/nonexistent"));
    assertFalse(
        JvmFlags.of(NODE, allocation, 1).stream().anyMatch(flag -> flag.contains("tmpdir")));
  }

  @ParameterizedTest
  @CsvSource({
    "-Xmx1g,-Xmx3072m",
    "-Xms1g,-Xmx3072m",
    "-XX:MaxRAMPercentage=10,-Xms32m",
    "-XX:+UseZGC,-XX:+UseParallelGC"
  })
  void aFlagOfTheUserReplacesOurs(String users, String ours) {
    List<String> all = JvmFlags.of(NODE, Allocation.of(TASK), 1);
    assertTrue(all.contains(ours), all::toString);
    List<String> merged = JvmFlags.merge(all, List.of(users));
    assertFalse(merged.contains(ours), merged::toString);
    assertEquals(users, merged.getLast());
    assertTrue(merged.contains(JvmFlags.MARK), merged::toString);
  }

  @Test
  void theUsersFlagsAreThoseAfterTheMark() {
    List<String> marked = List.of("-Xmx1g", JvmFlags.MARK, "-Da=b");
    assertEquals(List.of("-Xmx1g"), JvmFlags.usersOf(List.of("-Xmx1g"), List.of()));
    assertEquals(List.of("-Da=b"), JvmFlags.usersOf(marked, List.of()));
  }

  @Test
  void whatTakesEffectTwiceIsLeftToTheEnvironment() {
    List<String> variable = List.of("-javaagent:a.jar=x", "-agentlib:hprof", "-Da=b", "-Xmx1g");
    assertEquals(List.of("-Da=b", "-Xmx1g"), JvmFlags.usersOf(variable, variable));
    assertEquals(
        List.of("-javaagent:b.jar"), JvmFlags.usersOf(List.of("-javaagent:b.jar"), variable));
  }

  @Test
  void extraFlagsAreSplitAtBlanksOutsideQuotes() {
    assertEquals(List.of(), JvmFlags.words("  "));
    assertEquals(
        List.of("-Xmx1g", "-Da=b c", "-Dd=\"", "", "-De=f g"),
        JvmFlags.words(" -Xmx1g\t-Da='b c' '-Dd=\"' '' \"-De=f g\" "));
  }

  @Test
  void anOpenQuoteIsRefused() {
    assertEquals(
        "HPC_JAVA_OPTS: -Da='b has a quote ' that is not closed",
        assertThrows(IllegalArgumentException.class, () -> JvmFlags.words("-Da='b")).getMessage());
  }
}
