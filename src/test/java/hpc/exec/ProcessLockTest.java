package hpc.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.mpi.TestJvm;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessLockTest {

  @TempDir private Path directory;

  /** Takes the lock on the file that is named, says so, and keeps it until its input ends. */
  static final class Holder {
    private Holder() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] file) throws Exception {
      try (ProcessLock held = ProcessLock.take("here", Path.of(file[0]), "wait")) {
        System.out.println("held " + (held != null));
        while (System.in.read() >= 0) {
          // until the test has seen enough
        }
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void anotherProcessIsNamed() throws Exception {
    Process first = start();
    try (BufferedReader said = reader(first)) {
      assertEquals("held true", said.readLine());
      String line = assertThrows(IllegalArgumentException.class, this::take).getMessage();
      assertTrue(
          line.matches(
              "here: in use by process %s on \\S+ since [0-9TZ:-]+; wait".formatted(first.pid())),
          line);
      try (BufferedReader other = reader(start())) {
        assertEquals(line, other.readLine());
      }
      first.destroyForcibly().waitFor();
    }
    take().close(); // a kill gives it back
    assertTrue(Files.notExists(file()), "nothing is left");
  }

  @Test
  void theSecondInThisProcessDoesNotLoseTheLockOfTheFirst() throws Exception {
    ProcessLock held = take();
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    assertThrows(IllegalArgumentException.class, this::take);
    assertThrows(
        IllegalArgumentException.class,
        () -> ProcessLock.take("here", link.resolve(".lock"), "wait"));
    try (BufferedReader other = reader(start())) {
      assertTrue(
          other.readLine().startsWith("here: in use by process " + ProcessHandle.current().pid()));
    }
    held.close();
    take().close();
  }

  @Test
  void whoIsNotTheOwnerCannotLockIt() throws Exception {
    try (ProcessLock _ = take()) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }
  }

  private ProcessLock take() {
    return ProcessLock.take("here", file(), "wait");
  }

  private Path file() {
    return directory.resolve(".lock");
  }

  private Process start() throws Exception {
    return new ProcessBuilder(TestJvm.command(Holder.class, List.of(file().toString())))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
