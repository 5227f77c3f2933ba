package hpc.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MedianBootstrapTest {

  private static final int TRIALS = 4000;

  /** Of the logarithm of a time; its median is that of the lognormal one. */
  private static final double SPREAD = 0.1;

  private static final double MEDIAN = 2;

  /** One time in ten is 10 to 110 % longer: something else ran on the node. */
  private static final double OUTLIERS = 0.1;

  /** Found once: a million times are not sorted in no time. */
  private static final double TRUTH = medianOfMany();

  private final MedianBootstrap bootstrap = new MedianBootstrap();

  static IntStream repetitions() {
    return IntStream.rangeClosed(5, 20);
  }

  @ParameterizedTest
  @MethodSource("repetitions")
  void coversTheMedianOfSkewedTimes(int repetitions) {
    Random random = new Random(repetitions);
    long covered =
        IntStream.range(0, TRIALS)
            .filter(
                trial -> bootstrap.median(times(random, repetitions)).orElseThrow().holds(TRUTH))
            .count();
    assertCovers(covered, repetitions);
  }

  @ParameterizedTest
  @MethodSource("repetitions")
  void coversTheRatioOfMedians(int repetitions) {
    Random random = new Random(repetitions);
    long covered =
        IntStream.range(0, TRIALS)
            .filter(trial ->
                bootstrap
                    .ratio(times(random, repetitions), times(random, repetitions))
                    .orElseThrow()
                    .holds(1))
            .count();
    assertCovers(covered, repetitions);
  }

  @Test
  void fewerThanFiveHaveNone() {
    List<Double> four = List.of(1.0, 2.0, 3.0, 4.0);
    List<Double> five = List.of(1.0, 2.0, 3.0, 4.0, 5.0);
    assertEquals(Optional.empty(), bootstrap.median(four));
    assertEquals(Optional.empty(), bootstrap.ratio(five, four));
    assertEquals(Optional.of(new Interval(1, 5)), bootstrap.median(five));
  }

  @Test
  void theSameTimesHaveTheSameIntervalWhateverWasAskedBefore() {
    List<Double> times = times(new Random(1), 12);
    Optional<Interval> first = bootstrap.ratio(times, times.subList(0, 7));
    bootstrap.median(times(new Random(2), 40));
    assertEquals(first, bootstrap.ratio(times, times.subList(0, 7)));
    assertEquals(first, new MedianBootstrap().ratio(times, times.subList(0, 7)));
  }

  private static void assertCovers(long covered, int repetitions) {
    double share = (double) covered / TRIALS;
    assertTrue(0.90 <= share && share <= 0.99, repetitions + " repetitions: " + share);
  }

  private static List<Double> times(Random random, int count) {
    return Stream.generate(() -> time(random)).limit(count).sorted().toList();
  }

  private static double time(Random random) {
    double time = MEDIAN * Math.exp(SPREAD * random.nextGaussian());
    return random.nextDouble() < OUTLIERS ? time * (1.1 + random.nextDouble()) : time;
  }

  private static double medianOfMany() {
    List<Double> many = times(new Random(0), 1_000_001);
    return many.get(many.size() / 2);
  }
}
