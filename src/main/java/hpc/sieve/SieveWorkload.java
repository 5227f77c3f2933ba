package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.Layout;
import hpc.exec.Outcome;
import hpc.exec.PhaseClock;
import hpc.exec.Problem;
import hpc.exec.Workload;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Counts the primes of an interval.
 *
 * <p>The interval is cut into blocks; rank r of R takes blocks r, r + R, r + 2R..., its threads
 * drain them from a counter. Blocks of one size cost nearly the same anywhere in the interval, so
 * that neither needs to be cleverer. Only counts travel.
 */
public final class SieveWorkload implements Workload {

  private final SieveProblem sieve;

  /** Counts the primes that {@code sieve} describes. */
  public SieveWorkload(SieveProblem sieve) {
    this.sieve = sieve;
  }

  @Override
  public Problem problem() {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("from", Long.toString(sieve.from()));
    parameters.put("limit", Long.toString(sieve.limit()));
    return new Problem(
        "sieve",
        sieve.algorithm().word(),
        sieve.algorithm().kernel(sieve),
        parameters,
        sieve.limit(),
        sieve.numbers(),
        "numbers",
        "Mnumbers/s");
  }

  @Override
  public void requireFit(Layout layout) {
    BlockTally.requireFit(sieve, layout.ranks(), layout.threads());
  }

  @Override
  public Run prepare(Execution execution) {
    BlockTally.requireFit(sieve, execution);
    PrimeCounter counter = new PrimeCounter(execution);
    return new Run() {
      private long count;

      @Override
      public void solve(PhaseClock clock) {
        count = counter.count(sieve, clock);
      }

      @Override
      public Outcome outcome(Checking checking) {
        return new CountCheck(counter, execution, new SecureRandom()::nextLong)
            .judge(sieve, count, checking);
      }
    };
  }
}
