package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {

  private static final int SIGKILL = 9;

  @TempDir private Path directory;

  @Test
  void deafProcessAndItsChildrenAreEndedByForce() throws Exception {
    ChildProcess child = start("trap '' TERM; sleep 600 & echo $!; wait; wait; sleep 600");
    Path out = directory.resolve("out");
    while (!Files.readString(out).endsWith("\n")) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    ProcessHandle grandchild =
        ProcessHandle.of(Long.parseLong(Files.readString(out).strip())).orElseThrow();

    child.end(Duration.ofMillis(100));

    assertEquals(128 + SIGKILL, child.exitCode());
    assertFalse(grandchild.onExit().get().isAlive());
  }

  @Test
  void processThatListensIsNotForced() throws Exception {
    ChildProcess child = start("trap 'exit 5' TERM; echo ready; while :; do sleep 0.01; done");
    while (Files.size(directory.resolve("out")) == 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }

    child.end(Duration.ofSeconds(50));

    assertEquals(5, child.exitCode());
  }

  @Test
  void stdinIsEmpty() throws Exception {
    ChildProcess child = start("cat; exit 6");

    assertTrue(child.ended(Duration.ofSeconds(50)));
    assertEquals(6, child.exitCode());
  }

  @Test
  void lastComplaintOfALongLogIsFound() throws Exception {
    ChildProcess child = start("seq 100000 >&2; echo '  the end  ' >&2; echo >&2");

    assertTrue(child.ended(Duration.ofSeconds(50)));
    assertEquals("the end", child.lastComplaint());
  }

  private ChildProcess start(String script) throws IOException {
    return ChildProcess.start(
        new ProcessBuilder("sh", "-c", script), directory.resolve("out"), directory.resolve("err"));
  }
}
