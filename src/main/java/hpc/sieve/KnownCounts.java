package hpc.sieve;

import java.util.Optional;
import java.util.stream.Stream;

/** What is published about pi(x), the number of primes up to x: tables and proven bounds. */
final class KnownCounts {

  /** pi(10^k) for k = 0, 1, ...: OEIS A006880. */
  private static final long[] POWERS_OF_TEN =
      numbers(
          """
          0, 4, 25, 168, 1229, 9592, 78498, 664579, 5761455, 50847534, 455052511, 4118054813,
          37607912018, 346065536839, 3204941750802, 29844570422669, 279238341033925,
          2623557157654233, 24739954287740860
          """);

  /** pi(2^k) for k = 0, 1, ...: OEIS A007053. */
  private static final long[] POWERS_OF_TWO =
      numbers(
          """
          0, 1, 2, 4, 6, 11, 18, 31, 54, 97, 172, 309, 564, 1028, 1900, 3512, 6542, 12251,
          23000, 43390, 82025, 155611, 295947, 564163, 1077871, 2063689, 3957809, 7603553,
          14630843, 28192750, 54400028, 105097565, 203280221, 393615806, 762939111, 1480206279,
          2874398515, 5586502348, 10866266172, 21151907950, 41203088796, 80316571436,
          156661034233, 305761713237, 597116381732, 1166746786182, 2280998753949, 4461632979717,
          8731188863470, 17094432576778, 33483379603407, 65612899915304, 128625503610475
          """);

  /** pi(2^63): OEIS A007053. */
  private static final long UP_TO_LONGEST = 216_289_611_853_439_384L;

  private KnownCounts() {}

  private static long[] numbers(String list) {
    return Stream.of(list.strip().split(",\\s+")).mapToLong(Long::parseLong).toArray();
  }

  /**
   * A published value.
   *
   * @param count pi(x)
   * @param source what it is called, and where it stands
   */
  record Entry(long count, String source) {}

  static Optional<Entry> pi(long x) {
    long power = 1;
    for (int k = 0; k < POWERS_OF_TEN.length; k++, power *= 10) {
      if (power == x) {
        return Optional.of(new Entry(POWERS_OF_TEN[k], "pi(10^%s), OEIS A006880".formatted(k)));
      }
    }
    int k = Long.numberOfTrailingZeros(x);
    if (Long.bitCount(x) == 1 && k < POWERS_OF_TWO.length) {
      return Optional.of(new Entry(POWERS_OF_TWO[k], "pi(2^%s), OEIS A007053".formatted(k)));
    }
    return Optional.empty();
  }

  /**
   * Whether [from, limit] can hold {@code count} primes. With {@code L = ln x}, Dusart (Estimates
   * of some functions over primes without R.H., 2010, theorem 6.9) proves {@code x/L (1 + 1/L) <=
   * pi(x)} from 599 on and {@code pi(x) <= x/L (1 + 1.2762/L)} above 1; Montgomery and Vaughan (The
   * large sieve, Mathematika 20, 1973) that no interval of y > 1 numbers holds more than {@code 2y
   * / ln y} primes, however far out it lies.
   */
  static boolean possible(long from, long limit, long count) {
    if (from > limit) {
      return count == 0;
    }
    double below = Math.max(0, from - 1.0);
    double upTo = limit;
    double least = Math.max(0, leastPi(upTo) - mostPi(below));
    double numbers = limit - from + 1.0;
    double inAnyInterval = numbers < 4 ? numbers : 2 * numbers / Math.log(numbers);
    double most = Math.min(mostPi(upTo) - leastPi(below), inAnyInterval);
    // the bounds are far wider than what double arithmetic loses
    return least * (1 - 1e-12) - 1 <= count && count <= most * (1 + 1e-12) + 1;
  }

  /** No fewer primes than there are in [from, limit]: exact for all of those below 2^63. */
  static long most(long from, long limit) {
    double upTo = limit == Long.MAX_VALUE ? (double) UP_TO_LONGEST : mostPi((double) limit) + 1;
    double below = leastPi(Math.max(0, from - 1.0)) * (1 - 1e-12);
    return below == 0 && limit == Long.MAX_VALUE
        ? UP_TO_LONGEST
        : (long) Math.max(0, Math.ceil((upTo - below) * (1 + 1e-12)));
  }

  private static double leastPi(double x) {
    double log = Math.log(x);
    return x < 599 ? 0 : x / log * (1 + 1 / log);
  }

  private static double mostPi(double x) {
    double log = Math.log(x);
    return x < 2 ? 0 : x / log * (1 + 1.2762 / log);
  }
}
