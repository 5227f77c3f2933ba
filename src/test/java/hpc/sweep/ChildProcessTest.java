package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(1200)
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

    ChildProcess.end(List.of(child), Duration.ofMillis(100));

    assertEquals(128 + SIGKILL, child.exitCode());
    assertFalse(grandchild.onExit().get().isAlive());
  }

  @Test
  void processThatListensIsNotForced() throws Exception {
    ChildProcess child = start("trap 'exit 5' TERM; echo ready; while :; do sleep 0.01; done");
    while (Files.size(directory.resolve("out")) == 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }

    ChildProcess.end(List.of(child), Duration.ofMinutes(10));

    assertEquals(5, child.exitCode());
  }

  @Test
  void stdinIsEmpty() throws Exception {
    ChildProcess child = start("cat; exit 6");

    assertTrue(child.ended(Duration.ofMinutes(10)));
    assertEquals(6, child.exitCode());
  }

  @Test
  void lastLineOfALongLogIsTheComplaint() throws Exception {
    assertEquals("the end", complaint("seq 100000; echo '  the end  '; echo"));
  }

  @Test
  void complaintIsTheProgramsNotSlurms() throws Exception {
    assertEquals(
        "hpc: rank 1 was lost",
        complaint(
            """
            echo 'WARNING: Using incubator modules: jdk.incubator.vector'
            echo 'hpc: rank 1 was lost'
            echo 'slurmstepd-n1: error: *** STEP 1.11 ON n1 CANCELLED ***'
            echo 'srun: Force Terminated StepId=1.11'
            """));
  }

  @Test
  void errorOfSlurmIsTheComplaintIfTheProgramSaidNothing() throws Exception {
    assertEquals(
        "slurmstepd: error: Detected 1 oom_kill event in StepId=1.11.",
        complaint(
            """
            echo 'WARNING: Using incubator modules: jdk.incubator.vector'
            echo 'slurmstepd: error: Detected 1 oom_kill event in StepId=1.11.'
            echo 'srun: Force Terminated StepId=1.11'
            """));
  }

  @Test
  void silenceIsNoComplaint() throws Exception {
    assertEquals("", complaint("true"));
  }

  @ParameterizedTest(name = "exit {1} after \"{0}\"")
  @CsvSource(
      delimiter = '|',
      value = {
        "hpc sieve: --limit x: not a whole number                      | 2   | WRONG_WORDS",
        "hpc sieve: out of memory: Java heap space; the heap is 8 MiB  | 1   | OUT_OF_MEMORY",
        "There is insufficient memory for the Java Runtime Environment | 1   | OUT_OF_MEMORY",
        "slurmstepd: error: Detected 1 oom_kill event in StepId=7.0.   | 137 | OUT_OF_MEMORY",
        "srun: error: n1: task 0: Out Of Memory                        | 137 | OUT_OF_MEMORY",
        "error: *** STEP 7.0 ON n1 CANCELLED AT 12:00 DUE TO TIME LIMIT *** | 143 | OUT_OF_TIME",
        "slurmstepd: error: StepId=4.0 exceeded memory limit (9 > 8), being killed | 137 |"
            + " OUT_OF_MEMORY",
        "srun: error: n1: task 0: Killed                               | 137 | OUT_OF_MEMORY",
        "srun: error: n1: task 1: Exited with exit code 1              | 137 | KILLED",
        "hpc: rank 1 on n1 was lost                                    | 137 | KILLED",
        "srun: error: Node failure on n2                               | 0   | NODE_LOST",
        "srun: error: Application launch failed: Socket timed out      | 140 | NODE_LOST",
        "error: *** STEP 7.0 ON n1 CANCELLED AT 12:00 DUE TO NODE FAILURE *** | 143 | NODE_LOST",
        "hpc: rank 1 on n1 was lost                                    | 3   | FAILED",
        "the answer did not verify                                     | 1   | FAILED",
      })
  void failureIsToldByStatusAndLastWords(String said, int status, PointFailure expected)
      throws Exception {
    ChildProcess child = start("echo '" + said + "' >&2; exit " + status);

    assertTrue(child.ended(Duration.ofMinutes(10)));
    assertEquals(Optional.of(expected), child.failure(""));
    assertFalse(child.isCancelled());
  }

  @ParameterizedTest
  @CsvSource({"143, true", "1, false"})
  void stepThatScancelEndedIsNoFailureOfItsOwn(int status, boolean cancelled) throws Exception {
    ChildProcess child =
        start(
            "echo 'slurmstepd: error: *** STEP 7.0 ON n1 CANCELLED AT 2026-01-31 ***' >&2; exit "
                + status);

    assertTrue(child.ended(Duration.ofMinutes(10)));
    assertEquals(cancelled, child.isCancelled());
  }

  @ParameterizedTest(name = "exit {0}, state {1}")
  @CsvSource({
    "1,   OUT_OF_MEMORY, OUT_OF_MEMORY",
    "143, TIMEOUT,       OUT_OF_TIME",
    "0,   NODE_FAIL,     NODE_LOST",
    "137, CANCELLED,     KILLED",
    "1,   FAILED,        FAILED",
  })
  void theAccountingKnowsWhatThePointDoesNotSay(int status, String state, PointFailure expected)
      throws Exception {
    ChildProcess child = start("exit " + status);

    assertTrue(child.ended(Duration.ofMinutes(10)));
    assertEquals(Optional.of(expected), child.failure(state));
  }

  @Test
  void goodEndIsNoFailure() throws Exception {
    ChildProcess child = start("echo 'out of memory: not at all' >&2");

    assertTrue(child.ended(Duration.ofMinutes(10)));
    assertEquals(Optional.empty(), child.failure("COMPLETED"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "srun: error: Unable to confirm allocation for job 9: Invalid job id specified",
        "srun: error: Slurm job 9 has expired",
        "srun: error: Task launch for StepId=9.4 failed on node n1: Job credential revoked",
        "srun: error: Unable to create step for job 9: Job/step already completing or completed"
      })
  void stepsOfAJobThatIsOverAreCancelled(String said) throws Exception {
    ChildProcess child = start("echo '" + said + "' >&2; exit 1");

    assertTrue(child.ended(Duration.ofMinutes(10)));
    assertTrue(child.isCancelled());
  }

  private String complaint(String script) throws Exception {
    ChildProcess child = start("exec >&2\n" + script);
    assertTrue(child.ended(Duration.ofMinutes(10)));
    return child.errorLine();
  }

  private ChildProcess start(String script) throws IOException {
    return ChildProcess.start(
        new ProcessBuilder("sh", "-c", script), directory.resolve("out"), directory.resolve("err"));
  }
}
