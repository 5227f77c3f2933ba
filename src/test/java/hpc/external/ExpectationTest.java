package hpc.external;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {

  @ParameterizedTest
  @CsvSource({
    "50847534, 50847534, YES",
    "050847534, 50847534, YES",
    "50847533, 50847534, NO",
    "9223372036854775808, 9223372036854775807, NO",
    "5.0847534e7, 50847534, YES",
    "59.281239, 59.28123891722617, YES", // what CSC's program prints
    "59.281238, 59.28123891722617, YES", // cut, not rounded
    "59.281237, 59.28123891722617, NO",
    "59.28123891722618, 59.28123891722617, YES",
    "59.28123991722617, 59.28123891722617, NO",
    "59, 59.28123891722617, UNCHECKED",
    "58, 59.28123891722617, NO",
    "57, 59.28123891722617, NO",
    "0.0000, 0.00000001, UNCHECKED",
    "-59.281239, 59.28123891722617, NO",
    "NaN, 59.28123891722617, NO",
    "1.5e999999999, 59.28123891722617, NO",
    "1e-999999999, 59.28123891722617, NO",
    "yes, yes, YES",
    "yes, no, NO"
  })
  void answersAreRightToTheDigitsThatArePrinted(String answer, String right, String verdict) {
    assertEquals(verdict, Expectation.judge(answer, right, "x").verdict().name());
  }
}
