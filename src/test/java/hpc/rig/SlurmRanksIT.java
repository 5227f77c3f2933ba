package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hpc.rig.SlurmRig.Finished;
import hpc.rig.SlurmRig.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar as tasks of srun, which start as they find themselves: no wrapper, no sweep. */
@Tag("rig")
@ExtendWith(SlurmRig.Extension.class)
class SlurmRanksIT {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration LOSS_LIMIT = Duration.ofMinutes(10);
  private static final String JAR = Path.of("target/hpc.jar").toAbsolutePath().toString();

  /** pi(10^8), OEIS A006880. */
  private static final String PRIMES_TO_1E8 = "5761455";

  @Test
  void fourTasksGiveOneAnswer(SlurmRig slurm, @TempDir Path anywhere) throws Exception {
    Finished sieve =
        slurm.run(anywhere, Map.of(), LIMIT, srun("-N2 -n4", "sieve", "--limit", "1e8"));
    assertOneAnswer(sieve);
  }

  @Test
  void oneTaskMayHaveThreads(SlurmRig slurm, @TempDir Path anywhere) throws Exception {
    Finished sieve =
        slurm.run(
            anywhere,
            Map.of(),
            LIMIT,
            srun("-n1 -c2", "sieve", "--limit", "1e8", "--threads", "2"));
    assertOneAnswer(sieve);
  }

  /** It comes first, knocks wherever rank 0 may be, and has all that Slurm tells rank 1. */
  @Test
  void aProcessOfAnotherUserBecomesNoRank(
      SlurmRig slurm, @TempDir Path anywhere, @TempDir Path shared) throws Exception {
    String script =
        """
        if [ "$SLURM_PROCID" = 1 ]; then
          setpriv --reuid=%s --regid=%1$s --clear-groups "$@" >intruder 2>&1 &
          while kill -0 $! && ! ls -l /proc/$!/fd | grep -q socket: ; do
            sleep 0.1
          done
          readlink /proc/$!/exe >running
          sleep 2
          "$@"
          status=$?
          kill -KILL $!
          wait
          exit $status
        fi
        exec "$@"
        """
            .formatted(SlurmRig.STRANGER);
    String jar = ReadableProgram.copyTo(shared).jar();
    Finished sieve =
        slurm.run(
            anywhere, Map.of(), LIMIT, "srun", "-N1", "-n2", "sh", "-c", script, "sh", "java",
            "-jar", jar, "sieve", "--limit", "1e8");
    assertOneAnswer(sieve);
    String running = Files.readString(anywhere.resolve("running")).strip();
    assertTrue(running.endsWith("/java"), Files.readString(anywhere.resolve("intruder")));
  }

  @Test
  void ranksThatContradictTheTasksAreRefused(SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    Finished refused =
        slurm.run(
            anywhere, Map.of(), LIMIT, srun("-n2", "sieve", "--limit", "1e6", "--ranks", "3"));
    assertEquals(2, refused.exitCode(), refused.errors());
    List<String> complaints = linesOfRanks(refused);
    assertEquals(1, complaints.size(), refused.errors());
    assertTrue(complaints.getFirst().contains("--ranks"), refused.errors());
    assertEquals("", refused.output());
  }

  /** With this option, which sweeps use, Slurm itself ends the step, wherever a task was lost. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void aRankLostWhileStartingEndsTheStep(int lost, SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    try (Running job = endlessJob(slurm, anywhere, "-N2 -n4 --kill-on-bad-exit=1")) {
      SlurmRig.await(LIMIT, () -> slurm.processOfRank(lost).isPresent());
      Finished ended = lose(slurm, job, lost);
      assertTrue(ended.errors().contains("task " + lost + ": Killed"), ended.errors());
    }
  }

  /** Nobody but the task on the same node can notice; then the ranks have to agree who tells. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aRankLostBeforeItHasJoinedIsToldInOneLine(int lost, SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    try (Running job = endlessJob(slurm, anywhere, "-N2 -n4")) {
      SlurmRig.await(LIMIT, () -> slurm.processOfRank(lost).isPresent());
      List<String> lines = linesOfRanks(lose(slurm, job, lost));
      assertEquals(1, lines.size(), lines::toString);
      assertTrue(lines.getFirst().contains("rank " + lost + " on n"), lines::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void aRankLostWhileComputingEndsTheJob(int lost, SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    try (Running job = endlessJob(slurm, anywhere, "-N2 -n4")) {
      awaitComputing(slurm, job);
      Finished ended = lose(slurm, job, lost);
      assertTrue(
          linesOfRanks(ended).stream().anyMatch(line -> line.contains("rank " + lost)),
          ended.errors());
    }
  }

  @Test
  void tasksOfAnMpiPluginTalkByTheMpiLibrary(SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    requireOpenMpiUnderPmix(slurm, anywhere);
    for (String transport : List.of("native", "auto", "mpj")) {
      Finished sieve =
          slurm.run(
              anywhere,
              Map.of(),
              LIMIT,
              srun("--mpi=pmix -N2 -n4", "sieve", "--limit", "1e8", "--transport", transport));
      assertOneAnswer(sieve);
    }
  }

  @Test
  void tasksWithoutAnMpiPluginAreRefusedTheMpiLibrary(SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    Finished refused =
        slurm.run(
            anywhere,
            Map.of(),
            LIMIT,
            srun("--mpi=none -n2", "sieve", "--limit", "1e6", "--transport", "native"));
    assertEquals(2, refused.exitCode(), refused.errors());
    assertEquals("", refused.output());
    assertEquals(1, linesOfRanks(refused).size(), refused.errors());
    assertTrue(refused.errors().contains("accepted: srun --mpi=pmix"), refused.errors());
  }

  /** Slurm does not end the step by itself: nobody but the ranks can notice. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void aRankLostAmongTasksOfAnMpiPluginEndsTheJob(int lost, SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    requireOpenMpiUnderPmix(slurm, anywhere);
    String[] command =
        srun("--mpi=pmix -N2 -n4", "sieve", "--limit", "1e13", "--transport", "native");
    try (Running job = slurm.launch(anywhere, Map.of(), command)) {
      awaitComputing(slurm, job);
      Finished ended = lose(slurm, job, lost);
      assertTrue(
          linesOfRanks(ended).stream().anyMatch(line -> line.contains("rank " + lost)),
          ended.errors());
    }
  }

  private static void requireOpenMpiUnderPmix(SlurmRig slurm, Path directory) throws Exception {
    Programs.require("mpirun.openmpi");
    Finished plugins = slurm.run(directory, Map.of(), LIMIT, "srun", "--mpi=list");
    assumeTrue(
        (plugins.output() + plugins.errors()).contains("pmix"), "srun has no plugin for PMIx");
  }

  /** Waits until all four ranks compute; a job that ends before will never. */
  private static void awaitComputing(SlurmRig slurm, Running job) throws Exception {
    SlurmRig.await(
        LIMIT,
        () -> {
          if (!job.process().isAlive()) {
            fail(job.await(LIMIT).toString());
          }
          return slurm.ranks().filter(SlurmRanksIT::isComputing).count() == 4;
        });
  }

  private static Running endlessJob(SlurmRig slurm, Path directory, String options)
      throws Exception {
    return slurm.launch(directory, Map.of(), srun(options, "sieve", "--limit", "1e13"));
  }

  /** Starting takes about half a second of a processor. */
  private static boolean isComputing(ProcessHandle rank) {
    return rank.info()
        .totalCpuDuration()
        .filter(used -> used.compareTo(Duration.ofMillis(1200)) > 0)
        .isPresent();
  }

  /** Kills a rank; the job has to end in time, without an answer and without leftovers. */
  private static Finished lose(SlurmRig slurm, Running job, int rank) throws Exception {
    slurm.processOfRank(rank).orElseThrow().destroyForcibly();
    Finished ended = job.await(LOSS_LIMIT);
    assertNotEquals(0, ended.exitCode());
    // a JVM that a signal meets while it boots may say so on stdout; an answer is a number
    assertTrue(ended.output().lines().noneMatch(line -> line.matches("[0-9]+")), ended.output());
    assertEquals(0, slurm.ranks().count(), "processes left");
    return ended;
  }

  private static void assertOneAnswer(Finished sieve) {
    assertEquals(0, sieve.exitCode(), sieve.errors());
    assertEquals(2, sieve.output().split(PRIMES_TO_1E8, -1).length, sieve.output());
  }

  /** What the ranks said on stderr, without what srun said. */
  private static List<String> linesOfRanks(Finished job) {
    return job.errors().lines().filter(line -> !line.matches("(srun|slurmstepd): .*")).toList();
  }

  private static String[] srun(String options, String... words) {
    return Stream.of(
            Stream.of("srun"),
            Stream.of(options.split(" ")),
            Stream.of("java", "-jar", JAR),
            Stream.of(words))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }
}
