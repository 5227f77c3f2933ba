package hpc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code java -jar target/hpc.jar}, as a user starts it: in a directory of its own, outside Slurm
 * unless the test says otherwise.
 */
final class HpcProcess {

  /** In a process of a second the second compiler costs more than it gives. */
  static final String FIRST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";

  /** What users get, for runs that are long enough for it. */
  static final Map<String, String> BOTH_COMPILERS = Map.of("HPC_JAVA_OPTS", "");

  private static final int LONG_ENOUGH_SECONDS = 900;
  static final Path JAR = Path.of("target", "hpc.jar").toAbsolutePath();
  static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final Process process;
  private final Path err;

  /** How a process has ended. */
  record Ended(int status, String out, String err) {

    /** Asserts success and returns what stands on stdout. */
    String answer() {
      assertEquals(0, status, this::toString);
      return out;
    }

    /** Asserts a failure that says one line and prints nothing; returns the line. */
    String complaint(int expectedStatus) {
      assertEquals(expectedStatus, status, this::toString);
      assertEquals("", out, this::toString);
      return onlyLine();
    }

    /** Asserts that stderr is one line and returns it. */
    String onlyLine() {
      assertEquals(1, err.lines().count(), this::toString);
      assertTrue(err.endsWith("\n"), this::toString);
      return err.strip();
    }
  }

  private HpcProcess(Process process, Path err) {
    this.process = process;
    this.err = err;
  }

  /** Runs the program to its end. */
  static Ended run(Path directory, String... args) throws Exception {
    return start(directory, Map.of(), args).end();
  }

  /** Runs the program to its end; an empty value in {@code environment} unsets a variable. */
  static Ended run(Path directory, Map<String, String> environment, String... args)
      throws Exception {
    return start(directory, environment, args).end();
  }

  /** Starts the program. */
  static HpcProcess start(Path directory, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = command();
    command.addAll(List.of(args));
    return start(directory, environment, command);
  }

  /** Starts any program. */
  static HpcProcess start(Path directory, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = builder(directory, environment, command);
    Path err = Files.createTempFile("hpc-stderr", ".txt");
    err.toFile().deleteOnExit(); // of processes whose end no test awaits
    builder.redirectInput(new File("/dev/null")).redirectError(err.toFile());
    return new HpcProcess(builder.start(), err);
  }

  /** Any program, to be started; an empty value in {@code environment} unsets a variable. */
  static ProcessBuilder builder(
      Path directory, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> inherited = builder.environment();
    inherited.keySet().removeIf(name -> name.matches("(SLURM|HPC)_.*|.*JAVA_OPTIONS|TMPDIR"));
    inherited.put("HPC_JAVA_OPTS", FIRST_COMPILER_ONLY);
    inherited.putAll(environment);
    inherited.values().removeIf(String::isEmpty);
    inherited.putIfAbsent("HPC_CLUSTER", ""); // whatever profile the user of this machine has
    return builder;
  }

  /**
   * The words that start the program, with the flags of {@code ./hpc}, which start it faster;
   * arguments are to be appended.
   */
  static List<String> command() {
    return new ArrayList<>(
        List.of(
            JAVA.toString(),
            "-XX:SharedArchiveFile=" + JAR.resolveSibling("hpc.jsa"),
            "-XX:-UsePerfData",
            "-Xlog:disable",
            "-jar",
            JAR.toString()));
  }

  /** Whether it runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end. */
  Ended end() throws Exception {
    try {
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertTrue(process.waitFor(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS), "it ends");
      return new Ended(process.exitValue(), out, Files.readString(err));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(err);
    }
  }

  /** Waits until stderr has a line that contains {@code words}. */
  void awaitLine(String words) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONG_ENOUGH_SECONDS);
    while (Files.readString(err).lines().noneMatch(line -> line.contains(words))) {
      assertTrue(process.isAlive() && System.nanoTime() < deadline, () -> "no line: " + words);
      Thread.sleep(20);
    }
  }

  /** The process itself; to be signalled by its handle, which leaves its streams open. */
  Process process() {
    return process;
  }

  /** The other ranks of a local job. */
  List<ProcessHandle> children() {
    return process.children().toList();
  }
}
