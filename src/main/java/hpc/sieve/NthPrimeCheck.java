package hpc.sieve;

import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Workload.Checking;

/** Judges an n-th prime: it must be prime, and Legendre must count as many up to it. */
final class NthPrimeCheck {

  private NthPrimeCheck() {}

  /** Judges that {@code prime} is the {@code k}-th from {@code from} on. */
  static Outcome judge(long from, long k, long prime, Checking checking) {
    String answer = Long.toString(prime);
    if (MillerRabin.count(prime, prime) == 0) {
      return new Outcome(answer, Verdict.NO, prime + " is not prime");
    }
    if (prime
        > (checking == Checking.CHEAP ? LegendreCount.CHEAP_LIMIT : LegendreCount.THOROUGH_LIMIT)) {
      return new Outcome(answer, Verdict.UNCHECKED, "prime, its number is not checked");
    }
    long before = from <= 2 ? 0 : LegendreCount.upTo(from - 1);
    long counted = LegendreCount.upTo(prime) - before;
    return counted == k
        ? new Outcome(answer, Verdict.YES, "Legendre's recursion counts as many")
        : new Outcome(
            answer, Verdict.NO, "it is prime number %s by Legendre's recursion".formatted(counted));
  }
}
