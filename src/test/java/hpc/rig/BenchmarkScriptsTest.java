package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts that compare with other programs, on a machine that lacks those. */
class BenchmarkScriptsTest {

  @TempDir private Path programs;

  static List<Path> scripts() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("benchmarks"))) {
      List<Path> scripts = files.filter(file -> file.endsWith("compare.py")).sorted().toList();
      assertFalse(scripts.isEmpty());
      return scripts;
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void whatIsMissingIsNamedInOneLine(Path script) throws Exception {
    Programs.require("python3");
    refusal(script);
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void aCompilerThatFailsIsNamedInOneLine(Path script) throws Exception {
    Programs.require("python3");
    for (String compiler : List.of("mpicc", "cc", "gcc", "primesieve")) {
      Path file = programs.resolve(compiler);
      Files.writeString(
          file,
          """
          #!/bin/sh
          echo "pingpong.c:10:10: fatal error: mpi.h: No such file or directory" >&2
          echo "compilation terminated." >&2
          exit 1
          """);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    String line = refusal(script);
    if (!script.startsWith("benchmarks/diffusion") && !script.startsWith("benchmarks/profile")) {
      assertTrue(line.contains("mpi.h: No such file"), line);
    }
  }

  /** With no program but those of the test. */
  private String refusal(Path script) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/usr/bin/python3", script.toString());
    builder.environment().put("PATH", programs.toString());
    builder.environment().remove("CC");
    builder.environment().remove("JAVA_HOME");
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String said = process.errorReader().readAllAsString();
    assertEquals(2, process.waitFor(), said);
    assertEquals(1, said.lines().count(), said);
    assertTrue(said.startsWith(script + ": "), said);
    return said;
  }
}
