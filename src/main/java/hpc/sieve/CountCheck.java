package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.PhaseClock;
import hpc.exec.Workload.Checking;
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

  private final PrimeCounter counter;
  private final Execution execution;
  private final LongSupplier seeds;

  /** Draws the piece with a seed made of what {@code seeds} gives on each rank. */
  CountCheck(PrimeCounter counter, Execution execution, LongSupplier seeds) {
    this.counter = counter;
    this.execution = execution;
    this.seeds = seeds;
  }

  /** Judges that {@code problem} has {@code count} primes. */
  Outcome judge(SieveProblem problem, long count, Checking checking) {
    Outcome cheap = cheap(problem, count);
    if (checking == Checking.CHEAP || cheap.verdict() == Verdict.NO) {
      return cheap;
    }
    Outcome sampled = sample(problem, count);
    if (sampled.verdict() == Verdict.NO) {
      return sampled;
    }
    return cheap.verdict() == Verdict.YES ? join(cheap, sampled) : thorough(problem, sampled);
  }

  private Outcome cheap(SieveProblem problem, long count) {
    Optional<KnownCounts.Entry> known =
        problem.from() <= 2 ? KnownCounts.pi(problem.limit()) : Optional.empty();
    if (known.isPresent()) {
      return compare(count, known.get().count(), known.get().source());
    }
    if (!KnownCounts.possible(problem.from(), problem.limit(), count)) {
      return new Outcome(Long.toString(count), Verdict.NO, "outside the proven bounds of pi(x)");
    }
    return problem.limit() <= LegendreCount.CHEAP_LIMIT
        ? legendre(problem, count)
        : new Outcome(Long.toString(count), Verdict.UNCHECKED, "within the proven bounds of pi(x)");
  }

  private Outcome legendre(SieveProblem problem, long count) {
    long below = problem.from() < 2 ? 0 : LegendreCount.upTo(problem.from() - 1);
    long counted = problem.numbers() == 0 ? 0 : LegendreCount.upTo(problem.limit()) - below;
    return compare(count, counted, "Legendre's recursion");
  }

  /** Adds Legendre's recursion where it costs less than the sieve, which is linear in numbers. */
  private Outcome thorough(SieveProblem problem, Outcome sampled) {
    boolean cheaper = problem.numbers() > Math.pow((double) problem.limit(), 0.75);
    return problem.limit() <= LegendreCount.THOROUGH_LIMIT && cheaper
        ? join(legendre(problem, Long.parseLong(sampled.answer())), sampled)
        : sampled;
  }

  private Outcome sample(SieveProblem problem, long count) {
    if (problem.numbers() <= SAMPLE) {
      return compare(count, count(problem), "Miller-Rabin on every number");
    }
    long seed = execution.ranks().sum(seeds.getAsLong())[0];
    long from = problem.from() + new Random(seed).nextLong(problem.numbers() - SAMPLE + 1);
    SieveProblem piece = problem.within(from, from + SAMPLE - 1);
    long sieved = counter.count(piece, new PhaseClock(System::nanoTime));
    long tested = count(piece);
    String what = "Miller-Rabin on [%s, %s] (seed %s)".formatted(from, piece.limit(), seed);
    return sieved == tested
        ? new Outcome(Long.toString(count), Verdict.YES, what)
        : new Outcome(
            Long.toString(count),
            Verdict.NO,
            "%s gives %s, the sieve %s".formatted(what, tested, sieved));
  }

  /** The primes of {@code piece} by testing each number, shared among all cores. */
  private long count(SieveProblem piece) {
    int rank = execution.ranks().rank();
    int ranks = execution.ranks().size();
    Blocks blocks = new Blocks(Math.max(1, piece.from()), piece.limit(), SAMPLE_BLOCK);
    long mine =
        execution
            .ranges()
            .drain(
                0,
                blocks.share(rank, ranks),
                1,
                _ -> new AtomicLong(),
                (sum, from, to) -> {
                  long block = from * ranks + rank;
                  sum.addAndGet(MillerRabin.count(blocks.first(block), blocks.last(block)));
                })
            .stream()
            .mapToLong(AtomicLong::get)
            .sum();
    return execution.ranks().sum(mine)[0];
  }

  private static Outcome compare(long count, long expected, String source) {
    return count == expected
        ? new Outcome(Long.toString(count), Verdict.YES, source)
        : new Outcome(Long.toString(count), Verdict.NO, source + " gives " + expected);
  }

  private static Outcome join(Outcome first, Outcome second) {
    return first.verdict() == Verdict.NO
        ? first
        : new Outcome(first.answer(), first.verdict(), first.evidence() + "; " + second.evidence());
  }
}
