package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wrapper ./hpc in a tree of its own, with stand-ins for java and mvn: the one prints the words
 * that it is started with, the other makes an empty jar and notes that it was called.
 */
class WrapperTest {
  private static final Instant PAST = Instant.parse("2026-01-01T00:00:00Z");

  /** What the wrapper gives a JVM that starts another one. */
  private static final String FIRST_FLAGS = " -XX:-UsePerfData -Xlog:disable";

  @TempDir private Path directory;
  private Path tree;
  private Path builds;
  private Map<String, String> environment;

  @BeforeEach
  void plantTree() throws IOException {
    tree = Files.createDirectory(directory.resolve("a tree"));
    Files.copy(Path.of("hpc"), tree.resolve("hpc"));
    builds = directory.resolve("builds");
    Path programs = Files.createDirectory(directory.resolve("programs"));
    program(
        programs.resolve("mvn"),
        "mkdir -p target && touch target/hpc.jar && echo built >>'" + builds + "'");
    environment =
        Map.of(
            "PATH",
            programs + File.pathSeparator + System.getenv("PATH"),
            "JAVA_HOME",
            java(25).toString(),
            "HPC_MPJ_JAR",
            Path.of("hpc").toAbsolutePath().toString());
  }

  @Test
  void itRunsTheJarBesideItThroughALink() throws Exception {
    Path jar = Files.createFile(tree.resolve("hpc.jar"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), tree.resolve("hpc"));
    assertEquals(
        List.of("25" + FIRST_FLAGS + " -jar " + jar + " sieve --limit 10"),
        said(environment, link, "sieve", "--limit", "10"));
  }

  @Test
  void anOldJavaIsPassedOver() throws Exception {
    Files.createFile(tree.resolve("hpc.jar"));
    String path = java(26).resolve("bin") + File.pathSeparator + System.getenv("PATH");
    List<String> said =
        said(Map.of("JAVA_HOME", java(17).toString(), "PATH", path), tree.resolve("hpc"), "x");
    assertEquals(List.of("26" + FIRST_FLAGS + " -jar " + tree.resolve("hpc.jar") + " x"), said);
  }

  @Test
  void itBuildsOnceAndAgainAfterAChange() throws Exception {
    Path source = plantSources();
    run();
    assertEquals(1, builds());
    run();
    assertEquals(1, builds());
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    run();
    assertEquals(2, builds());
  }

  @Test
  void ofManyAtOnceOneBuilds() throws Exception {
    plantSources();
    List<Process> many = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      many.add(start(environment, tree.resolve("hpc"), "x"));
    }
    for (Process process : many) {
      assertEquals(0, process.waitFor());
    }
    assertEquals(1, builds());
  }

  @Test
  void insideAJobTheJarIsTakenAsItIs() throws Exception {
    plantSources();
    Path target = Files.createDirectory(tree.resolve("target"));
    Path jar = Files.createFile(target.resolve("hpc.jar"));
    Files.setLastModifiedTime(jar, FileTime.from(PAST.minusSeconds(60)));
    List<String> said = said(withVariable("SLURM_JOB_ID", "7"), tree.resolve("hpc"), "x");
    assertEquals(List.of("25" + FIRST_FLAGS + " -jar " + jar + " x"), said);
    assertEquals(0, builds());
  }

  @Test
  void withoutJarAndSourcesItSaysSo() throws Exception {
    Process process = start(environment, tree.resolve("hpc"), "x");
    List<String> said = process.inputReader().lines().toList();
    assertEquals(2, process.waitFor());
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.getFirst().contains("no hpc.jar"), said::toString);
  }

  @Test
  void theMpjJarThatIsNamedReplacesTheOneThatIsHere() throws Exception {
    plantSources();
    run();
    Path other = Files.writeString(directory.resolve("other.jar"), "other");
    Process build =
        start(withVariable("HPC_MPJ_JAR", other.toString()), tree.resolve("hpc"), "build");
    assertEquals(0, build.waitFor());
    Path published = tree.resolve(".mpj/net/mpj-express/mpj/0.44/mpj-0.44.jar");
    assertEquals("other", Files.readString(published));
  }

  @Test
  void kernelsAreMadeByTheCompilersThatAreThere() throws Exception {
    plantSources();
    Files.createDirectories(tree.resolve("src/native"));
    // makes the file after -o
    Path compiler = directory.resolve("mycc");
    program(compiler, "while [ \"$1\" != -o ]; do shift; done; echo made >\"$2\"");
    Map<String, String> compilers = withVariable("CC", compiler.toString());
    compilers.put("FC", "/nowhere/fc");
    List<String> said = said(compilers, tree.resolve("hpc"), "build", "--native");
    assertTrue(Files.exists(tree.resolve("target/libhpc-c.so")), said::toString);
    assertTrue(
        said.getLast().startsWith("hpc: no Fortran compiler /nowhere/fc, so no --kernel fortran: "),
        said::toString);
    // from now on a change of them is a reason to build
    Files.setLastModifiedTime(
        Files.createFile(tree.resolve("src/native/new.c")),
        FileTime.from(Instant.now().plusSeconds(60)));
    long before = builds();
    said(compilers, tree.resolve("hpc"), "x");
    assertEquals(before + 1, builds());
  }

  @Test
  void withoutAnyCompilerTheBuildOfKernelsFails() throws Exception {
    plantSources();
    Map<String, String> compilers = withVariable("CC", "/nowhere/cc");
    compilers.put("FC", "/nowhere/fc");
    Process process = start(compilers, tree.resolve("hpc"), "build", "--native");
    List<String> said = process.inputReader().lines().toList();
    assertEquals(2, process.waitFor(), said::toString);
    assertEquals(2, said.stream().filter(line -> line.startsWith("hpc: no ")).count());
  }

  @Test
  void underTheLocaleCJavaIsToldUtf8() throws Exception {
    Files.createFile(tree.resolve("hpc.jar"));
    program(Path.of(environment.get("JAVA_HOME"), "bin/java"), "locale charmap");
    assertEquals(List.of("UTF-8"), said(withVariable("LC_ALL", "C"), tree.resolve("hpc"), "x"));
  }

  @Test
  void aMissingMpjJarIsNamed() throws Exception {
    plantSources();
    Process process =
        start(withVariable("HPC_MPJ_JAR", "/nowhere.jar"), tree.resolve("hpc"), "build");
    List<String> said = process.inputReader().lines().toList();
    assertEquals(2, process.waitFor());
    assertEquals(List.of("hpc: HPC_MPJ_JAR: there is no file /nowhere.jar"), said);
  }

  /** A source file older than any jar; returns it. */
  private Path plantSources() throws IOException {
    Path sources = Files.createDirectories(tree.resolve("src/main"));
    Path source = Files.createFile(sources.resolve("Main.java"));
    Path pom = Files.createFile(tree.resolve("pom.xml"));
    for (Path file : List.of(source, pom, sources)) {
      Files.setLastModifiedTime(file, FileTime.from(PAST));
    }
    return source;
  }

  /** The home of a Java that prints its version and its words. */
  private Path java(int version) throws IOException {
    Path home = Files.createDirectory(directory.resolve("java" + version));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
    Path bin = Files.createDirectory(home.resolve("bin"));
    program(bin.resolve("java"), "echo " + version + " \"$@\"");
    program(bin.resolve("javac"), "exit 1");
    return home;
  }

  private static void program(Path file, String commands) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private long builds() throws IOException {
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  private void run() throws Exception {
    assertEquals(0, start(environment, tree.resolve("hpc"), "x").waitFor());
  }

  private static List<String> said(Map<String, String> environment, Path wrapper, String... words)
      throws Exception {
    Process process = start(environment, wrapper, words);
    List<String> said = process.inputReader().lines().toList();
    assertEquals(0, process.waitFor(), said::toString);
    return said;
  }

  private static Process start(Map<String, String> environment, Path wrapper, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(wrapper.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(new File("/"));
    builder.environment().keySet().removeIf(name -> name.matches("(SLURM|HPC|MPJ)_.*"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Map<String, String> withVariable(String name, String value) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put(name, value);
    return changed;
  }
}
