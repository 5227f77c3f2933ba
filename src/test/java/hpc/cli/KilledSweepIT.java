package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import hpc.cli.RandomKills.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps that are killed, and go on by the same command. */
@Timeout(1200)
class KilledSweepIT {

  private static final int KILLS = 6;
  private static final int POINTS = 6;
  private static final int REPETITIONS = 2;

  /** Points of ours, and of a program that others wrote. */
  private static final String WITH_OTHERS =
      """
      sweep: small
      runs:
        - workload: sieve
          options: {repeat: %1$s}
          axes:
            limit: [1e6, 3e8]
            threads: [1, 2]
        - workload: command
          name: slow
          program: sh slow.sh
          solves: sieve
          answer: '^(\\d+)$'
          time: process
          options: {repeat: %1$s}
          axes: {limit: [1e6, 2e6]}
      """
          .formatted(REPETITIONS);

  @TempDir private Path directory;

  /** The last limit is that of the points which take the longest. */
  private void writeConfig(String lastLimit) throws IOException {
    Files.writeString(
        directory.resolve("sweep.yaml"),
        """
        sweep: small
        runs:
          - workload: sieve
            options: {repeat: %s}
            axes:
              limit: [1e6, 2e6, %s]
              threads: [1, 2]
        """
            .formatted(REPETITIONS, lastLimit));
  }

  @Test
  void aFullDiskStopsTheSweepAndCostsNoTry() throws Exception {
    writeConfig("3e6");
    // room for the files of three points
    String rest =
        "mount -o remount,size=1m small; \"$@\" --resume >again 2>&1; echo $? >>again; cp -r small/out .";
    List<String> command = SmallDisk.command(directory, "40k", rest);
    command.addAll(List.of("sweep", "sweep.yaml", "--out", "small/out"));
    HpcProcess.Ended full = HpcProcess.start(directory, Map.of(), command).end();

    assertEquals(1, full.status(), full::toString);
    String last = full.err().lines().reduce((_, line) -> line).orElseThrow();
    assertTrue(
        last.matches("hpc sweep: .*: No space left on device; the sweep stops here.*"), last);
    List<String> again = Files.readAllLines(directory.resolve("again"));
    assertEquals("0", again.getLast(), again::toString);
    assertTrue(String.join("\n", again).contains(" done before in "), again::toString);
    assertEquals(POINTS * REPETITIONS, records().size());
    assertFalse(Files.readString(directory.resolve("out/journal.log")).contains("\tfail\t"));
  }

  /** By turns the sweep alone, whose points then end with it, and all its processes. */
  @Test
  @Timeout(3600)
  void killedAtAnyMomentNoPointIsLostAndNoneCountsTwice() throws Exception {
    Files.writeString(directory.resolve("sweep.yaml"), WITH_OTHERS);
    Files.writeString(directory.resolve("slow.sh"), "sleep 0.3; echo 78498\n");
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    RandomKills kills = new RandomKills("sweep --jobs 2", directory, KILLS);
    kills.whole(startTwoAtOnce(temporary)).answer();
    assertEachPointOnce(kills);
    final List<String> files = RandomKills.files(directory);
    RandomKills.remove(directory.resolve("out"));
    for (int kill = 0; kill < kills.count(); kill++) {
      HpcProcess sweep = startTwoAtOnce(temporary);
      HpcProcess.Ended ended =
          kills.kill(
              sweep,
              kill % 2 == 0 ? Victim.ITSELF : Victim.TREE,
              () -> !sweep.children().isEmpty());
      if (ended.status() == 0) {
        assertEachPointOnce(kills);
        RandomKills.remove(directory.resolve("out"));
      }
    }
    HpcProcess.Ended last = startTwoAtOnce(temporary).end();
    assertEquals(0, last.status(), last::toString);
    assertEachPointOnce(kills);
    assertEquals(files, RandomKills.files(directory), kills::toString);
    String status = HpcProcess.run(directory, "sweep", "status", "out").answer();
    assertTrue(status.contains("6 of 6 points done, 0 failed, 0 left"), status);
    System.out.println(kills);
  }

  private void assertEachPointOnce(RandomKills kills) throws Exception {
    Map<String, Long> rows =
        records().stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.getField("point"), TreeMap::new, Collectors.counting()));
    assertEquals(POINTS, rows.size(), kills::toString);
    rows.forEach((point, count) -> assertEquals(REPETITIONS, count, () -> point + ", " + kills));
    assertEquals(0, startsAfterDone(), () -> "no done point is started again, " + kills);
  }

  @Test
  void aSweepThatRunsKeepsOthersOutAndSaysWhatIsLeftWhenStopped() throws Exception {
    writeConfig("1e14");
    HpcProcess sweep = start();
    sweep.awaitLine("limit=1e6 threads=1  done");
    String second = start().end().complaint(2);
    assertTrue(second.contains("in use by process " + sweep.process().pid() + " on "), second);
    sweep.process().toHandle().destroy();
    sweep.end();

    String status = HpcProcess.run(directory, "sweep", "status", "out").answer();

    assertTrue(status.matches("(?s)sweep small: [1-5] of 6 points done, 0 failed, .* to go\n"));
  }

  @Test
  void pointsEndWithTheirSweepAndThoseThatOutliveItByTheNext() throws Exception {
    writeConfig("1e14");
    HpcProcess sweep = start();
    ProcessHandle outliving = endless(sweep);
    // what would end it
    sweep.children().stream()
        .filter(child -> !isEndless(child))
        .forEach(ProcessHandle::destroyForcibly);
    sweep.process().toHandle().destroyForcibly();
    sweep.end();
    assertTrue(outliving.isAlive());

    HpcProcess next = start();
    outliving.onExit().get();
    endless(next);
    next.process().toHandle().destroyForcibly();
    next.end();
    RandomKills.awaitNobody(directory);
  }

  /** The first point of a sweep that takes for ever, when it has run for a while. */
  private static ProcessHandle endless(HpcProcess sweep) throws Exception {
    while (true) {
      Optional<ProcessHandle> endless =
          sweep.children().stream().filter(KilledSweepIT::isEndless).findFirst();
      if (endless.isPresent()) {
        return endless.get();
      }
      Thread.sleep(20);
    }
  }

  private static boolean isEndless(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return info.commandLine().orElse("").contains("1e14")
        && info.totalCpuDuration().orElse(Duration.ZERO).toMillis() > 1000;
  }

  @Test
  void statusOfWhatIsNoSweepIsOneLine() throws Exception {
    HpcProcess.Ended ended = HpcProcess.run(directory, "sweep", "status", ".");
    assertTrue(ended.complaint(2).contains("the directory of a sweep"), ended::toString);
  }

  private HpcProcess start() throws IOException {
    return HpcProcess.start(directory, Map.of(), "sweep", "sweep.yaml", "--out", "out", "--resume");
  }

  private HpcProcess startTwoAtOnce(Path temporary) throws IOException {
    return HpcProcess.start(
        directory,
        Map.of("HPC_JAVA_OPTS", HpcProcess.FIRST_COMPILER_ONLY + " -Djava.io.tmpdir=" + temporary),
        "sweep sweep.yaml --jobs 2 --out out --resume".split(" "));
  }

  private List<NamedCsvRecord> records() throws IOException {
    return CsvReader.builder().ofNamedCsvRecord(directory.resolve("out/small.csv")).stream()
        .toList();
  }

  /** How many starts in the journal stand behind the end of the same point. */
  private long startsAfterDone() throws IOException {
    List<String[]> events;
    try (Stream<String> lines = Files.lines(directory.resolve("out/journal.log"))) {
      events = lines.map(line -> line.split("\t")).toList();
    }
    long again = 0;
    for (int i = 0; i < events.size(); i++) {
      String[] event = events.get(i);
      again +=
          events.subList(0, i).stream()
              .filter(e -> event[1].equals("start") && e[1].equals("done") && e[2].equals(event[2]))
              .count();
    }
    return again;
  }
}
