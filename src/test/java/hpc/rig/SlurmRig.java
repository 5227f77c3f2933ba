package hpc.rig;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A real Slurm cluster on this machine, of two nodes with two cores each: src/test/slurm/rig.
 *
 * <p>{@code @ExtendWith(SlurmRig.Extension.class)} gives it to tests as a parameter; {@link
 * OfSites} gives the second one, of another shape. Each starts with the first class that wants it
 * and ends with the JVM. Where it cannot run, the class is skipped with the reason.
 */
public final class SlurmRig implements AutoCloseable {
  private static final Path SCRIPT = Path.of("src/test/slurm/rig").toAbsolutePath();
  private static final Set<String> FINISHED =
      Set.of(
          "COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "DEADLINE");
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);

  /** Between two looks at files and processes. */
  private static final long LOOK_MILLIS = 50;

  /** Between two questions to the controller, each of which is a process. */
  private static final long ASK_MILLIS = 250;

  /** Of the end of a log, in a message. */
  private static final int LOG_LINES = 100;

  private static final Duration QUIET_LIMIT = Duration.ofMinutes(10);
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
  private final Path directory;
  private final Process cluster;

  private SlurmRig(Path directory, Process cluster) {
    this.directory = directory;
    this.cluster = cluster;
  }

  /**
   * Put on a test class, gives its tests the cluster of sites.conf: four nodes whose names no
   * resolver knows, two cores of two threads each, memory shared out, arrays of at most four.
   */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @ExtendWith(Extension.class)
  public @interface OfSites {}

  /** What a finished command left behind. */
  public record Finished(int exitCode, String output, String errors) {}

  /**
   * Starts a cluster, or skips the test where none can run.
   *
   * @throws IllegalStateException if one should have come up and did not, with what it said
   */
  public static SlurmRig start() throws IOException, InterruptedException {
    return start(List.of());
  }

  /** The same with accounting in a database, and memory shared out like cores. */
  public static SlurmRig startWithAccounting() throws IOException, InterruptedException {
    Programs.require("slurmdbd", "mariadbd", "mariadb-install-db");
    return start(List.of("accounting.conf"));
  }

  /** The same, but a node that does not answer is soon taken for lost. */
  public static SlurmRig startImpatient() throws IOException, InterruptedException {
    return start(List.of("impatient.conf"));
  }

  private static SlurmRig start(List<String> configuration)
      throws IOException, InterruptedException {
    assumeTrue("root".equals(System.getProperty("user.name")), "a Slurm rig needs root");
    Programs.require(
        "slurmctld", "slurmd", "srun", "munged", "ip", "unshare", "nsenter", "runuser");
    assumeTrue(
        new ProcessBuilder("unshare", "--net", "--uts", "--mount", "--pid", "--fork", "true")
                .start()
                .waitFor()
            == 0,
        "a Slurm rig needs namespaces, which are denied here");

    Path directory = Files.createTempDirectory("hpc-rig-");
    Process cluster =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(SCRIPT.toString(), "hold", directory.toString()),
                        configuration.stream())
                    .toList())
            .redirectError(directory.resolve("errors.log").toFile())
            .start();
    SlurmRig rig = new SlurmRig(directory, cluster);
    BufferedReader says = cluster.inputReader();
    if (!"ready".equals(says.readLine())) {
      String errors = Files.readString(directory.resolve("errors.log"));
      rig.close();
      throw new IllegalStateException("the Slurm rig did not come up: " + errors);
    }
    return rig;
  }

  /**
   * Runs a command on the head of the cluster to its end.
   *
   * @param workingDirectory the current directory of the command
   * @param environment added to a plain one in which {@code java} is the JVM of this test
   * @throws IllegalStateException if it takes longer than {@code limit}
   */
  public Finished run(
      Path workingDirectory, Map<String, String> environment, Duration limit, String... command)
      throws IOException, InterruptedException {
    try (Running running = launch(workingDirectory, environment, command)) {
      return running.await(limit);
    }
  }

  /** Starts a command on the head of the cluster, as {@link #run} does, without waiting for it. */
  public Running launch(Path workingDirectory, Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(SCRIPT.toString(), "run", directory.toString()),
                        Stream.of(command))
                    .toList())
            .directory(workingDirectory.toFile());
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(name -> name.matches("(SLURM|SBATCH|SRUN|HPC)_.*"));
    variables.put("HPC_CLUSTER", ""); // whatever profile the user of this machine has
    variables.put("JAVA_HOME", JAVA_HOME.toString());
    // in a process of a second the second compiler costs more than it gives
    variables.put("HPC_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    variables.put("PATH", JAVA_HOME.resolve("bin") + ":" + System.getenv("PATH"));
    variables.putAll(environment);
    return start(builder);
  }

  /** The number of a user without any rights, who shares the cluster with who runs the tests. */
  public static final int STRANGER = 65534;

  /** Starts a command of {@link #STRANGER} on a node; it is given a pipe as its input. */
  public Running launchAsStranger(String node, String... command) throws IOException {
    String daemon = Long.toString(slurmd(node).pid());
    List<String> asStranger =
        List.of(
            "nsenter",
            "--target",
            daemon,
            "--net",
            "--uts",
            "--mount",
            "--root",
            "--pid",
            "setpriv",
            "--reuid=" + STRANGER,
            "--regid=" + STRANGER,
            "--clear-groups");
    return start(
        new ProcessBuilder(Stream.concat(asStranger.stream(), Stream.of(command)).toList()));
  }

  private Running start(ProcessBuilder builder) throws IOException {
    Path output = Files.createTempFile(directory, "output", ".log");
    Path errors = Files.createTempFile(directory, "errors", ".log");
    builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
    return new Running(builder.start(), output, errors);
  }

  /** A command that was started on the cluster; closing it ends it. */
  public record Running(Process process, Path output, Path errors) implements AutoCloseable {

    /** Waits for the end, at most so long. */
    public Finished await(Duration limit) throws IOException, InterruptedException {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "not done within " + limit + "; it said " + Files.readString(errors));
      }
      return new Finished(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    /** Waits until the command has printed just this. */
    public void awaitOutput(String expected, Duration limit)
        throws IOException, InterruptedException {
      SlurmRig.await(limit, () -> Files.readString(output).equals(expected));
    }

    /** Ends the command; srun takes its tasks with it. */
    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroy);
      process.onExit().orTimeout(5, TimeUnit.MINUTES).join();
    }
  }

  /** Something that comes true some time. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * Waits until a condition holds that is quickly looked at.
   *
   * @throws IllegalStateException if it does not within {@code limit}
   */
  public static void await(Duration limit, Condition condition)
      throws IOException, InterruptedException {
    await(limit, LOOK_MILLIS, condition);
  }

  private static void await(Duration limit, long pauseMillis, Condition condition)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new IllegalStateException("what was waited for did not happen within " + limit);
      }
      TimeUnit.MILLISECONDS.sleep(pauseMillis);
    }
  }

  /** A batch job that has ended: its number and the state in which Slurm remembers it. */
  public record Job(String id, String state) {}

  /**
   * Submits a batch job and waits for its end. (Quicker than {@code sbatch --wait}, which looks
   * every ten seconds.)
   *
   * @param options and script of sbatch
   */
  public Job runJob(
      Path workingDirectory, Map<String, String> environment, Duration limit, String... options)
      throws IOException, InterruptedException {
    return awaitEnd(submit(workingDirectory, environment, options), limit);
  }

  /** Submits a batch job and returns its number. */
  public String submit(Path workingDirectory, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    Finished submitted =
        run(
            workingDirectory,
            environment,
            COMMAND_LIMIT,
            Stream.concat(Stream.of("sbatch", "--parsable"), Stream.of(options))
                .toArray(String[]::new));
    if (submitted.exitCode() != 0) {
      throw new IllegalStateException("sbatch refuses: " + submitted.errors());
    }
    return submitted.output().strip();
  }

  /** Waits for the end of a batch job, which may be queued again in between. */
  public Job awaitEnd(String id, Duration limit) throws IOException, InterruptedException {
    // the controller is asked no more often than needed; a busy one may not answer: that is no end
    await(limit, ASK_MILLIS, () -> hasEndedOnce(id) && FINISHED.contains(stateOf(id)));
    return new Job(id, stateOf(id));
  }

  /** Waits until no job waits or runs. */
  public void awaitQuiet() throws IOException, InterruptedException {
    await(
        QUIET_LIMIT,
        ASK_MILLIS,
        () ->
            run(Path.of("/"), Map.of(), COMMAND_LIMIT, "squeue", "--noheader").output().isBlank());
  }

  /** What Slurm says of its nodes and the end of its log, for a message. */
  public String describeNodes() throws IOException, InterruptedException {
    Path anywhere = Path.of("/");
    List<String> log = Files.readAllLines(directory.resolve("slurmctld.log"));
    return run(anywhere, Map.of(), COMMAND_LIMIT, "sinfo", "-R").output()
        + run(anywhere, Map.of(), COMMAND_LIMIT, "scontrol", "-o", "show", "node").output()
        + run(anywhere, Map.of(), COMMAND_LIMIT, "squeue").output()
        + String.join("\n", log.subList(Math.max(0, log.size() - LOG_LINES), log.size()));
  }

  /** Whether the log of ended jobs has it, which also has those that are queued again. */
  private boolean hasEndedOnce(String jobId) throws IOException {
    Path log = directory.resolve("jobs.log");
    return Files.exists(log) && Files.readString(log).contains("JobId=" + jobId + " ");
  }

  private String stateOf(String jobId) throws IOException, InterruptedException {
    Finished told =
        run(Path.of("/"), Map.of(), COMMAND_LIMIT, "scontrol", "-o", "show", "job", jobId);
    return told.output().replaceFirst("(?s).*JobState=(\\S+).*", "$1");
  }

  /**
   * The process of a rank: the JVM among the tasks of the cluster whose {@code SLURM_PROCID} is
   * {@code rank}.
   */
  public Optional<ProcessHandle> processOfRank(int rank) {
    return ranks()
        .filter(process -> environmentOf(process).contains("SLURM_PROCID=" + rank))
        .findAny();
  }

  /** The JVMs that are tasks of a step of this cluster. */
  public Stream<ProcessHandle> ranks() {
    return processes()
        .filter(process -> process.info().command().orElse("").endsWith("/bin/java"))
        .filter(process ->
            environmentOf(process).stream().anyMatch(v -> v.startsWith("SLURM_PROCID=")));
  }

  /** The daemon of a node. */
  public ProcessHandle slurmd(String node) {
    return processes()
        .filter(process -> process.info().command().orElse("").matches(".*/slurmd(-wlm)?"))
        .filter(process -> List.of(process.info().arguments().orElse(new String[0])).contains(node))
        .findAny()
        .orElseThrow();
  }

  /** Every process of the cluster: daemons and jobs. */
  public Stream<ProcessHandle> processes() {
    return cluster.descendants();
  }

  private static List<String> environmentOf(ProcessHandle process) {
    try {
      return List.of(Files.readString(Path.of("/proc/" + process.pid() + "/environ")).split("\0"));
    } catch (IOException e) {
      // it has ended since it was listed
      return List.of();
    }
  }

  /** Ends the cluster with every job and daemon in it and removes its directory. */
  @Override
  public void close() throws IOException {
    cluster.getOutputStream().close();
    cluster.onExit().orTimeout(5, TimeUnit.MINUTES).join();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  /** Resolves parameters of type {@link SlurmRig} with the one of this JVM. */
  public static final class Extension implements BeforeAllCallback, ParameterResolver {

    /** By configuration. A store of JUnit's would end with each class that Maven hands over. */
    private static final ConcurrentMap<List<String>, SlurmRig> SHARED = new ConcurrentHashMap<>();

    @Override
    public void beforeAll(ExtensionContext context) {
      shared(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == SlurmRig.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return shared(context);
    }

    private static SlurmRig shared(ExtensionContext context) {
      return SHARED.computeIfAbsent(
          AnnotationSupport.isAnnotated(context.getTestClass(), OfSites.class)
              ? List.of("sites.conf")
              : List.of(),
          Extension::startForThisJvm);
    }

    private static SlurmRig startForThisJvm(List<String> configuration) {
      try {
        SlurmRig rig = SlurmRig.start(configuration);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeUnchecked(rig)));
        return rig;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while the Slurm rig came up", e);
      }
    }

    private static void closeUnchecked(SlurmRig rig) {
      try {
        rig.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
