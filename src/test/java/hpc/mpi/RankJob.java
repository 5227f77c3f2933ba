package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A job of {@link RankMain} processes, and what they said and how they ended. */
final class RankJob implements AutoCloseable {

  private static final long START_SECONDS = 600;

  /** So long a process may need to end on a machine that has much else to do. */
  private static final long END_SECONDS = 600;

  private final int size;
  private int ranksPerNode;
  private final List<String> arguments;
  private final Map<Integer, Process> processes = new ConcurrentHashMap<>();
  private final Map<String, Long> said = new ConcurrentHashMap<>();
  private final List<String> unasked = new CopyOnWriteArrayList<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<Thread> readers = new ArrayList<>();
  private final String job = Integer.toString(ThreadLocalRandom.current().nextInt(1 << 30));

  private RankJob(int size, String... arguments) {
    this.size = size;
    this.ranksPerNode = size;
    this.arguments = new ArrayList<>(List.of(Integer.toString(size)));
    this.arguments.addAll(Arrays.asList(arguments));
  }

  /** Rank 0 as a process that starts the others. */
  static RankJob local(int size, String... arguments) {
    RankJob job = new RankJob(size, arguments);
    job.launch(0, Map.of());
    return job;
  }

  /** All ranks as processes that {@code launcher} starts, more than there are cores if need be. */
  static RankJob launched(MpiProgram launcher, int size, String... arguments) {
    RankJob job = new RankJob(size, arguments);
    List<String> command = new ArrayList<>(launcher.command(size));
    command.addAll(TestJvm.command(RankMain.class, job.arguments));
    job.launch(0, command, launcher.environment());
    return job;
  }

  /** All ranks as processes with the environment of a Slurm step on one node. */
  static RankJob step(int size, String... arguments) {
    return stepWithout(-1, size, arguments);
  }

  /** The same with one rank not started yet. */
  static RankJob stepWithout(int missing, int size, String... arguments) {
    RankJob job = new RankJob(size, arguments);
    IntStream.range(0, size).filter(rank -> rank != missing).forEach(job::startTask);
    return job;
  }

  /** A step with as many ranks on each of two nodes, which both are this machine. */
  static RankJob stepOnTwoNodes(int ranksPerNode, String... arguments) {
    RankJob job = new RankJob(2 * ranksPerNode, arguments);
    job.ranksPerNode = ranksPerNode;
    IntStream.range(0, job.size).forEach(job::startTask);
    return job;
  }

  void startTask(int rank) {
    launch(rank, environment(rank));
  }

  private Map<String, String> environment(int rank) {
    int firstOfNode = rank / ranksPerNode * ranksPerNode;
    String nodeRanks =
        IntStream.range(firstOfNode, firstOfNode + ranksPerNode)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    return Map.of(
        Credentials.SECRET,
        "a secret of the test, long enough, of job " + job,
        "SLURM_PROCID",
        Integer.toString(rank),
        "SLURM_NTASKS",
        Integer.toString(size),
        "SLURM_GTIDS",
        nodeRanks,
        "SLURM_JOB_ID",
        job,
        "SLURM_STEP_ID",
        "0",
        "SLURM_STEP_NODELIST",
        // a name that resolves, as the first is where rank 0 is looked for
        ranksPerNode == size ? "n1" : "localhost,n2",
        "SLURMD_NODENAME",
        firstOfNode == 0 ? "n1" : "n2");
  }

  private void launch(int rank, Map<String, String> environment) {
    launch(rank, TestJvm.command(RankMain.class, arguments), environment);
  }

  private void launch(int rank, List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.matches("(SLURM|HPC|MPJ|OMPI|PMIX?)_.*"));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      processes.put(rank, process);
      read(process.getInputStream(), this::remember);
      read(process.getErrorStream(), errors::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(InputStream stream, Consumer<String> line) {
    readers.add(
        Thread.ofPlatform()
            .daemon()
            .start(() ->
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(line)));
  }

  /** {@code rank R WORD pid P} */
  private void remember(String line) {
    if (line.startsWith("rank ")) { // launchers have their own word
      String[] words = line.split(" ", -1);
      said.put(words[1] + " " + words[2], Long.valueOf(words[4]));
    } else {
      unasked.add(line);
    }
  }

  /** Waits until each of the ranks has said {@code word}. */
  RankJob await(String word, int... ranks) {
    awaitOrFail(
        () -> IntStream.of(ranks).allMatch(rank -> said.containsKey(rank + " " + word)),
        START_SECONDS,
        word);
    return this;
  }

  RankJob awaitAll(String word) {
    return await(word, IntStream.range(0, size).toArray());
  }

  void awaitTrue(BooleanSupplier condition, String what) {
    awaitOrFail(condition, START_SECONDS, what);
  }

  long pid(int rank) {
    return said.get(rank + " starts");
  }

  /** Sends a signal to each of the ranks, by one kill so that all get it at once. */
  void signal(String name, int... ranks) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    IntStream.of(ranks).forEach(rank -> command.add(Long.toString(pid(rank))));
    try {
      assertEquals(0, new ProcessBuilder(command).start().waitFor(), "kill");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The exit code of a process that the test itself started; it must end soon. */
  int exitCode(int rank) {
    Process process = processes.get(rank);
    try {
      assertTrue(process.waitFor(END_SECONDS, TimeUnit.SECONDS), "rank " + rank + " lives on");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  /** Waits until every process of the job is gone, those that a rank started too. */
  void awaitGone(int... ranks) {
    awaitOrFail(
        () -> IntStream.of(ranks).noneMatch(this::isAlive), END_SECONDS, "the end of all ranks");
  }

  private boolean isAlive(int rank) {
    return ProcessHandle.of(pid(rank)).map(ProcessHandle::isAlive).orElse(false);
  }

  /** All that the ranks wrote on stderr; call it when they are gone. */
  List<String> errors() {
    try {
      for (Thread reader : readers) {
        reader.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return List.copyOf(errors);
  }

  /** What else than words came on stdout. */
  List<String> unasked() {
    return List.copyOf(unasked);
  }

  /** Of the lines on stderr those of the program, not of the launcher. */
  List<String> lines() {
    return errors().stream().filter(line -> line.startsWith("hpc: ")).toList();
  }

  /** What has come on stderr so far. */
  List<String> errorsSoFar() {
    return List.copyOf(errors);
  }

  private void awaitOrFail(BooleanSupplier condition, long seconds, String what) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      assertTrue(
          System.nanoTime() < deadline,
          () -> "waited %s s for %s; said: %s; stderr: %s".formatted(seconds, what, said, errors));
      JobControl.pause(5);
    }
  }

  @Override
  public void close() {
    said.values().stream()
        .distinct()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .forEach(ProcessHandle::destroyForcibly);
    processes.values().forEach(Process::destroyForcibly);
  }
}
