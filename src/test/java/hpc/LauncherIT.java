package hpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole processes: the packaged jar with another Main in it, which tells what reached it. */
@Timeout(1200)
class LauncherIT {

  private static final Path JAR = Path.of("target", "hpc.jar");
  private static final int TERMINATED = 128 + 15;
  private static final int LONG_ENOUGH_SECONDS = 600;

  private static final String PROBE =
      """
      package hpc;
      public final class Main {
        public static void main(String[] args) throws Exception {
          switch (args[0]) {
            case "exit" -> System.exit(Integer.parseInt(args[1]));
            case "copy" -> System.in.transferTo(System.out);
            case "wait" -> {
              System.out.println("ready");
              Thread.sleep(java.time.Duration.ofMinutes(10));
            }
            default -> {
              System.out.println("pid=" + ProcessHandle.current().pid());
              System.out.println("vectors=" + hpc.launch.VectorModule.load());
              System.out.println("launched=" + (System.getProperty("hpc.launched") != null));
              System.out.println("tmp=" + System.getProperty("java.io.tmpdir"));
              System.out.println("heap=" + Runtime.getRuntime().maxMemory());
              System.out.println("cpus=" + Runtime.getRuntime().availableProcessors());
              System.out.println("x=" + System.getProperty("x"));
              System.out.println(
                  "aligned="
                      + java.lang.management.ManagementFactory.getRuntimeMXBean()
                          .getInputArguments()
                          .contains("-XX:ObjectAlignmentInBytes=64"));
              System.out.println("args=" + String.join("|", args));
            }
          }
          System.out.flush();
        }
      }
      """;

  @TempDir static Path folder;
  private static Path jar;

  private record Started(Process process, Path err) {}

  private record Ended(long pid, int status, String out, String err) {

    String value(String key) {
      return out.lines()
          .filter(line -> line.startsWith(key + "="))
          .map(line -> line.substring(key.length() + 1))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + key + " in: " + out + err));
    }
  }

  @BeforeAll
  static void putTheProbeIntoACopyOfTheJar() throws IOException {
    Path source = Files.createDirectories(folder.resolve("hpc")).resolve("Main.java");
    Files.writeString(source, PROBE);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", JAR.toString(), source.toString());
    assertEquals(0, status, "the probe compiles");
    jar = Files.createDirectory(folder.resolve("a folder")).resolve("hpc copy.jar");
    Files.copy(JAR, jar);
    try (FileSystem inside = FileSystems.newFileSystem(jar)) {
      Files.copy(
          folder.resolve("hpc/Main.class"),
          inside.getPath("hpc/Main.class"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void theProcessIsReplacedNotDoubled() throws Exception {
    Ended ended = run(Map.of(), "tell");
    assertEquals(ended.pid(), Long.parseLong(ended.value("pid")));
    assertEquals("true", ended.value("vectors"));
  }

  @Test
  void argumentsArriveAsGiven() throws Exception {
    assertEquals(
        "tell|a b||*|\"|$HOME|@x",
        run(Map.of(), "tell", "a b", "", "*", "\"", "$HOME", "@x").value("args"));
  }

  @Test
  void theExitStatusPassesThrough() throws Exception {
    assertEquals(7, run(Map.of(), "exit", "7").status());
  }

  @Test
  void standardInputReachesTheProgram() throws Exception {
    Started started = start(java(), Map.of(), List.of(), "copy");
    started.process().getOutputStream().write("one\ntwo\n".getBytes(UTF_8));
    assertEquals("one\ntwo\n", end(started).out());
  }

  @Test
  void aTerminationSignalEndsIt() throws Exception {
    Process process = start(java(), Map.of(), List.of(), "wait").process();
    assertEquals("ready", process.inputReader(UTF_8).readLine());
    process.destroy();
    assertTrue(process.waitFor(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS));
    assertEquals(TERMINATED, process.exitValue());
  }

  @Test
  void itIsNotReplacedWhenThatIsTurnedOff() throws Exception {
    assertEquals("false", run(Map.of("HPC_NO_REEXEC", "1"), "tell").value("launched"));
  }

  @Test
  void itIsNotReplacedWhereNothingIsComputed() throws Exception {
    assertEquals("false", run(Map.of(), "--version").value("launched"));
  }

  @Test
  void itIsReplacedOnceWhateverTheMarkSays() throws Exception {
    Ended ended = run(Map.of("HPC_JAVA_OPTS", "-Dhpc.launched=false '-Dx=a b'"), "tell");
    assertEquals("a b", ended.value("x"));
    assertEquals("true", ended.value("vectors"));
  }

  @Test
  void flagsOfTheUserStand() throws Exception {
    Ended ended =
        end(start(java(), Map.of(), List.of("-Xmx64m", "-XX:+UseSerialGC", "-Dx=1"), "tell"));
    assertEquals("1", ended.value("x"));
    assertTrue(Long.parseLong(ended.value("heap")) <= 64L << 20, ended.out());
    assertEquals("true", ended.value("vectors"));
  }

  @Test
  void theTaskOfSlurmBoundsTheJvm() throws Exception {
    Map<String, String> env =
        Map.of(
            "SLURM_JOB_ID", "1",
            "SLURM_STEP_ID", "0",
            "SLURM_CPUS_PER_TASK", "1",
            "SLURM_MEM_PER_NODE", "512",
            "TMPDIR", folder.toString());
    Ended ended = run(env, "tell");
    assertEquals("1", ended.value("cpus"));
    assertTrue(Long.parseLong(ended.value("heap")) <= 384L << 20, ended.out());
    assertEquals(folder.toString(), ended.value("tmp"));
  }

  @Test
  void itRunsWithoutHomeAndWithoutAUsableTemporaryDirectory() throws Exception {
    Ended ended = run(Map.of("HOME", "", "TMPDIR", "/dev/null/none"), "tell");
    assertEquals(0, ended.status(), ended.err());
    assertEquals("/tmp", ended.value("tmp"));
  }

  @Test
  void garbageInAVariableIsOneLine() throws Exception {
    Ended ended = run(Map.of("SLURM_JOB_ID", "1", "SLURM_CPUS_ON_NODE", "x"), "tell");
    assertEquals(2, ended.status());
    assertEquals(
        "hpc: SLURM_CPUS_ON_NODE=x: accepted: a whole number", ended.err().strip(), "one line");
    assertEquals("", ended.out());
  }

  @Test
  void theDoctorRunsWhateverTheVariablesHold() throws Exception {
    Ended ended = run(Map.of("SLURM_JOB_ID", "1", "SLURM_CPUS_ON_NODE", "x"), "doctor");
    assertEquals(0, ended.status(), ended.err());
    assertEquals("false", ended.value("launched"));
  }

  /** Tools make many small objects, solvers few large ones. */
  @ParameterizedTest
  @CsvSource({
    "diffusion --nx 9, true",
    "profile jit -- diffusion, true",
    "profile jit -- sieve, false",
    "sieve, false",
    "aggregate diffusion, false"
  })
  void objectsBeginCacheLinesWhereFieldsAre(String words, String aligned) throws Exception {
    assertEquals(aligned, run(Map.of(), words.split(" ")).value("aligned"));
  }

  /** Of another jar, torn, empty, no archive at all: the JVM leaves it aside without a word. */
  @ParameterizedTest
  @ValueSource(strings = {"foreign", "torn", "empty", "text"})
  void anArchiveThatDoesNotFitIsLeftAside(String kind) throws Exception {
    byte[] whole = Files.readAllBytes(JAR.resolveSibling("hpc.jsa"));
    byte[] bytes =
        switch (kind) {
          case "foreign" -> whole;
          case "torn" -> Arrays.copyOf(whole, whole.length / 2);
          case "empty" -> new byte[0];
          default -> "not an archive".getBytes(UTF_8);
        };
    List<Path> archives =
        Stream.of("", "-large-heap", "-aligned")
            .map(name -> jar.resolveSibling("hpc copy" + name + ".jsa"))
            .toList();
    for (Path archive : archives) {
      Files.write(archive, bytes);
    }
    try {
      for (String words : List.of("tell", "diffusion")) {
        Ended ended = run(Map.of(), words);
        assertEquals("true", ended.value("launched"));
        assertEquals("", ended.err());
      }
    } finally {
      for (Path archive : archives) {
        Files.delete(archive);
      }
    }
  }

  @Test
  void anOldJvmIsToldWhatIsNeeded() throws Exception {
    Optional<Path> old = oldJvm();
    assumeTrue(old.isPresent(), "no JVM older than 25 in /usr/lib/jvm");
    Ended ended = end(start(old.get(), Map.of(), List.of(), "tell"));
    assertEquals(2, ended.status());
    assertEquals("", ended.out());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().startsWith("hpc: Java 25 or later is needed, found Java "), ended.err());
    assertTrue(ended.err().contains("JAVA_HOME"), ended.err());
  }

  private static Optional<Path> oldJvm() throws IOException {
    Path jvms = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(jvms)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(jvms)) {
      return homes
          .filter(home -> isOld(home.resolve("release")))
          .map(home -> home.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }

  private static boolean isOld(Path release) {
    try {
      return Files.readString(release)
          .lines()
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .anyMatch(line -> line.matches("JAVA_VERSION=\"(1\\.8|9|1\\d|2[0-4])\\b.*"));
    } catch (IOException e) {
      return false;
    }
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static Ended run(Map<String, String> env, String... args) throws Exception {
    return end(start(java(), env, List.of(), args));
  }

  /** Starts the jar; an empty value in {@code env} unsets a variable. */
  private static Started start(
      Path java, Map<String, String> env, List<String> flags, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(flags);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> inherited = builder.environment();
    inherited.keySet().removeIf(LauncherIT::changesTheStart);
    env.forEach((name, value) -> {
      if (value.isEmpty()) {
        inherited.remove(name);
      } else {
        inherited.put(name, value);
      }
    });
    Path err = Files.createTempFile(folder, "stderr", ".txt");
    builder.redirectError(err.toFile());
    return new Started(builder.start(), err);
  }

  private static Ended end(Started started) throws Exception {
    Process process = started.process();
    try {
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertTrue(process.waitFor(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS), "it ends");
      return new Ended(process.pid(), process.exitValue(), out, Files.readString(started.err()));
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean changesTheStart(String variable) {
    return variable.startsWith("SLURM_")
        || variable.startsWith("HPC_")
        || variable.endsWith("JAVA_OPTIONS")
        || variable.equals("TMPDIR")
        || variable.equals("LOCAL_SCRATCH");
  }
}
