package hpc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private static final long SECOND = 1_000_000_000L;
  private static final String WIPE = "\r\033[K";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now = 5;
  private final ProgressLine line =
      new ProgressLine(100, new PrintStream(bytes, true, UTF_8), () -> now);

  @Test
  void appearsAfterAWhileAndWipesItselfOut() {
    line.accept(10);
    now += SECOND;
    line.accept(10);
    assertEquals("", shown());
    now += SECOND;
    line.accept(5);
    line.accept(0);
    assertEquals(WIPE + " 25 %  left about 0:06", shown());
    now += 88 * SECOND;
    line.accept(20);
    line.accept(55);
    assertEquals(WIPE + " 45 %  left about 1:50" + WIPE, shown());
  }

  @Test
  void everyRepetitionBeginsAnew() {
    line.accept(100);
    now += 10 * SECOND;
    line.accept(50);
    line.accept(50);
    assertEquals("", shown());
  }

  private String shown() {
    String text = bytes.toString(UTF_8);
    bytes.reset();
    return text;
  }
}
