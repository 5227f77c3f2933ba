package hpc.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "dt=4.9999999999999996E-5, dt=5E-5",
    "dt=0.30000000000000004, dt=0.3",
    "dt=1.2345678901E-4, dt=1.23457E-4",
    "'bc=0.1,0.7999999999999999,5.0,-0.30000000000000004', 'bc=0.1,0.8,5.0,-0.3'",
    "ic=bottle.1234567890@1c2, ic=bottle.1234567890@1c2",
    "limit=10000000000, limit=10000000000",
    "dx=0.01, dx=0.01",
    "time=12345678.123456789, time=1.23457E7",
  })
  void doublesOfManyDigitsAreShortenedAndNothingElse(String exact, String shown) {
    assertEquals(shown, Numbers.shortened(exact));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "0.1, 0.1",
    "0.012345, 0.0123",
    "0.00001234, 1.23E-5",
    "128, 128",
    "999.6, 1000",
    "12345678, 1.23E7"
  })
  void threeDigitsWithAPowerOfTenWhereNeeded(double value, String shown) {
    assertEquals(shown, Numbers.three(value));
  }
}
