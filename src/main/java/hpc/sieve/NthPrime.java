package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.PhaseClock;
import hpc.exec.Workload.Checking;

/**
 * Finds the k-th prime from a number on.
 *
 * <p>Near x one number in ln x is prime, and primes get rarer; so {@code k ln x} numbers on there
 * are still some primes missing, a few per cent of k. All cores count that far, again and again,
 * until so few are missing that one core lists them.
 */
public final class NthPrime {

  /** So few primes are listed rather than counted: some milliseconds. */
  private static final long LISTED = 10_000;

  private final SieveProblem start;
  private final long k;

  /**
   * Asks for the {@code k}-th prime from where {@code start} begins; its end does not matter.
   *
   * @throws IllegalArgumentException naming the option, its value and what is accepted
   */
  public NthPrime(SieveProblem start, long k) {
    if (k < 1) {
      throw new IllegalArgumentException("--nth %s: accepted: 1 or more".formatted(k));
    }
    long most = KnownCounts.most(start.from(), start.algorithm().maxLimit());
    if (k > most) {
      throw new IllegalArgumentException(
          "--nth %s: from %s on there are no more than %s primes up to %s; accepted: a smaller K"
              .formatted(k, start.from(), most, start.algorithm().maxLimit()));
    }
    this.start = start;
    this.k = k;
  }

  /** The interval that will be sieved, about. */
  SieveProblem searched() {
    long first = Math.max(2, start.from());
    long last = ahead(first, k * Math.log((double) first + k));
    return start.within(first, last);
  }

  /**
   * Finds the prime; collective, the same on every rank.
   *
   * @throws IllegalArgumentException if there are not that many primes up to 2^63-1, or up to what
   *     the algorithm can hold
   */
  public long find(Execution execution, PhaseClock clock) {
    BlockTally tally = new BlockTally(execution);
    long first = Math.max(2, start.from());
    long missing = k;
    double caution = 1;
    while (missing > LISTED) {
      long last = ahead(first, missing * Math.log((double) first) * caution);
      SieveProblem step = start.within(first, last);
      BlockTally.requireFit(step, execution);
      long count = tally.count(step, clock);
      if (count < missing) {
        missing -= count;
        first = nextAfter(last);
      } else {
        caution /= 2; // the primes were denser here than anywhere near
      }
    }
    return list(first, missing);
  }

  /**
   * Judges an answer: it must be prime, and Legendre's recursion must count {@code k} primes up to
   * it.
   */
  Outcome judge(long prime, Checking checking) {
    String answer = Long.toString(prime);
    if (!MillerRabin.isPrime(prime)) {
      return new Outcome(answer, Verdict.NO, prime + " is not prime");
    }
    if (prime
        > (checking == Checking.CHEAP ? LegendreCount.CHEAP_LIMIT : LegendreCount.THOROUGH_LIMIT)) {
      return new Outcome(answer, Verdict.UNCHECKED, "prime, its number is not checked");
    }
    long counted = LegendreCount.within(start.from(), prime);
    return counted == k
        ? new Outcome(answer, Verdict.YES, "Legendre's recursion counts as many")
        : new Outcome(
            answer, Verdict.NO, "it is prime number %s by Legendre's recursion".formatted(counted));
  }

  /** Lists the primes from {@code first} on. */
  private long list(long first, long missing) {
    Search search = new Search(missing);
    while (search.missing > 0) {
      long last = ahead(first, search.missing * (Math.log((double) first) + 1) + 100);
      SieveProblem step = start.within(first, last);
      start.algorithm().workers(step, last - first + 1).get().forEach(first, last, search::visit);
      first = search.missing > 0 ? nextAfter(last) : last;
    }
    return search.found;
  }

  private long ahead(long first, double numbers) {
    long step = Math.max(1, (long) numbers);
    long limit = start.algorithm().maxLimit();
    return limit - first < step ? limit : first + step;
  }

  private long nextAfter(long last) {
    if (last == start.algorithm().maxLimit()) {
      throw new IllegalArgumentException(
          "--nth %s: from %s on there are fewer primes up to %s; accepted: a smaller K"
              .formatted(k, start.from(), last));
    }
    return last + 1;
  }

  private static final class Search {
    private long missing;
    private long found;

    private Search(long missing) {
      this.missing = missing;
    }

    private void visit(long prime) {
      if (missing > 0 && --missing == 0) {
        found = prime;
      }
    }
  }
}
