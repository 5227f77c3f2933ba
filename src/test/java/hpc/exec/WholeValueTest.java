package hpc.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeValueTest {

  @ParameterizedTest
  @CsvSource({
    "1000, 2, 2000",
    "1_000, 2, 2000",
    "1e9, 2, 2e9",
    "1e9, 128, 1.28e11",
    "5e9, 2, 1e10",
    "2.5e6, 4, 1e7",
    "15e0, 3, 45",
    "1E3, 0, 0",
    "64Ki, 2, 128Ki",
    "1.5Ki, 3, 4608", // 4.5 Ki
    "1Gi, 1024, 1024Gi",
    "-3e2, 2, -6e2"
  })
  void numbersThatFollowAreWrittenAlike(String text, long factor, String expected) {
    WholeValue one = WholeValue.parse(text);

    assertEquals(expected, one.with(one.value() * factor).spelled());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSpelledIsReadAgain(WholeValue.Notation notation) {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      long number = random.nextLong() >> random.nextInt(64);
      long value = i % 2 == 0 ? number : number / 1024 * 1024;
      if (value != Long.MIN_VALUE) {
        assertEquals(
            value, WholeValue.parse(new WholeValue(value, notation).spelled()).value(), "" + value);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "1.5",
        "1e",
        "1 000",
        "1KiB",
        "9223372036854775808",
        "8388608Ti",
        "2^63",
        "2^99",
        "2^",
        "3^2",
        "2^7-2"
      })
  void whatIsNoWholeNumberIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> WholeValue.parse(text));
  }

  @Test
  void largestIsRead() {
    assertEquals(Long.MAX_VALUE, WholeValue.parse("9223372036854775807").value());
    assertEquals(Long.MAX_VALUE, WholeValue.parse("2^63-1").value());
    assertEquals(1L << 40, WholeValue.parse("2^40").value());
    assertEquals(0, WholeValue.parse("2^0-1").value());
  }
}
