package hpc.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersAsWrittenTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "30000000, 30000000",
    "1_000_000, 1000000",
    "1e9, 1000000000",
    "2.5e6, 2500000",
    "1E3, 1000",
    "100e-1, 10",
    "64Ki, 65536",
    "1.5Mi, 1572864",
    "2Gi, 2147483648",
    "9223372036854775807, 9223372036854775807",
    "-1, -1",
  })
  void readsWholeNumbers(String text, long value) {
    assertEquals(value, WholeValue.parse(text).value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12x",
        "1e400",
        "1e999999999",
        "9223372036854775808",
        "1e19",
        "NaN",
        "Infinity",
        "0x10",
        "1.5",
        "1e-3",
        "8Ti8",
        "1 000",
        "__",
        "e9",
        "8388608Ti"
      })
  void refusesOtherWordsInOneLine(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> WholeValue.parse(text).value())
            .getMessage();
    assertTrue(message.contains("accepted: "), message);
    assertEquals(1, message.lines().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "1e10"})
  void refusesWhatDoesNotFitAnInt(String text) {
    assertThrows(IllegalArgumentException.class, () -> WholeValue.parse(text).small());
  }

  @ParameterizedTest
  @CsvSource({"0.01, 0.01", "1e-5, 1e-5", "-2, -2", "1_000.5, 1000.5"})
  void readsRealNumbers(String text, double value) {
    assertEquals(value, RealValue.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NaN", "Infinity", "-Infinity", "1e400", "12x", "0x1p3", "1d", "--1"})
  void refusesWhatIsNoFiniteNumber(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> RealValue.parse(text)).getMessage();
    assertEquals(1, message.lines().count());
  }
}
