package hpc.rig;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recipes of packaging/: what they name is there, what they install runs. EasyBuild, Spack and
 * Apptainer themselves are not at hand here.
 */
class PackagingIT {

  private static final Path PACKAGING = Path.of("packaging").toAbsolutePath();
  private static final Path CONTAINER = PACKAGING.resolve("apptainer/hpc.def");
  private static final Path SPACK = PACKAGING.resolve("spack/packages/hpc-jar/package.py");
  private static final String FROM_ARCHIVE = "hpc.cli.HpcCommand source: shared objects file";
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  @Test
  void recipesHaveTheVersionOfTheBuildAndTheChecksumOfTheWrapper() throws Exception {
    String version = first("<version>([^<]+)</version>", Path.of("pom.xml"));
    String checksum = first("mpj_jar_sha256=(\\w{64})", Path.of("hpc"));
    assertEquals("hpc.jar-" + version + "-Java-25.eb", easyconfig().getFileName().toString());
    assertEquals(version, first("(?m)^version = '(.*)'", easyconfig()));
    assertEquals(version, first("version\\(\"(.*?)\"", SPACK));
    assertEquals(version, first("Version (\\S+)", CONTAINER));
    assertEquals(checksum, first("'(\\w{64})'", easyconfig()));
    assertEquals(checksum, first("sha256=\"(\\w{64})\"", SPACK));
  }

  @Test
  void recipesArePython() throws Exception {
    Programs.require("python3");
    for (Path recipe : List.of(easyconfig(), SPACK)) {
      String check = "import ast, sys; ast.parse(open(sys.argv[1]).read())";
      assertEquals("", said("python3", "-c", check, recipe.toString()));
    }
  }

  @Test
  void whatIsInstalledRunsFromItsArchiveUnlessThatIsOfAnotherJvm(@TempDir Path directory)
      throws Exception {
    Path home = directory.resolve("a place");
    assertEquals("", said(PACKAGING.resolve("install.sh").toString(), home.toString()));
    Matcher checked =
        Pattern.compile("'(?:files|dirs)': \\[(.*?)]").matcher(Files.readString(easyconfig()));
    int paths = 0;
    while (checked.find()) {
      for (String path : checked.group(1).replace("'", "").split(", ", -1)) {
        assertTrue(Files.exists(home.resolve(path)), path);
        paths++;
      }
    }
    assertTrue(paths > 4, "the easyconfig checks files");
    assertEquals(built(Path.of("target")), built(home.resolve("target")));
    assertEquals("78498\n", said(home.resolve("hpc").toString(), "sieve", "--limit", "1e6", "-q"));
    assertTrue(
        loaded(home).contains(FROM_ARCHIVE), "the copy keeps the date that the archive is for");

    Path archive = home.resolve("target/hpc.jsa");
    String ofThisJvm = Files.readString(archive, ISO_8859_1);
    String version = System.getProperty("java.vm.version");
    int ident = ofThisJvm.indexOf("(" + version + ")");
    assertTrue(ident > 0, "an archive names the JVM that made it");
    String ofAnother = "(" + "0".repeat(version.length()) + ")";
    Files.writeString(
        archive,
        new StringBuilder(ofThisJvm).replace(ident, ident + ofAnother.length(), ofAnother),
        ISO_8859_1);
    assertFalse(loaded(home).contains(FROM_ARCHIVE), "of another JVM");
    assertEquals("78498\n", said(home.resolve("hpc").toString(), "sieve", "--limit", "1e6", "-q"));
  }

  /** The jar, its archives of classes and the kernels in other languages. */
  private static Set<String> built(Path target) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("hpc\\.jar|.*\\.jsa|libhpc-.*\\.so"))
          .collect(toSet());
    }
  }

  /** What the JVM says of the classes that it loads. */
  private static String loaded(Path home) throws Exception {
    return said(
        JAVA_HOME.resolve("bin/java").toString(),
        "-XX:SharedArchiveFile=" + home.resolve("target/hpc.jsa"),
        "-Xlog:disable",
        "-Xlog:class+load",
        "-jar",
        home.resolve("target/hpc.jar").toString(),
        "--version");
  }

  /** What the definition does, in a file system of its own in place of an image. */
  @Test
  void theContainersStepsMakeAProgramThatRuns(@TempDir Path directory) throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "a mount needs root");
    Programs.require("unshare", "mount");
    StringBuilder script = new StringBuilder("set -e\nmount -t tmpfs tmpfs /opt\n");
    for (String line : section("files")) {
      String[] fromTo = line.strip().split(" ", 2);
      script.append("mkdir -p \"$(dirname ").append(fromTo[1]).append(")\"\n");
      script.append("cp -R ").append(line.strip()).append('\n');
    }
    section("post").forEach(line -> script.append(line).append('\n'));
    script.append("ls /opt/hpc/target/hpc.jsa /opt/hpc/target/share/man/man1/hpc.1\n");
    section("environment").forEach(line -> script.append(line).append('\n'));
    script.append("set -- sieve --limit 1e7 -q\n");
    section("runscript").forEach(line -> script.append(line).append('\n'));
    Path file = Files.writeString(directory.resolve("steps.sh"), script);
    assertEquals(
        "/opt/hpc/target/hpc.jsa\n/opt/hpc/target/share/man/man1/hpc.1\n664579\n",
        said("unshare", "--mount", "sh", file.toString()));
    assertEquals(1, section("test").size());
  }

  /** The lines of a part of the definition. */
  private static List<String> section(String name) throws IOException {
    return Files.readString(CONTAINER)
        .replaceFirst("(?s).*\n%" + name + "\n", "")
        .replaceFirst("(?s)\n%.*", "")
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  private static Path easyconfig() throws IOException {
    try (Stream<Path> files = Files.list(PACKAGING.resolve("easybuild"))) {
      return files.findAny().orElseThrow();
    }
  }

  private static String first(String pattern, Path file) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
    assertTrue(matcher.find(), pattern + " in " + file);
    return matcher.group(1);
  }

  /** What a command says that succeeds. */
  private static String said(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("(SLURM|HPC)_.*"));
    builder.environment().put("JAVA_HOME", JAVA_HOME.toString());
    // a build of half a minute gains nothing from the second compiler
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
    builder.environment().merge("PATH", JAVA_HOME + "/bin:", (path, ours) -> ours + path);
    Process process = builder.start();
    String said = process.inputReader().readAllAsString();
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
