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
import java.util.function.LongConsumer;

/** Counts the primes of an interval, on all cores; {@link BlockTally} says how they share it. */
public final class SieveWorkload implements Workload {

  private final SieveProblem sieve;
  private final LongConsumer progress;

  /** Counts the primes that {@code sieve} describes. */
  public SieveWorkload(SieveProblem sieve) {
    this(sieve, _ -> {});
  }

  /**
   * The same, under observation.
   *
   * @param progress is told, for each block that this rank has done, how many numbers it had;
   *     called by any thread
   */
  public SieveWorkload(SieveProblem sieve, LongConsumer progress) {
    this.sieve = sieve;
    this.progress = progress;
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
  public void requireFit(Layout layout, long heapBytes) {
    BlockTally.requireFit(sieve, layout.ranks(), layout.threads());
  }

  @Override
  public Run prepare(Execution execution) {
    PrimeCounter counter = new PrimeCounter(execution, progress);
    PrimeCounter recounter = new PrimeCounter(execution);
    BlockTally.requireFit(sieve, execution);
    return new Run() {
      private long count;

      @Override
      public void solve(PhaseClock clock) {
        count = counter.count(sieve, clock);
      }

      @Override
      public Outcome outcome(Checking checking) {
        return new CountCheck(recounter, execution, new SecureRandom()::nextLong)
            .judge(sieve, count, checking);
      }
    };
  }
}
