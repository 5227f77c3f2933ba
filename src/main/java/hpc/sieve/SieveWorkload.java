package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.Layout;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.PhaseClock;
import hpc.exec.Problem;
import hpc.exec.Workload;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;

/**
 * A question about the primes of an interval, to be run and timed: how many there are, what they
 * add up to, how many prime tuplets there are, or which is the n-th prime.
 */
public final class SieveWorkload implements Workload {

  /** The rate of a current core. */
  private static final double NUMBERS_PER_SECOND = 2e9;

  private final SieveProblem interval;
  private final Problem problem;
  private final BiFunction<Execution, PhaseClock, Object> answer;
  private final Judge judge;

  @FunctionalInterface
  private interface Judge {
    Outcome of(Object answer, Execution execution, Checking checking);
  }

  private SieveWorkload(
      SieveProblem interval,
      Problem problem,
      BiFunction<Execution, PhaseClock, Object> answer,
      Judge judge) {
    this.interval = interval;
    this.problem = problem;
    this.answer = answer;
    this.judge = judge;
  }

  /** Counts the primes of {@code sieve}. */
  public SieveWorkload(SieveProblem sieve) {
    this(sieve, _ -> {});
  }

  /**
   * Counts the primes of {@code sieve}.
   *
   * @param progress gets how many numbers each block had that this rank has done, on any thread
   */
  public SieveWorkload(SieveProblem sieve, LongConsumer progress) {
    this(
        sieve,
        problem(sieve, Map.of()),
        (execution, clock) -> new BlockTally(execution, progress).count(sieve, clock),
        (count, execution, checking) ->
            new CountCheck(execution, new SecureRandom()::nextLong)
                .judge(sieve, (Long) count, checking));
  }

  /** Finds the {@code k}-th prime from where {@code start} begins. */
  public static SieveWorkload nth(SieveProblem start, long k) {
    NthPrime nth = new NthPrime(start, k);
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("from", Long.toString(start.from()));
    parameters.put("nth", Long.toString(k));
    return new SieveWorkload(
        nth.searched(),
        problem(nth.searched(), parameters, k, k, "primes"),
        nth::find,
        (prime, _, checking) -> nth.judge((Long) prime, checking));
  }

  /** Counts the prime {@code k}-tuplets in the interval of {@code sieve}. */
  public static SieveWorkload tuplets(SieveProblem sieve, int k) {
    Tuplets tuplets = new Tuplets(sieve, k);
    return unchecked(
        sieve.by(SieveAlgorithm.WHEEL), Map.of("tuplets", Integer.toString(k)), tuplets::count);
  }

  /** Adds up the primes in the interval of {@code sieve}. */
  public static SieveWorkload sum(SieveProblem sieve) {
    return unchecked(sieve, Map.of("sum", "primes"), new PrimeSum(sieve)::compute);
  }

  private static SieveWorkload unchecked(
      SieveProblem sieve,
      Map<String, String> question,
      BiFunction<Execution, PhaseClock, Object> answer) {
    return new SieveWorkload(
        sieve,
        problem(sieve, question),
        answer,
        (found, _, _) -> new Outcome(found.toString(), Verdict.UNCHECKED, "no independent check"));
  }

  private static Problem problem(SieveProblem sieve, Map<String, String> question) {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("from", Long.toString(sieve.from()));
    parameters.put("limit", Long.toString(sieve.limit()));
    parameters.putAll(question);
    return problem(sieve, parameters, sieve.limit(), sieve.numbers(), "numbers");
  }

  private static Problem problem(
      SieveProblem sieve,
      SequencedMap<String, String> parameters,
      long size,
      long work,
      String workUnit) {
    SieveAlgorithm algorithm = sieve.algorithm();
    return new Problem(
        "sieve",
        algorithm.word(),
        algorithm.kernel(sieve),
        parameters,
        size,
        work,
        workUnit,
        "M" + workUnit + "/s");
  }

  @Override
  public Problem problem() {
    return problem;
  }

  /** Warns when the run will take hours. */
  @Override
  public Optional<String> plan(Layout layout) {
    double numbers = (double) interval.limit() - interval.from();
    int cores = layout.ranks() * layout.threads();
    double hours = numbers / NUMBERS_PER_SECOND / cores / 3600;
    return hours < 1
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "some %.1e numbers have to be sieved: about %.0f hours on %s cores",
                numbers,
                hours,
                cores));
  }

  @Override
  public void requireFit(Layout layout, long heapBytes) {
    BlockTally.requireFit(interval, layout.ranks(), layout.threads());
  }

  @Override
  public Run prepare(Execution execution) {
    BlockTally.requireFit(interval, execution);
    return new Run() {
      private Object found;

      @Override
      public void solve(PhaseClock clock) {
        found = answer.apply(execution, clock);
      }

      @Override
      public Outcome outcome(Checking checking) {
        return judge.of(found, execution, checking);
      }
    };
  }
}
