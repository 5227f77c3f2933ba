package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.mpi.Intruder;
import hpc.mpi.Intruder.Attack;
import hpc.mpi.TestJvm;
import hpc.rig.SlurmRig.Finished;
import hpc.rig.SlurmRig.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jobs that start beside another user, who does on their nodes whatever a user can: each ends with
 * the right answer, or with one line and none, and the other is never taken for a rank.
 *
 * <p>{@code -Dhpc.starts=40}: as many jobs, where a few are the rule.
 */
@Tag("rig")
@ExtendWith(SlurmRig.Extension.class)
class AttackedStartsIT {

  /** The attack of each start, again and again; that in which all manners mix comes twice. */
  private static final List<Attack> TURNS =
      List.of(Attack.MINGLE, Attack.TAKE_ALL_PORTS, Attack.MINGLE, Attack.FLICKER, Attack.FLOOD);

  private static final int STARTS = Integer.getInteger("hpc.starts", TURNS.size());

  /** A job ends by itself within a minute; this ends a hang. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** pi(10^6), OEIS A006880. */
  private static final String PRIMES_TO_1E6 = "78498\n";

  /** What a serial run of it says. */
  private static final String FIELD = "mean 0.406839\nfield 75bbe170e491883b\n";

  private static final String[] SIEVE = {"sieve", "-q", "--limit", "1e6"};
  private static final String[] DIFFUSION = {
    "diffusion", "-q", "--nx", "200", "--ny", "200", "--steps", "50"
  };

  /** What ends a job: one rank cannot start, or was not there in time. */
  private static final Set<Integer> FAILED = Set.of(1, 3);

  /**
   * Before a rank of a job without a secret the other user starts the same program with all that
   * Slurm tells that rank: before one only, as two of one user may well find each other. Rank 2
   * comes late, so that there is time to get in.
   */
  private static final String JOINED_BY_ANOTHER =
      """
      case $SLURM_PROCID${HPC_SECRET:+s} in
        $INTRUDED)
          setpriv --reuid=%s --regid=%1$s --clear-groups "$@" >intruder$SLURM_PROCID 2>&1 &
          intruder=$!
          sleep 3
          readlink /proc/$intruder/exe >running;;
        [01]) sleep 3;;
        2) sleep 4;;
        2s) sleep 1;;
      esac
      "$@"
      status=$?
      [ -z "$intruder" ] || kill -KILL $intruder 2>/dev/null
      exit $status
      """
          .formatted(SlurmRig.STRANGER);

  private static final String ALONE = "exec \"$@\"";

  /** What all users can read. */
  @TempDir private static Path shared;

  @BeforeAll
  static void copyTheProgram() throws IOException {
    ReadableProgram.copyTo(shared);
  }

  @ParameterizedTest
  @EnumSource(Attack.class)
  void aStartBesideAnIntruderIsRightOrOneLine(Attack attack, SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    int starts =
        (int)
            IntStream.range(0, STARTS)
                .filter(start -> TURNS.get(start % TURNS.size()) == attack)
                .count();
    List<String> outcomes = new ArrayList<>();
    try (Running first = intruder(slurm, "n1", attack);
        Running second = intruder(slurm, "n2", attack)) {
      for (int start = 0; start < starts; start++) {
        Path directory = Files.createDirectory(anywhere.resolve("start" + start));
        outcomes.add(outcome(slurm, directory, attack, start));
      }
      for (Running intruder : List.of(first, second)) {
        intruder.process().getOutputStream().close();
        outcomes.add(intruder.await(LIMIT).output());
      }
    }
    String figures = attack + "\n" + String.join("\n", outcomes);
    System.out.println(figures);
    assertTrue(figures.lines().noneMatch(line -> line.startsWith("in ")), figures);
  }

  private static Running intruder(SlurmRig slurm, String node, Attack attack) throws Exception {
    List<String> command =
        TestJvm.command(
            new ReadableProgram(shared).classPath(), Intruder.class, List.of(attack.name()));
    Running intruder = slurm.launchAsStranger(node, command.toArray(String[]::new));
    intruder.awaitOutput("ready\n", LIMIT);
    return intruder;
  }

  /** One job; of those under one attack every other has a secret, every third is on one node. */
  private static String outcome(SlurmRig slurm, Path directory, Attack attack, int start)
      throws Exception {
    boolean secret = start % 2 == 1;
    boolean oneNode = start % 3 == 2;
    Map<String, String> environment =
        secret
            ? Map.of("HPC_SECRET", UUID.randomUUID().toString())
            : Map.of("INTRUDED", Integer.toString(start / 2 % 2));
    String[] words = secret ? DIFFUSION : SIEVE;
    boolean mingle = attack == Attack.MINGLE;
    String joined = mingle ? ", the other as rank " + environment.get("INTRUDED") : "";
    String script = mingle ? JOINED_BY_ANOTHER : ALONE;
    // of two tasks on two nodes rank 1 is not where rank 0 is
    String[] tasks = {oneNode ? "-N1" : "-N2", mingle && !oneNode ? "-n3" : "-n2"};
    long begin = System.nanoTime();
    Finished job =
        slurm.run(
            directory,
            environment,
            LIMIT,
            Stream.of(
                    Stream.of("srun"),
                    Stream.of(tasks),
                    Stream.of("sh", "-c", script, "sh", "java", "-jar"),
                    Stream.of(new ReadableProgram(shared).jar()),
                    Stream.of(words))
                .flatMap(part -> part)
                .toArray(String[]::new));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    String answer = secret ? FIELD : PRIMES_TO_1E6;
    String outcome = requireRightOrOneLine(job, answer);
    if (mingle && !secret) {
      outcome += requireNoAnswerOfIntruders(directory, answer);
    }
    return "%s, %s, %s ms: %s"
        .formatted(
            secret ? "secret" : "MUNGE" + joined,
            oneNode ? "one node" : "two nodes",
            took.toMillis(),
            outcome);
  }

  private static String requireRightOrOneLine(Finished job, String answer) {
    List<String> lines =
        job.errors().lines().filter(line -> !line.matches("(srun|slurmstepd): .*")).toList();
    if (job.exitCode() == 0) {
      assertEquals(answer, job.output());
      assertEquals(List.of(), lines);
      return "right";
    }
    assertTrue(FAILED.contains(job.exitCode()), job::toString);
    assertEquals("", job.output(), job::toString);
    assertEquals(1, lines.size(), job::toString);
    return job.exitCode() + ", " + lines.getFirst();
  }

  /** What the program of the other user has said, if it has ended; it has run in any case. */
  private static String requireNoAnswerOfIntruders(Path directory, String answer) throws Exception {
    String running = Files.readString(directory.resolve("running")).strip();
    try (Stream<Path> files = Files.list(directory)) {
      Path file = files.filter(it -> it.toString().contains("intruder")).findAny().orElseThrow();
      String words = Files.readString(file).strip();
      assertFalse(words.contains(answer.strip()), file::toString);
      assertTrue(running.endsWith("/java") || words.startsWith("hpc: "), () -> words);
      return "; %s: %s".formatted(file.getFileName(), words);
    }
  }
}
