package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.RunRecord;
import hpc.bench.RunRecord.Status;
import hpc.cli.RandomKills.Victim;
import hpc.scaling.ResultsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Diffusion runs that are killed, stopped and cut off, and end with the bits of one that was not.
 */
@Timeout(1200)
class CheckpointIT {

  private static final int KILLED = 128 + 9;

  private static final String PROBLEM = "diffusion --nx 700 --ny 501 --bc 20,70,85,5 --ic disc";

  private static final List<String> LAYOUTS =
      List.of(
          "--mode serial",
          "--threads 2 --kernel scalar",
          "--ranks 2",
          "--ranks 3 --decomposition 1x3 --block-steps 5",
          "--ranks 4 --decomposition 2x2",
          "--ranks 2 --threads 2 --decomposition rows --block-columns 64");

  @RegisterExtension static final HpcSession SESSION = new HpcSession();

  /** Of the session. */
  @TempDir private static Path shared;

  @TempDir private Path directory;

  /** About forty JVMs one after the other. */
  @Test
  @Timeout(3600)
  void killedAtAnyMomentAndRestartedOnOtherLayoutsItEndsWithTheSameBits() throws Exception {
    String solve = PROBLEM + " --steps 6000 -q";
    String kept = solve + " --checkpoint=kept --restart --checkpoint-every 100 ";
    RandomKills kills = new RandomKills("diffusion --checkpoint", directory, 10);
    String whole = kills.whole(start(solve + " --ranks 2")).answer();
    for (int kill = 0; kill < kills.count(); kill++) {
      String layout = LAYOUTS.get(kills.random().nextInt(LAYOUTS.size()));
      List<String> before = checkpoints("kept").toList();
      HpcProcess.Ended part =
          kills.kill(
              start(kept + layout), Victim.ANY, () -> !checkpoints("kept").toList().equals(before));
      if (part.status() == 0) {
        assertEquals(whole, part.out(), kills::toString);
        RandomKills.remove(directory.resolve("kept"));
      } else {
        assertTrue(part.status() == 3 || part.status() == KILLED, () -> part + ", " + kills);
      }
    }
    for (String layout : List.of("--ranks 3", "--threads 2")) {
      assertEquals(whole, start(kept + layout).end().answer(), kills::toString);
    }
    assertEquals(List.of("step_5900.ckpt", "step_6000.ckpt"), checkpoints("kept").toList());
    System.out.println(kills);
  }

  private HpcProcess start(String line) throws IOException {
    return HpcProcess.start(directory, HpcProcess.BOTH_COMPILERS, words(line));
  }

  /** TERM and USR1 to rank 0, to another rank, to all: all end with the checkpoint and the row. */
  @ParameterizedTest
  @CsvSource({
    "TERM, '',        143, parent",
    "USR1, '',        138, parent",
    "TERM, --ranks 3, 143, parent",
    "USR1, --ranks 3, 138, child",
    "TERM, --ranks 3, 143, all",
  })
  void aSignalLeavesACheckpointAndItsStatus(
      String signal, String layout, int status, String receiver) throws Exception {
    String longRun = PROBLEM + " --steps 1e9 --checkpoint=c --csv=x.csv -v ";
    HpcProcess run =
        HpcProcess.start(
            directory,
            HpcProcess.BOTH_COMPILERS,
            words(longRun + "--checkpoint-every 100 " + layout));
    run.awaitLine("checkpoint of step ");
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    List<ProcessHandle> ranks = new ArrayList<>(run.children());
    ranks.add(run.process().toHandle());
    ranks.stream()
        .skip(receiver.equals("parent") ? ranks.size() - 1 : 0)
        .limit(receiver.equals("child") ? 1 : ranks.size())
        .forEach(rank -> command.add(Long.toString(rank.pid())));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    HpcProcess.Ended ended = run.end();
    assertEquals(status, ended.status(), ended::toString);
    assertEquals("", ended.out());
    List<String> said = ended.err().lines().filter(line -> line.contains("stopped")).toList();
    assertEquals(1, said.size(), ended::toString);
    Path newest = directory.resolve(said.getFirst().replaceFirst(".* goes on from ", ""));
    assertTrue(Files.exists(newest), newest::toString);
    assertEquals(List.of(Status.STOPPED), statuses());

    long step = Long.parseLong(newest.getFileName().toString().replaceAll("\\D", ""));
    String rest = PROBLEM + " --checkpoint=c --restart --csv=x.csv -q --steps " + (step + 50);
    assertEquals(
        HpcProcess.run(
                directory, HpcProcess.BOTH_COMPILERS, words(PROBLEM + " -q --steps " + (step + 50)))
            .answer(),
        HpcProcess.run(directory, HpcProcess.BOTH_COMPILERS, words(rest + " --threads 2"))
            .answer());
    assertEquals(List.of(Status.STOPPED, Status.OK), statuses());
  }

  /** The first goes on unharmed: it leaves what a run alone leaves when a signal stops it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "diffusion --kernel scalar --steps 1e9 --checkpoint=c --checkpoint-every 50 | checkpoint of step | diffusion --steps 1e9 --checkpoint=c --restart | --checkpoint c",
        "diffusion --kernel scalar --steps 1e9 --checkpoint=c --checkpoint-every 50 --output o --output-every 1e8 | checkpoint of step | diffusion --steps 9 --output o | --output o",
        "sieve --limit 1e13 --checkpoint=c --checkpoint-every 0.2 | numbers | sieve --limit 1e13 --checkpoint=c | --checkpoint c",
      })
  void ofTwoRunsAtOnePlaceTheSecondIsRefused(
      String first, String awaited, String second, String place) throws Exception {
    HpcProcess running = HpcProcess.start(directory, Map.of(), words(first + " -v"));
    running.awaitLine(awaited);
    String line = HpcProcess.run(directory, words(second + " -q")).complaint(2);
    String command = first.replaceFirst(" .*", "");
    assertTrue(
        line.startsWith(
            "hpc %s: %s: in use by process %s on "
                .formatted(command, place, running.process().pid())),
        line);
    assertTrue(running.isAlive());
    assertTrue(running.process().toHandle().destroy());
    HpcProcess.Ended ended = running.end();
    assertEquals(143, ended.status(), ended::toString);
    assertTrue(ended.err().contains("the same command goes on from "), ended::err);
    assertEquals(List.of(), locks());
  }

  private List<Path> locks() throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".lock")).toList();
    }
  }

  @Test
  void aFullDiskIsOneLineAndTheRunGoesOn() throws Exception {
    // room for the checkpoints of one and a half fields
    String small = "diffusion --nx 128 --ny 128 --steps 50";
    List<String> command = SmallDisk.command(directory, "192k", "cp -r small/c .");
    command.addAll(
        List.of(words(small + " --ranks 2 -q --checkpoint=small/c --checkpoint-every 20")));
    HpcProcess.Ended ended = HpcProcess.start(directory, Map.of(), command).end();
    assertEquals(0, ended.status(), ended::toString);
    assertEquals(HpcProcess.run(directory, words(small + " -q")).answer(), ended.out());
    assertEquals(
        List.of("step 40", "step 50"),
        ended.err().lines().map(line -> line.replaceFirst(".*of (step \\d+): .*", "$1")).toList());
    assertEquals(
        2, ended.err().lines().filter(line -> line.endsWith("No space left on device")).count());
    assertEquals(List.of("step_20.ckpt"), checkpoints("c").toList());
    assertEquals(
        ended.out(),
        HpcProcess.run(directory, words(small + " -q --checkpoint=c --restart")).answer());
  }

  @Test
  void aDamagedCheckpointIsNamedAndTheOlderOneUsed() throws Exception {
    String small = "diffusion --nx 20 --ny 20 --steps 50 --checkpoint-every 20 --checkpoint=c";
    String answer = HpcProcess.run(directory, words(small + " -q")).answer();
    Path newest = directory.resolve("c").resolve("step_50.ckpt");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[5000] ^= 64;
    Files.write(newest, bytes);
    HpcProcess.Ended again = HpcProcess.run(directory, words(small + " --restart -q --ranks 2"));
    assertEquals(answer, again.answer());
    assertEquals(
        List.of(
            "WARN c/step_50.ckpt: is damaged, its field is not what was written; not used",
            "WARN part 2 goes on from c/step_40.ckpt"),
        again.err().lines().toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nx 20 --ny 20 --steps 50 --checkpoint=c | --checkpoint c: holds step_50.ckpt already; accepted: --restart ",
        "--nx 20 --ny 20 --steps 49 --checkpoint=c --restart | --steps 49: less than the 50 steps behind c/step_50.ckpt; accepted: 50 or more",
        "--nx 20 --ny 20 --steps 50 --dt 1e-5 --ranks 2 --checkpoint=c --restart | --checkpoint c/step_50.ckpt: is of another problem, with dt=",
        "--checkpoint=c --repeat 2 | --checkpoint with --repeat 2: every repetition would write the same files; ",
        "--checkpoint=c --warmup 1 | --checkpoint with --warmup 1: every repetition would write the same files; ",
        "--checkpoint=c --checkpoint-every 5d | --checkpoint-every 5d: accepted: a number of steps such as 500, or a time such as 90s, 10m or 2h",
        "--checkpoint=c --checkpoint-every 0 | --checkpoint-every 0: accepted: a number of steps",
        "--checkpoint=c --checkpoint-every 0s | --checkpoint-every 0s: accepted: a number of steps",
        "--checkpoint-every 5s | --checkpoint-every: nothing is kept; accepted: together with --checkpoint DIR",
        "--restart | --restart: nothing is kept; accepted: together with --checkpoint DIR",
      })
  void whatCannotBeGoneOnFromIsOneLine(String options, String line) throws Exception {
    String small = "diffusion --nx 20 --ny 20 --steps 50 --checkpoint=c -q";
    // what is refused leaves it to the next one
    if (Files.notExists(shared.resolve("c"))) {
      SESSION.run(shared, words(small)).answer();
    }
    String said = SESSION.run(shared, words("diffusion --csv=x.csv " + options)).complaint(2);
    assertTrue(said.startsWith("hpc diffusion: " + line), said);
    assertFalse(Files.exists(shared.resolve("x.csv")), "nothing has been started");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsToldBeforeAnythingRuns() throws Exception {
    assertEquals(
        "hpc diffusion: /proc/x/c: no such file or directory (/proc/x)",
        SESSION.run(shared, words("diffusion --steps 9 --checkpoint=/proc/x/c")).complaint(1));
  }

  private List<Status> statuses() throws Exception {
    return ResultsReader.read(List.of(directory.resolve("x.csv"))).runs().stream()
        .map(RunRecord::status)
        .toList();
  }

  private Stream<String> checkpoints(String name) throws Exception {
    if (Files.notExists(directory.resolve(name))) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(directory.resolve(name))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  private static String[] words(String line) {
    return line.strip().split(" +");
  }
}
