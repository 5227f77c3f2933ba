package hpc.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {

  @ParameterizedTest
  @CsvSource({
    "5, 85, 8, 10 20 30 40 50 60 70 80",
    "0, 20, 5, 0 5 10 15 20",
    "-1, 1, 4, -1.0 -0.5 0 0.5 1.0",
    "0, 0.03, 3, 0 0.01 0.02 0.03",
    "0, 3e-9, 3, 0 1e-9 2e-9 3e-9",
    "-2.5e12, 1e12, 4, -2e12 -1e12 0 1e12",
    "800000, 1300000, 4, 8e5 9e5 1e6 1.1e6 1.2e6 1.3e6",
    "0.999, 1.001, 2, 0.999 1.000 1.001",
  })
  void ticksAreRoundNumbers(double from, double to, int count, String labels) {
    assertEquals(
        labels,
        Ticks.between(from, to, count).stream()
            .map(Ticks.Tick::label)
            .collect(Collectors.joining(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "-1e280, 1e280",
    "1, 1.0000001",
    "0, 5e-300",
    "123.4, 99999.9",
    "-1.7e308, 1.7e308",
    "0, 4.9e-324",
    "1e-323, 2e-323",
    "1e-310, 3e-310",
    "1, 1.0000000000000002"
  })
  void thereAreSomeAndNotTooMany(double from, double to) {
    int ticks = Ticks.between(from, to, 5).size();
    assertTrue(ticks >= 2 && ticks <= 8, () -> ticks + " ticks");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.0125000, 0.0125",
    "1250, 1250",
    "0.000025, 2.5e-5",
    "12345678, 1.2345678e7"
  })
  void aNumberHasTheFewestDigits(BigDecimal number, String text) {
    assertEquals(text, Ticks.plain(number));
  }
}
