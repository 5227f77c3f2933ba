package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.Layout;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.PhaseClock;
import hpc.exec.Problem;
import hpc.exec.Workload;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;

/**
 * A question about primes other than how many there are; its answer is a number as well, and it is
 * measured in the same way.
 */
public final class PrimeQuestion implements Workload {

  /** What a core of today does. */
  private static final double NUMBERS_PER_SECOND = 2e9;

  private final SieveProblem interval;
  private final Problem problem;
  private final BiFunction<Execution, PhaseClock, Object> answer;
  private final Check check;

  /** Judges an answer. */
  @FunctionalInterface
  private interface Check {
    Outcome judge(Object answer, Checking checking);
  }

  private PrimeQuestion(
      SieveProblem interval,
      Problem problem,
      BiFunction<Execution, PhaseClock, Object> answer,
      Check check) {
    this.interval = interval;
    this.problem = problem;
    this.answer = answer;
    this.check = check;
  }

  /** Which is the {@code k}-th prime from where {@code start} begins? */
  public static PrimeQuestion nth(SieveProblem start, long k) {
    NthPrime nth = new NthPrime(start, k);
    long from = start.from();
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("from", Long.toString(from));
    parameters.put("nth", Long.toString(k));
    return new PrimeQuestion(
        nth.searched(),
        problem(nth.searched(), parameters, k, k, "primes", "Mprimes/s"),
        nth::find,
        (prime, checking) -> NthPrimeCheck.judge(from, k, (Long) prime, checking));
  }

  /** How many prime {@code k}-tuplets lie in the interval of {@code sieve}? */
  public static PrimeQuestion tuplets(SieveProblem sieve, int k) {
    Tuplets tuplets = new Tuplets(sieve, k);
    return about(sieve.by(SieveAlgorithm.WHEEL), "tuplets", Integer.toString(k), tuplets::count);
  }

  /** What do the primes in the interval of {@code sieve} add up to? */
  public static PrimeQuestion sum(SieveProblem sieve) {
    PrimeSum sum = new PrimeSum(sieve);
    return about(sieve, "sum", "primes", sum::compute);
  }

  private static PrimeQuestion about(
      SieveProblem sieve,
      String question,
      String value,
      BiFunction<Execution, PhaseClock, Object> answer) {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("from", Long.toString(sieve.from()));
    parameters.put("limit", Long.toString(sieve.limit()));
    parameters.put(question, value);
    return new PrimeQuestion(
        sieve,
        problem(sieve, parameters, sieve.limit(), sieve.numbers(), "numbers", "Mnumbers/s"),
        answer,
        (found, _) -> new Outcome(found.toString(), Verdict.UNCHECKED, "no independent check"));
  }

  private static Problem problem(
      SieveProblem sieve,
      SequencedMap<String, String> parameters,
      long size,
      long work,
      String workUnit,
      String rateUnit) {
    SieveAlgorithm algorithm = sieve.algorithm();
    return new Problem(
        "sieve",
        algorithm.word(),
        algorithm.kernel(sieve),
        parameters,
        size,
        work,
        workUnit,
        rateUnit);
  }

  @Override
  public Problem problem() {
    return problem;
  }

  /** Where it is going to take hours that is said at once. */
  @Override
  public Optional<String> plan(Layout layout) {
    double numbers = (double) interval.limit() - interval.from();
    double hours = numbers / NUMBERS_PER_SECOND / (layout.ranks() * layout.threads()) / 3600;
    return hours < 1
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "some %.1e numbers have to be sieved: about %.0f hours on %s cores",
                numbers,
                hours,
                (layout.ranks() * layout.threads())));
  }

  @Override
  public void requireFit(Layout layout, long heapBytes) {
    BlockTally.requireFit(interval, layout.ranks(), layout.threads());
  }

  @Override
  public Run prepare(Execution execution) {
    return new Run() {
      private Object found;

      @Override
      public void solve(PhaseClock clock) {
        found = answer.apply(execution, clock);
      }

      @Override
      public Outcome outcome(Checking checking) {
        return check.judge(found, checking);
      }
    };
  }
}
