package hpc.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.mpi.TestJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AtomicFileTest {

  private static final long OWN = ProcessHandle.current().pid();

  /** More than the kernel gives. */
  private static final long NOBODYS = 99_999_999;

  @TempDir private Path directory;

  @Test
  void whatKilledProcessesHaveLeftGoes() throws IOException {
    List<String> others =
        List.of(
            ".s.csv.1.tmp", // runs
            ".t.csv.%s.tmp".formatted(NOBODYS),
            "s.csv.%s.tmp".formatted(NOBODYS),
            ".s.csv.x.tmp");
    for (String other : others) {
      Files.writeString(directory.resolve(other), "other");
    }
    Files.writeString(aside(NOBODYS), "half");
    Files.writeString(aside(OWN), "half, of another with this number");
    Files.createSymbolicLink(aside(NOBODYS - 1), directory.resolve(others.getFirst()));

    replace();

    assertEquals("new", Files.readString(directory.resolve("s.csv")));
    assertEquals(
        Stream.concat(
                others.stream(), Stream.of("s.csv", aside(NOBODYS - 1).getFileName().toString()))
            .collect(Collectors.toSet()),
        names());
  }

  @Test
  void theFileOfAnotherWriterIsNeitherTakenNorDeleted() throws Exception {
    Path aside = aside(OWN);
    Process writer =
        new ProcessBuilder(TestJvm.command(ProcessLockTest.Holder.class, List.of(aside.toString())))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = writer.inputReader()) {
      assertEquals("held true", said.readLine());
      assertEquals(
          "%s: %s is in the way, left by a run that was killed: remove it"
              .formatted(directory.resolve("s.csv"), aside),
          assertThrows(UncheckedIOException.class, this::replace).getMessage());
      assertTrue(Files.exists(aside));
    } finally {
      writer.destroyForcibly().waitFor();
    }
    replace();
    assertEquals(Set.of("s.csv"), names());
  }

  private void replace() {
    AtomicFile.replaceNamed("--out", directory.resolve("s.csv"), "new".getBytes(UTF_8));
  }

  private Path aside(long process) {
    return directory.resolve(".s.csv.%s.tmp".formatted(process));
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
