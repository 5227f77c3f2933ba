package hpc.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {

  /** The exact answer by arithmetic that shares nothing with the class under test. */
  private static double byBigDecimal(double[] values) {
    return Arrays.stream(values)
        .mapToObj(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .doubleValue();
  }

  private static ExactSum sumOf(double... values) {
    ExactSum sum = new ExactSum();
    sum.add(values, 0, values.length);
    return sum;
  }

  private static double anyFinite(RandomGenerator random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : random.nextDouble();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyBitsAddUpAsBigDecimalsDo(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int length : new int[] {0, 1, 2, 499, 500, 501, 1777}) {
      double[] values = random.doubles(length).map(_ -> anyFinite(random) * 0x1p-12).toArray();
      assertEquals(byBigDecimal(values), sumOf(values).toDouble(), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void valuesThatCancelLeaveTheirSmallRest(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] values = new double[2001];
    for (int i = 0; i < 1000; i++) {
      values[i] = anyFinite(random);
      values[2000 - i] = -values[i];
    }
    values[1000] = 0x1.23456789abcdfp-1022;
    assertEquals(values[1000], sumOf(values).toDouble(), "seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void subnormalNumbersAddUpExactly(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] values =
        random
            .longs(3000, 0, 1L << 53)
            .mapToDouble(bits -> Double.longBitsToDouble(bits) * (bits % 2 == 0 ? 1 : -1))
            .toArray();
    assertEquals(byBigDecimal(values), sumOf(values).toDouble(), "seed " + seed);
  }

  @Test
  void tiesGoToEvenAndAnythingMoreGoesUp() {
    assertEquals(0x1p53, sumOf(0x1p53, 1).toDouble());
    assertEquals(0x1p53 + 4, sumOf(0x1p53 + 2, 1).toDouble());
    assertEquals(0x1p53 + 2, sumOf(0x1p53, 1, Double.MIN_VALUE).toDouble());
    assertEquals(-0x1p53, sumOf(-0x1p53, -1).toDouble());
    assertEquals(-0x1p53 - 2, sumOf(-0x1p53, -1, -Double.MIN_VALUE).toDouble());
  }

  @Test
  void sumsBeyondTheLargestDoubleComeBack() {
    assertEquals(Double.POSITIVE_INFINITY, sumOf(Double.MAX_VALUE, Double.MAX_VALUE).toDouble());
    assertEquals(
        Double.MAX_VALUE, sumOf(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE).toDouble());
    double[] many = new double[100_000];
    Arrays.fill(many, -Double.MAX_VALUE);
    ExactSum sum = sumOf(many);
    Arrays.fill(many, Double.MAX_VALUE);
    sum.add(many, 0, many.length);
    assertEquals(0.0, sum.toDouble());
  }

  @Test
  void nothingAndZerosSumToPositiveZero() {
    assertEquals(0.0, sumOf().toDouble());
    assertEquals(0.0, sumOf(-0.0, -0.0).toDouble());
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33})
  void partsMergeToTheSumOfTheWhole(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] values = random.doubles(10_000).map(_ -> anyFinite(random) * 0x1p-20).toArray();
    double whole = byBigDecimal(values);
    long[] limbs = new ExactSum().limbs();
    ExactSum merged = new ExactSum();
    for (int from = 0; from < values.length; ) {
      int to = Math.min(values.length, from + 1 + random.nextInt(3000));
      ExactSum part = new ExactSum();
      part.add(values, from, to);
      merged.add(part);
      long[] more = part.limbs();
      Arrays.setAll(limbs, k -> limbs[k] + more[k]);
      from = to;
    }
    ExactSum fromLimbs = new ExactSum();
    fromLimbs.addLimbs(limbs);
    assertEquals(whole, merged.toDouble(), "seed " + seed);
    assertEquals(whole, fromLimbs.toDouble(), "seed " + seed);
  }
}
