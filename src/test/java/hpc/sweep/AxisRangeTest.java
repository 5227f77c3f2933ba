package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.WholeValue;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AxisRangeTest {

  private static final String ACCEPTED =
      "; accepted: FIRST..LAST xFACTOR or FIRST..LAST +STEP, such as 1..64 x2 or 10..100 +10";

  @ParameterizedTest
  @CsvSource({
    "1..64 x2, 1 2 4 8 16 32 64",
    "1..100 x2, 1 2 4 8 16 32 64",
    "3..3 x2, 3",
    "10..100 +30, 10 40 70 100",
    "10..99 +30, 10 40 70",
    "0..2 +1, 0 1 2",
    "1e8..1e11 x10, 1e8 1e9 1e10 1e11",
    "1e8..5e8 +2e8, 1e8 3e8 5e8",
    "1e3..1_000_000 x10, 1e3 1e4 1e5 1e6",
    "64Ki..1Mi x4, 64Ki 256Ki 1024Ki",
    "1 .. 4 x 2, 1 2 4",
    "9223372036854775806..9223372036854775807 +1, 9223372036854775806 9223372036854775807",
    "4e18..9223372036854775807 x2, 4e18 8e18",
    "1..2 x9223372036854775807, 1",
    "1..2 +9223372036854775807, 1"
  })
  void valuesReachTheEndAndDoNotPassIt(String text, String expected) {
    assertEquals(List.of(expected.split(" ")), AxisRange.values(text));
  }

  @Test
  void everyRangeIsAsItsDefinitionSays() {
    Random random = new Random(1);
    for (int i = 0; i < 5000; i++) {
      boolean multiplies = random.nextBoolean();
      long first = 1L + random.nextInt(1000);
      long end = first + (long) (random.nextDouble() * 1e6);
      long by = multiplies ? 2 + random.nextInt(9) : Math.max(1, (end - first) / 50);
      String text = first + ".." + end + (multiplies ? " x" : " +") + by;
      List<Long> values =
          AxisRange.values(text).stream().map(one -> WholeValue.parse(one).value()).toList();

      assertEquals(first, values.getFirst(), text);
      for (int k = 1; k < values.size(); k++) {
        long before = values.get(k - 1);
        assertEquals(multiplies ? before * by : before + by, values.get(k), text);
      }
      assertTrue(values.getLast() <= end, text);
      assertTrue((multiplies ? values.getLast() * by : values.getLast() + by) > end, text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1..64, it has no step",
    "1..64 2, it has no step",
    "1..64x2, it has no step",
    "1..64 *2, it has no step",
    "1.. x2, '\"\" is no'",
    "64..1 x2, it ends before it begins",
    "-1..8 +1, it begins below 0",
    "0..8 x2, 0 times a factor stays 0",
    "1..8 x1, the factor is below 2",
    "1..8 x-2, the factor is below 2",
    "1..8 +0, the step is below 1",
    "1..8 +-1, the step is below 1",
    "1..1e6 +1, it has more than 100000 values",
    "1..0.5 x2, '\"0.5\" is no whole number up to 2^63-1'",
    "1..9e99 x2, '\"9e99\" is no whole number up to 2^63-1'",
    "1..b x2, '\"b\" is no whole number up to 2^63-1'",
    "1..8 x2.5, '\"2.5\" is no whole number up to 2^63-1'",
    "1...8 x2, '\".8\" is no whole number up to 2^63-1'"
  })
  void badRangeIsRefused(String text, String why) {
    assertTrue(AxisRange.isMeant(text));
    String message =
        assertThrows(IllegalArgumentException.class, () -> AxisRange.values(text)).getMessage();

    if (!text.equals("1.. x2")) { // blank or number: both are said of it
      assertEquals("range \"" + text + "\": " + why + ACCEPTED, message);
    }
    assertTrue(message.startsWith("range \"" + text + "\": "), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e9",
        "csc-heat",
        "../field.npy",
        "data/../field.npy",
        "0.5",
        "85,5,20,70",
        ".inf"
      })
  void otherValuesAreNoRanges(String text) {
    assertFalse(AxisRange.isMeant(text));
  }
}
