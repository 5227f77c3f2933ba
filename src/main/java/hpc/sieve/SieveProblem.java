package hpc.sieve;

import java.util.stream.Collectors;

/**
 * The primes of [from, limit], and how they are found.
 *
 * @param from the first number, at least 0
 * @param limit the last number, at least 0 and at most 2^63-1; below {@code from} there are no
 *     primes
 * @param algorithm how they are found
 * @param caches what a core has: changes the speed, not the answer
 * @param kernel what does the inner loops: changes the speed, not the answer
 */
public record SieveProblem(
    long from, long limit, SieveAlgorithm algorithm, CacheSizes caches, SieveKernel kernel) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the option, its value and what is accepted
   */
  public SieveProblem {
    requireNatural("--from", from);
    requireNatural("--limit", limit);
    if (limit > algorithm.maxLimit()) {
      throw new IllegalArgumentException(
          "--limit %s: too large for --algorithm %s; accepted: 0 to %s, or --algorithm %s"
              .formatted(
                  limit, algorithm.word(), algorithm.maxLimit(), SieveAlgorithm.WHEEL.word()));
    }
    if (!algorithm.kernels().contains(kernel)) {
      String others =
          algorithm.kernels().stream().map(SieveKernel::word).collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "--kernel %s: not with --algorithm %s; accepted: %s, or --algorithm %s"
              .formatted(
                  kernel.word(), algorithm.word(), others, SieveAlgorithm.with(kernel).word()));
    }
  }

  /** The same, for the caches of a common server. */
  public SieveProblem(long from, long limit, SieveAlgorithm algorithm) {
    this(from, limit, algorithm, CacheSizes.USUAL, SieveKernel.AUTO);
  }

  SieveProblem within(long newFrom, long newLimit) {
    return new SieveProblem(newFrom, newLimit, algorithm, caches, kernel);
  }

  /** The same interval, sieved by another algorithm, in its own way where it lacks the kernel. */
  SieveProblem by(SieveAlgorithm other) {
    return new SieveProblem(
        from, limit, other, caches, other.kernels().contains(kernel) ? kernel : SieveKernel.AUTO);
  }

  /** How many numbers the interval holds; 2^63 of them are given as 2^63-1. */
  public long numbers() {
    if (from > limit) {
      return 0;
    }
    return limit - from == Long.MAX_VALUE ? Long.MAX_VALUE : limit - from + 1;
  }

  /** How many of them are sieved: those from 2 on. */
  public long sieved() {
    return within(Math.max(2, from), limit).numbers();
  }

  /** The interval, from 2 on at the earliest, in blocks of so many numbers. */
  Blocks blocks(long length) {
    return new Blocks(Math.max(2, from), limit, length);
  }

  private static void requireNatural(String option, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "%s %s: accepted: 0 to %s".formatted(option, value, Long.MAX_VALUE));
    }
  }
}
