package hpc.sieve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DecimalLinesTest {

  @Test
  void writesNumbersOfEveryLength() {
    assertWritten(0, 9, 10, 99, 100, 999, 1_000, 9_999, 10_000, 10_001, 99_999, 100_000, 19_999);
    assertWritten(Long.MAX_VALUE - 1, Long.MAX_VALUE);
  }

  @Test
  void writesRandomNumbersInAnyOrder() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    assertWritten(
        LongStream.generate(() -> random.nextLong() >>> random.nextInt(1, 64))
            .limit(10_000)
            .toArray());
  }

  private static void assertWritten(long... numbers) {
    DecimalLines lines = new DecimalLines(0);
    LongStream.of(numbers).forEach(lines::append);
    byte[] text = new byte[lines.length()];
    lines.copyTo(text, 0);
    assertEquals(
        LongStream.of(numbers).mapToObj(number -> number + "\n").collect(Collectors.joining()),
        new String(text, US_ASCII));
  }
}
