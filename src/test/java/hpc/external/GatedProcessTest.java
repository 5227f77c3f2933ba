package hpc.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.mpi.TestJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class GatedProcessTest {

  @TempDir private Path directory;

  /** Brings a program to its gate, says its number, and waits until something happens. */
  static final class Starter {
    private Starter() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] files) throws Exception {
      GatedProcess.start(List.of("/bin/touch", files[0]), 1, Path.of(files[1]), Path.of(files[2]));
      System.out.println(program("/bin/touch").pid());
      while (System.in.read() >= 0) {
        // until a signal comes
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aProgramAtItsGateEndsWithWhoeverHasPutItThere(boolean byForce) throws Exception {
    Path ran = directory.resolve("ran");
    Process starter =
        new ProcessBuilder(
                TestJvm.command(
                    Starter.class,
                    Stream.of("ran", "out", "err")
                        .map(name -> directory.resolve(name).toString())
                        .toList()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = starter.inputReader()) {
      long program = Long.parseLong(said.readLine());
      assertTrue(runs(program), "it waits");
      if (byForce) {
        starter.toHandle().destroyForcibly();
      } else {
        starter.toHandle().destroy();
      }
      starter.waitFor();
      while (runs(program)) {
        Thread.sleep(10);
      }
    }
    assertFalse(Files.exists(ran), "it was never let go");
  }

  /** Runs a program that does not end, with a child, and says their numbers. */
  static final class Runner {
    private Runner() {}

    public static void main(String[] files) throws Exception {
      Path out = Path.of(files[0]);
      String script = "sleep 10000 & echo $! $$; exec sleep 10000";
      GatedProcess.start(List.of("/bin/sh", "-c", script), 1, out, Path.of(files[1]))
          .run(Optional.empty());
    }
  }

  @Test
  void aProgramThatRunsEndsWithWhoeverIsKilled() throws Exception {
    Path out = Files.createFile(directory.resolve("out"));
    Process runner =
        new ProcessBuilder(
                TestJvm.command(
                    Runner.class, List.of(out.toString(), directory.resolve("err").toString())))
            .inheritIO()
            .start();
    while (!Files.readString(out).endsWith("\n")) {
      Thread.sleep(10);
    }
    List<Long> programs =
        Stream.of(Files.readString(out).strip().split(" ", -1)).map(Long::valueOf).toList();
    assertTrue(programs.stream().allMatch(GatedProcessTest::runs), "they run");
    runner.destroyForcibly();
    while (programs.stream().anyMatch(GatedProcessTest::runs)) {
      Thread.sleep(10);
    }
  }

  @Test
  void aProgramThatIsLetGoHasNeitherGateNorInput() throws Exception {
    Path out = Files.createFile(directory.resolve("out"));
    GatedProcess process =
        GatedProcess.start(
            List.of("/bin/sh", "-c", "cat; ls /proc/$$/fd"),
            1,
            out,
            Files.createFile(directory.resolve("err")));
    assertEquals(0, Files.size(out));

    GatedProcess.Completion completion = process.run(Optional.of(Duration.ofMinutes(4)));

    assertEquals(0, completion.ended().exitCode());
    assertEquals(List.of("0", "1", "2"), Files.readAllLines(out));
  }

  @Test
  void aDeathAtTheGateIsToldAsAnyOther() throws Exception {
    GatedProcess process =
        GatedProcess.start(
            List.of("/bin/true"),
            1,
            Files.createFile(directory.resolve("out")),
            Files.createFile(directory.resolve("err")));
    ProcessHandle program = program("/bin/true");
    program.destroyForcibly();
    while (runs(program.pid())) {
      Thread.sleep(10);
    }
    assertEquals(9, process.run(Optional.of(Duration.ofMinutes(4))).ended().signal());
  }

  /** The child, of this process, that is to become the program. */
  private static ProcessHandle program(String word) {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(word))
        .findFirst()
        .orElseThrow();
  }

  /** Whether a process is there and no zombie, which nobody may be left to wait for. */
  private static boolean runs(long pid) {
    try {
      return !Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
    } catch (IOException gone) {
      return false;
    }
  }
}
