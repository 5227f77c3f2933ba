package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What login nodes, containers and users' variables do to a process. */
@Timeout(180)
class ProcessLimitsIT {

  private static final String EOL = System.lineSeparator();
  private static final String PRIMES_BELOW_1000 = "168" + EOL;

  /** Nobody's: the limit of processes counts those of a user. */
  private static final String USER_ID = "54321";

  private static final String AGENT =
      """
      public class Agent {
        public static void premain(String arguments) {
          System.err.println("agent in " + System.getProperty("hpc.launched", "the first JVM"));
        }
      }
      """;

  @TempDir private Path directory;

  @BeforeEach
  void anotherUserMayReadTheDirectory() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1572864", "4194304"})
  void aLimitedAddressSpaceIsEnough(String kibibytes) throws Exception {
    HpcProcess.Ended ended =
        inAddressSpace(kibibytes, "sieve", "--limit", "1000", "--threads", "8", "-q");
    assertEquals(PRIMES_BELOW_1000, ended.answer());
    assertEquals(
        PRIMES_BELOW_1000,
        inAddressSpace(kibibytes, "sieve", "--limit", "1000", "--ranks", "2", "-q").answer());
    assertNoCrashReport();
  }

  @ParameterizedTest
  @ValueSource(strings = {"300000", "900000"})
  void anAddressSpaceThatIsTooSmallIsOneLine(String kibibytes) throws Exception {
    String line = inAddressSpace(kibibytes, "sieve", "--limit", "1000").complaint(2);
    assertTrue(line.startsWith("hpc: the address space is limited to "), line);
    assertTrue(line.contains("ulimit -v unlimited"), line);
    assertNoCrashReport();
  }

  @Test
  void anAddressSpaceThatIsTooSmallToBuildIsOneLine() throws Exception {
    String line = inAddressSpace("4194304", "build").complaint(2);
    assertTrue(line.startsWith("hpc: the address space is limited to 4194304 KiB"), line);
    assertNoCrashReport();
  }

  @Test
  void aLimitOfProcessesIsOneLine() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "root can become another user");
    Path jar = Files.copy(HpcProcess.JAR, directory.resolve("hpc.jar"));
    List<String> command =
        List.of(
            "setpriv",
            "--reuid=" + USER_ID,
            "--clear-groups",
            "prlimit",
            "--nproc=40",
            HpcProcess.JAVA.toString(),
            "-jar",
            jar.toString(),
            "sieve",
            "--threads=100",
            "--limit=1e9",
            "-q");
    assertEquals(
        "hpc: no further thread can be started: a limit of processes is reached (ulimit -u, or"
            + " pids.max of the control group); raise it, or use fewer --threads and --ranks",
        HpcProcess.start(directory, Map.of(), command).end().complaint(2));
  }

  @Test
  void anAotCacheOfTheUserIsNoContradiction() throws Exception {
    Map<String, String> options = Map.of("HPC_JAVA_OPTS", "-XX:AOTCache=absent.aot");
    assertEquals(
        PRIMES_BELOW_1000,
        HpcProcess.run(directory, options, "sieve", "--limit", "1000", "-q").answer());
  }

  @Test
  void anAgentIsLoadedOnceInEachJvm() throws Exception {
    Map<String, String> options =
        Map.of("JAVA_TOOL_OPTIONS", "-javaagent:" + agent() + " -Dx=y -Xmx100m");
    HpcProcess.Ended ended = HpcProcess.run(directory, options, "sieve", "--limit", "1000", "-q");
    assertEquals(PRIMES_BELOW_1000, ended.answer());
    assertEquals(
        List.of("agent in the first JVM", "agent in true"),
        ended.err().lines().filter(line -> line.startsWith("agent")).toList());
  }

  @Test
  void noPerformanceDataIsLeftBehind() throws Exception {
    HpcProcess run = HpcProcess.start(directory, Map.of(), "sieve", "--limit", "1000", "-q");
    Path data =
        Path.of(
            "/tmp/hsperfdata_" + System.getProperty("user.name"),
            Long.toString(run.process().pid()));
    assertEquals(PRIMES_BELOW_1000, run.end().answer());
    assertFalse(Files.exists(data), data::toString);
  }

  private HpcProcess.Ended inAddressSpace(String kibibytes, String... arguments) throws Exception {
    Path wrapper = directory.resolve("hpc");
    if (Files.notExists(wrapper)) {
      Files.copy(Path.of("hpc"), wrapper);
      Files.copy(HpcProcess.JAR, directory.resolve("hpc.jar"));
    }
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", "ulimit -v " + kibibytes + " && exec sh ./hpc \"$@\"", "sh"));
    command.addAll(List.of(arguments));
    Map<String, String> java = Map.of("JAVA_HOME", System.getProperty("java.home"));
    return HpcProcess.start(directory, java, command).end();
  }

  private void assertNoCrashReport() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(
          List.of("hpc", "hpc.jar"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  private Path agent() throws IOException {
    Path source = Files.writeString(directory.resolve("Agent.java"), AGENT);
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), "Agent");
    Path jar = directory.resolve("agent.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry("Agent.class"));
      Files.copy(directory.resolve("Agent.class"), out);
    }
    return jar;
  }
}
