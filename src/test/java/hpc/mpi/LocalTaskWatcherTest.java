package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of processes made of files, as seen by rank 5 of the ranks 4, 5 and 6 of a node. */
class LocalTaskWatcherTest {

  private static final int SLURMD = 100;
  private static final int DAEMON = 200;

  @TempDir Path proc;

  private LocalTaskWatcher watcher;

  @BeforeEach
  void startStep() throws IOException {
    watcher = watcher("4,5,6");
    process(SLURMD, "slurmd", 1, "HOME=/");
    process(DAEMON, "slurmstepd", SLURMD, "HOME=/");
    process(304, "java", DAEMON, "SLURM_PROCID=4");
    process(305, "java", DAEMON, "SLURM_PROCID=5");
    process(306, "java", DAEMON, "SLURM_PROCID=6");
    process(400, "java", SLURMD, "SLURM_PROCID=9");
    Files.createSymbolicLink(proc.resolve("self"), Path.of("305"));
  }

  @Test
  void missesNobodyWhileAllAreThere() {
    watcher.lost();
    assertEquals(Set.of(), watcher.lost());
    assertEquals(4, watcher.lowestLeft());
  }

  @Test
  void missesWhoIsGoneAtTwoLooks() throws IOException {
    end(306);
    assertEquals(Set.of(), watcher.lost());
    assertEquals(Set.of(6), watcher.lost());
  }

  @Test
  void theLowestLeftIsTheNextOne() throws IOException {
    end(304);
    watcher.lost();
    assertEquals(Set.of(4), watcher.lost());
    assertEquals(5, watcher.lowestLeft());
  }

  @Test
  void aZombieIsGone() throws IOException {
    Files.writeString(proc.resolve("304/stat"), "304 (java) Z 200 304 304 0");
    watcher.lost();
    assertEquals(Set.of(4), watcher.lost());
  }

  @Test
  void programsMayHaveAnyName() throws IOException {
    process(304, "a) S 1 (b", DAEMON, "SLURM_PROCID=4");
    watcher.lost();
    assertEquals(Set.of(), watcher.lost());
  }

  @Test
  void looksBeyondTheShellThatStartedThisRank() throws IOException {
    process(500, "java", 305, "SLURM_PROCID=5");
    Files.delete(proc.resolve("self"));
    Files.createSymbolicLink(proc.resolve("self"), Path.of("500"));
    end(306);
    watcher.lost();
    assertEquals(Set.of(6), watcher.lost());
  }

  /** Between fork and exec a task still is slurmstepd, and it may be any rank. */
  @Test
  void concludesNothingWhileATaskHasNoRankYet() throws IOException {
    process(306, "slurmstepd", DAEMON, "HOME=/");
    watcher.lost();
    assertEquals(Set.of(), watcher.lost());
  }

  @Test
  void concludesNothingWhenEnvironmentsAreHidden() throws IOException {
    Files.delete(proc.resolve("304/environ"));
    end(306);
    watcher.lost();
    assertEquals(Set.of(), watcher.lost());
  }

  /** As in a container whose processes have a table of their own. */
  @Test
  void concludesNothingWithoutTheDaemon() throws IOException {
    end(DAEMON);
    end(306);
    watcher.lost();
    assertEquals(Set.of(), watcher.lost());
  }

  @Test
  void concludesNothingWithoutATable() {
    LocalTaskWatcher blind = new LocalTaskWatcher(proc.resolve("nothing"), identity("4,5,6"));
    blind.lost();
    assertEquals(Set.of(), blind.lost());
  }

  @Test
  void concludesNothingWhenSlurmDoesNotTellWhoIsHere() throws IOException {
    LocalTaskWatcher unknown = watcher("");
    end(306);
    unknown.lost();
    assertEquals(Set.of(), unknown.lost());
    assertFalse(unknown.areKnown());
  }

  private LocalTaskWatcher watcher(String ranks) {
    return new LocalTaskWatcher(proc, identity(ranks));
  }

  private static RankIdentity identity(String ranks) {
    return RankIdentity.of(
            Map.of(
                "SLURM_PROCID", "5",
                "SLURM_NTASKS", "8",
                "SLURM_GTIDS", ranks,
                "SLURM_JOB_ID", "4711",
                "SLURM_STEP_ID", "0",
                "SLURM_STEP_NODELIST", "n[1-3]"))
        .orElseThrow();
  }

  private void process(int pid, String name, int parent, String variable) throws IOException {
    Path process = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    Files.writeString(
        process.resolve("stat"), "%s (%s) S %s %s %s 0".formatted(pid, name, parent, pid, pid));
    Files.writeString(process.resolve("environ"), String.join("\0", "A=B", variable, ""));
  }

  private void end(int pid) throws IOException {
    Path process = proc.resolve(Integer.toString(pid));
    for (String file : List.of("stat", "environ")) {
      Files.delete(process.resolve(file));
    }
    Files.delete(process);
  }
}
