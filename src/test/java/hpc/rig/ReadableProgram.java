package hpc.rig;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the program, and of the tests of its ranks, that every user can run: the clone may lie
 * below a directory which only its owner can enter.
 */
public record ReadableProgram(Path directory) {

  private static final Path BUILT = Path.of("target");
  private static final Path TESTS = Path.of("hpc/mpi");

  /**
   * Copies them into {@code directory}, which all may enter from then on. Skips the test if others
   * cannot run the JVM of this test.
   */
  public static ReadableProgram copyTo(Path directory) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java").toRealPath();
    for (Path above = java; above != null; above = above.getParent()) {
      boolean open =
          Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE);
      assumeTrue(open, "other users cannot run " + java);
    }
    open(directory);
    for (String name : List.of("hpc.jar", "hpc.jsa")) {
      if (Files.exists(BUILT.resolve(name))) { // not every JVM can make the archive
        copy(BUILT.resolve(name), directory.resolve(name));
      }
    }
    Path tests = directory.resolve(TESTS);
    Files.createDirectories(tests);
    open(tests.getParent());
    open(tests);
    try (Stream<Path> classes = Files.list(BUILT.resolve("test-classes").resolve(TESTS))) {
      for (Path one : classes.toList()) {
        copy(one, tests.resolve(one.getFileName()));
      }
    }
    return new ReadableProgram(directory);
  }

  /** With its time, by which the archive knows it. */
  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private static void open(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The program. */
  public String jar() {
    return directory.resolve("hpc.jar").toString();
  }

  /** The program and the tests of its ranks. */
  public String classPath() {
    return jar() + ":" + directory;
  }
}
