package hpc.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainNumberTest {

  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, 0",
    "1.0, 1",
    "0.000000001, 0.000000001",
    "0.0951234567891, 0.0951234568",
    "12345.678, 12345.678",
    "1.0E300, 1" // followed by zeros, see below
  })
  void writesPlainDecimalsOfNineDigits(double value, String text) {
    String expected = value == 1e300 ? text + "0".repeat(300) : text;
    assertEquals(expected, PlainNumber.format(value));
  }

  @Test
  void doesNotCareForTheLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertEquals("1234.5", PlainNumber.format(1234.5));
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({"1.5E-3, 0.0015", "007, 7", "1e6, 1000000"})
  void readsWhatSpreadsheetsWrite(String text, double value) {
    assertEquals(value, PlainNumber.parse(text));
  }

  @Test
  void readsShortNumbersAsDecimalsDo() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      String digits = Long.toString(random.nextLong(1, 1L << random.nextInt(1, 60)));
      int point = random.nextInt(digits.length() + 1);
      String text = point == 0 ? digits : "0" + digits.substring(0, point) + "." + digits;
      assertEquals(new BigDecimal(text).doubleValue(), PlainNumber.parse(text), text);
      assertEquals(Long.parseLong(digits), PlainNumber.parseWhole(digits));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "abc", "NaN", "Infinity", "1e400", "1d", "0x10", "1,5", " 1", ".", "1.2.3"})
  void refusesWhatIsNoDecimalNumber(String text) {
    assertThrows(NumberFormatException.class, () -> PlainNumber.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e19", "9223372036854775808", "1e999999999", "x"})
  void refusesWhatIsNoLong(String text) {
    assertThrows(NumberFormatException.class, () -> PlainNumber.parseWhole(text));
  }

  @Test
  void readsWholeNumbersExactly() {
    assertEquals(Long.MAX_VALUE, PlainNumber.parseWhole("9223372036854775807"));
    assertEquals(1_000_000_000L, PlainNumber.parseWhole("1E9"));
  }
}
