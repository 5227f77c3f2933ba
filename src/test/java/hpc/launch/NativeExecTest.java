package hpc.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NativeExecTest {

  @Test
  void aProgramThatIsNotThereLeavesTheProcessAlive() {
    assertEquals(
        "/nonexistent/java cannot be executed",
        NativeExec.replaceBy(
            List.of("/nonexistent/java".getBytes(UTF_8), "-jar".getBytes(UTF_8)), Map.of()));
  }
}
