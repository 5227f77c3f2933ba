package hpc.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Repetitions.MedianInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionsTest {

  private static final double NO_BUDGET = Double.POSITIVE_INFINITY;

  @Test
  void aNumberOfThemIsDoneWhateverTheyShow() {
    Repetitions three = Repetitions.of(3);
    assertEquals(Optional.empty(), three.reasonToStop(List.of(1.0, 1.0)));
    assertTrue(three.reasonToStop(List.of(1.0, 9.0, 1.0)).isPresent());
  }

  @Test
  void fewerThanSixAreNeverKnownWellEnough() {
    Repetitions any = new Repetitions(1, 50, 0.5, NO_BUDGET);
    assertEquals(Optional.empty(), any.reasonToStop(List.of(1.0, 1.0, 1.0, 1.0, 1.0)));
    assertEquals(
        Optional.of("the median is known to 0.0 %"),
        any.reasonToStop(List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0)));
  }

  @Test
  void theBudgetEndsThemAndSaysHowFarTheyCame() {
    Repetitions bounded = new Repetitions(2, 50, 0.01, 10);
    assertEquals(Optional.empty(), bounded.reasonToStop(List.of(4.0, 5.0)));
    assertEquals(Optional.of("the budget is spent"), bounded.reasonToStop(List.of(4.0, 6.0)));
    assertEquals(
        Optional.of("the budget is spent; the median is known to 33 %"),
        bounded.reasonToStop(List.of(2.0, 2.0, 3.0, 3.0, 4.0, 4.0)));
  }

  @Test
  void theLeastIsDoneInAnyCase() {
    Repetitions least = new Repetitions(8, 50, 0.5, 1);
    assertEquals(
        Optional.empty(), least.reasonToStop(IntStream.range(0, 7).mapToObj(i -> 1.0).toList()));
  }

  @Test
  void aNoisierProgramIsRepeatedMoreOften() {
    assertTrue(meanCount(0.002) < meanCount(0.02));
    assertTrue(meanCount(0.02) < meanCount(0.1));
    assertEquals(6, meanCount(0.0001));
  }

  private static double meanCount(double noise) {
    return IntStream.range(0, 50)
        .map(seed -> {
          Random random = new Random(seed);
          Repetitions wanted = new Repetitions(6, 200, 0.02, NO_BUDGET);
          List<Double> seconds = new ArrayList<>();
          while (wanted.reasonToStop(seconds).isEmpty()) {
            seconds.add(1 + noise * Math.abs(random.nextGaussian()));
          }
          return seconds.size();
        })
        .average()
        .orElseThrow();
  }

  /** Ranks from the tables of binomial confidence intervals: Hollander and Wolfe, table A.2. */
  @ParameterizedTest
  @CsvSource({"6, 1, 6", "9, 2, 8", "10, 2, 9", "15, 4, 12", "20, 6, 15", "50, 18, 33"})
  void theIntervalIsBetweenTheRanksOfTheTables(int count, double low, double high) {
    List<Double> ranks = IntStream.rangeClosed(1, count).mapToObj(i -> (double) i).toList();
    MedianInterval interval = MedianInterval.of(ranks.reversed()).orElseThrow();
    assertEquals(new MedianInterval(low, (1 + count) / 2.0, high), interval);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 10, 23, 50})
  void theIntervalHoldsTheMedianOfASkewedDistribution(int count) {
    int held = 0;
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      List<Double> sample =
          IntStream.range(0, count).mapToObj(i -> 1 - Math.log(1 - random.nextDouble())).toList();
      MedianInterval interval = MedianInterval.of(sample).orElseThrow();
      double median = 1 + Math.log(2);
      held += interval.low() <= median && median <= interval.high() ? 1 : 0;
    }
    assertTrue(held >= 0.94 * 2000, "held " + held);
  }

  @Test
  void nonsenseIsRefusedInTheWordsOfTheCommandLine() {
    refused("--repeat 0: accepted: a count", 0, 0, 0.02, NO_BUDGET);
    refused("--repeat 5..4: accepted: a count", 5, 4, 0.02, NO_BUDGET);
    refused("--precision 0.0: accepted: a share", 1, 2, 0, NO_BUDGET);
    refused("--precision 1.0: accepted: a share", 1, 2, 1, NO_BUDGET);
    refused("--budget -1.0: accepted: seconds", 1, 2, 0.02, -1);
  }

  private static void refused(String words, int least, int most, double precision, double budget) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new Repetitions(least, most, precision, budget))
            .getMessage();
    assertTrue(message.startsWith(words), message);
  }
}
