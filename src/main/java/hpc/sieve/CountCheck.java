package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Check;
import hpc.exec.PhaseClock;
import hpc.exec.Workload.Checking;
import hpc.mpi.Communicator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Judges a count of primes; collective, and of one mind on all ranks.
 *
 * <p>In order: the published tables; the proven bounds, which can only refute; Legendre's recursion
 * where it costs little beside the sieve; and, when asked to be thorough, the Miller-Rabin test on
 * the interval or on a piece of it drawn at random, which the sieve then counts once more.
 */
final class CountCheck {

  /** Numbers to test one by one: half a second near 2^63, where it is slowest. */
  private static final long SAMPLE = 1 << 20;

  private static final long SAMPLE_BLOCK = 1 << 12;

  private static final String TABLE = "published count";
  private static final String BOUNDS = "proven bounds";
  private static final String LEGENDRE = "Legendre's recursion";
  private static final String SAMPLED = "Miller-Rabin";

  private final Execution execution;
  private final LongSupplier seeds;

  /** Draws the piece with a seed made of what {@code seeds} gives on each rank. */
  CountCheck(Execution execution, LongSupplier seeds) {
    this.execution = execution;
    this.seeds = seeds;
  }

  /** Judges that {@code problem} has {@code count} primes. */
  Outcome judge(SieveProblem problem, long count, Checking checking) {
    List<Check> checks = new ArrayList<>();
    Optional<KnownCounts.Entry> known =
        problem.from() <= 2 ? KnownCounts.pi(problem.limit()) : Optional.empty();
    if (known.isPresent()) {
      checks.add(compare(TABLE, count, known.get().count(), known.get().source()));
    } else {
      boolean possible = KnownCounts.possible(problem.from(), problem.limit(), count);
      String finding = (possible ? "within" : "outside") + " the proven bounds of pi(x)";
      checks.add(new Check(BOUNDS, possible, false, finding));
      if (possible && problem.limit() <= LegendreCount.CHEAP_LIMIT) {
        checks.add(legendre(problem, count));
      }
    }
    if (checking == Checking.THOROUGH && checks.stream().allMatch(Check::holds)) {
      checks.add(sample(problem, count));
      if (checks.stream().noneMatch(CountCheck::isExact) && isLegendreCheaper(problem)) {
        checks.add(legendre(problem, count));
      }
      notApplicable(checks);
    }
    return Outcome.of(Long.toString(count), checks);
  }

  private static boolean isExact(Check check) {
    return check.subject().equals(TABLE) || check.subject().equals(LEGENDRE);
  }

  /** Names the checks that were not made, and why. */
  private static void notApplicable(List<Check> checks) {
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put(TABLE, "published are the counts from 0 to powers of 10 and 2");
    reasons.put(BOUNDS, "the published count is exact");
    boolean exact = checks.stream().anyMatch(CountCheck::isExact);
    reasons.put(
        LEGENDRE, exact ? "the published count is exact" : "it would take longer than the sieve");
    checks.addAll(Check.notApplicable(checks, reasons));
  }

  private static Check legendre(SieveProblem problem, long count) {
    return compare(
        LEGENDRE, count, LegendreCount.within(problem.from(), problem.limit()), LEGENDRE);
  }

  /** Whether Legendre's recursion costs less than the sieve, which is linear in numbers. */
  private static boolean isLegendreCheaper(SieveProblem problem) {
    return problem.limit() <= LegendreCount.THOROUGH_LIMIT
        && problem.numbers() > Math.pow((double) problem.limit(), 0.75);
  }

  private Check sample(SieveProblem problem, long count) {
    if (problem.numbers() <= SAMPLE) {
      return compare(SAMPLED, count, count(problem), "Miller-Rabin on every number");
    }
    long seed = execution.ranks().sum(seeds.getAsLong())[0];
    long from = problem.from() + new Random(seed).nextLong(problem.numbers() - SAMPLE + 1);
    SieveProblem piece = problem.within(from, from + SAMPLE - 1);
    long sieved = new BlockTally(execution).count(piece, new PhaseClock(System::nanoTime));
    long tested = count(piece);
    String what = "Miller-Rabin on [%s, %s] (seed %s)".formatted(from, piece.limit(), seed);
    boolean equal = sieved == tested;
    return new Check(
        SAMPLED,
        equal,
        true,
        equal ? what : "%s gives %s, the sieve %s".formatted(what, tested, sieved));
  }

  /** The primes of {@code piece} by testing each number, shared among all cores. */
  private long count(SieveProblem piece) {
    Communicator ranks = execution.ranks();
    Blocks blocks = new Blocks(Math.max(1, piece.from()), piece.limit(), SAMPLE_BLOCK);
    long mine =
        execution
            .ranges()
            .drain(
                0,
                blocks.share(ranks),
                1,
                _ -> new AtomicLong(),
                (sum, from, to) -> {
                  long block = from * ranks.size() + ranks.rank();
                  sum.addAndGet(MillerRabin.count(blocks.first(block), blocks.last(block)));
                })
            .stream()
            .mapToLong(AtomicLong::get)
            .sum();
    return ranks.sum(mine)[0];
  }

  private static Check compare(String subject, long count, long expected, String source) {
    boolean equal = count == expected;
    return new Check(subject, equal, true, equal ? source : source + " gives " + expected);
  }
}
