package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/**
 * Kills runs at moments drawn from all of the time that one takes on this machine. {@code
 * -Dhpc.kills=40} kills more often than the suite does, {@code -Dhpc.test.seed} repeats the draws.
 */
final class RandomKills {

  private static final long LONG_ENOUGH_SECONDS = 600;

  private final String name;
  private final Path directory;
  private final int kills;
  private final long seed = Long.getLong("hpc.test.seed", System.nanoTime());
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  private long wholeNanos;
  private int before;
  private int amid;
  private int after;

  /** Who is killed. */
  enum Victim {
    ITSELF,
    /** The process, or one that it has started. */
    ANY,
    TREE
  }

  /**
   * Of runs that work in {@code directory}.
   *
   * @param name what they are called in the figures
   * @param kills the least number
   */
  RandomKills(String name, Path directory, int kills) {
    this.name = name;
    this.directory = directory;
    this.kills = Math.max(kills, Integer.getInteger("hpc.kills", 0));
  }

  RandomGenerator random() {
    return random;
  }

  int count() {
    return kills;
  }

  /** Awaits the end of a run that nobody kills, and takes its time for that of all. */
  HpcProcess.Ended whole(HpcProcess run) throws Exception {
    long start = System.nanoTime();
    HpcProcess.Ended ended = run.end();
    wholeNanos = System.nanoTime() - start;
    return ended;
  }

  /**
   * Kills, unless the run ends before its moment, and returns when no process of it is left.
   *
   * @param begun whether it has begun what it is for, for the figures
   */
  HpcProcess.Ended kill(HpcProcess run, Victim victim, Callable<Boolean> begun) throws Exception {
    if (run.process().waitFor(random.nextLong(wholeNanos), TimeUnit.NANOSECONDS)) {
      after++;
    } else if (begun.call()) {
      amid++;
    } else {
      before++;
    }
    // by handles, which leaves the streams open
    List<ProcessHandle> family =
        Stream.concat(Stream.of(run.process().toHandle()), run.process().descendants()).toList();
    switch (victim) {
      case ITSELF -> family.getFirst().destroyForcibly();
      case ANY -> family.get(random.nextInt(family.size())).destroyForcibly();
      case TREE -> family.forEach(ProcessHandle::destroyForcibly);
    }
    HpcProcess.Ended ended = run.end();
    awaitNobody(directory);
    return ended;
  }

  /** Waits until no process works in a directory. */
  static void awaitNobody(Path directory) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONG_ENOUGH_SECONDS);
    while (ProcessHandle.allProcesses().anyMatch(process -> worksIn(directory, process))) {
      assertTrue(System.nanoTime() < deadline, () -> "left: " + commands(directory));
      Thread.sleep(10);
    }
  }

  private static List<String> commands(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(process -> worksIn(directory, process))
        .map(process -> process.info().commandLine().orElse("?"))
        .toList();
  }

  /** A zombie works nowhere. */
  private static boolean worksIn(Path directory, ProcessHandle process) {
    try {
      Path place = Path.of("/proc", Long.toString(process.pid()), "cwd").toRealPath();
      return place.equals(directory.toRealPath());
    } catch (IOException gone) {
      return false;
    }
  }

  /** Files and directories below {@code directory}, those hidden as well. */
  static List<String> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.map(file -> directory.relativize(file).toString()).sorted().toList();
    }
  }

  /** Removes a directory and all below it. */
  static void remove(Path directory) throws IOException {
    for (String name : files(directory).reversed()) {
      Files.delete(directory.resolve(name));
    }
  }

  /** What has become of the runs. */
  @Override
  public String toString() {
    return "%s: of runs of %s ms %s killed before they began, %s in the middle, %s had ended; -Dhpc.test.seed=%s"
        .formatted(name, TimeUnit.NANOSECONDS.toMillis(wholeNanos), before, amid, after, seed);
  }
}
