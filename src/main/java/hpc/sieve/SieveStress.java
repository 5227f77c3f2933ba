package hpc.sieve;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.Execution;
import hpc.exec.StopSignals;
import hpc.exec.Task;
import hpc.exec.Workload;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps all cores busy with counts whose answers can be compared: each thread sieves intervals of
 * its own, drawn at random, once by the wheel and once segment by segment. The two share no inner
 * loop; where they disagree, the node has a fault (or the program has).
 */
final class SieveStress {

  /** Sieving primes up to a million: caches of all levels and all paths of the wheel are busy. */
  private static final long LIMIT = 1_000_000_000_000L;

  /** Numbers per interval: some 30 ms, so that a request to stop is heard soon. */
  private static final long LENGTH = 20_000_000;

  private static final Logger LOG = LoggerFactory.getLogger("hpc");

  private final String node;
  private final long seed;

  /**
   * Prepares a run.
   *
   * @param node the name of this node, for the report
   * @param seed of all intervals, the same on every rank
   */
  SieveStress(String node, long seed) {
    this.node = node;
    this.seed = seed;
  }

  /**
   * A run of {@code seconds}, or until a signal; the exit status is 1 if a node disagreed with
   * itself, else 128+n if a signal ended it.
   */
  static Task.Answered task(String node, double seconds) {
    Workload nothing = new SieveWorkload(new SieveProblem(0, 0, SieveAlgorithm.WHEEL));
    return new Task.Answered(nothing, List.of(), execution -> answer(node, seconds, execution));
  }

  private static Task.Answer answer(String node, double seconds, Execution execution) {
    StopSignals signals = StopSignals.caught();
    long start = System.nanoTime();
    BooleanSupplier stop =
        () -> signals.getAsBoolean() || (System.nanoTime() - start) * 1e-9 >= seconds;
    if (execution.ranks().rank() == 0) {
      LOG.info("comparing two sieves; a signal ends it early");
    }
    // the sum is the same on every rank
    long seed = execution.ranks().sum(new SecureRandom().nextLong())[0];
    List<String> wrong = new SieveStress(node, seed).run(execution, stop);
    // only rank 0 has the lines, but all ranks end alike
    int status = signals.exitStatus(execution.ranks());
    return execution.ranks().sum(wrong.size())[0] == 0
        ? new Task.Answer(Optional.of("no disagreement"), status)
        : new Task.Answer(Optional.of(String.join(System.lineSeparator(), wrong)), 1);
  }

  /**
   * Runs until a stop is requested on any rank; collective.
   *
   * @return a line for each disagreement, of all ranks, on rank 0; on the others an empty list
   */
  List<String> run(Execution execution, BooleanSupplier stopRequested) {
    int threads = execution.ranges().threads();
    Supplier<BlockSieve> wheels = sieves(SieveAlgorithm.WHEEL);
    Supplier<BlockSieve> segments = sieves(SieveAlgorithm.SEGMENTED);
    List<Pair> pairs = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      long core = (long) execution.ranks().rank() * threads + thread;
      pairs.add(new Pair(wheels.get(), segments.get(), new SplittableRandom(seed + core)));
    }
    List<String> found = new ArrayList<>();
    do {
      execution.ranges().split(0, threads, (_, thread, _) -> pairs.get((int) thread).compare());
      for (int thread = 0; thread < threads; thread++) {
        String where = "%s, rank %s, thread %s".formatted(node, execution.ranks().rank(), thread);
        pairs.get(thread).disagreements.forEach(what -> found.add(where + ": " + what));
        pairs.get(thread).disagreements.clear();
      }
    } while (execution.ranks().sum(stopRequested.getAsBoolean() ? 1L : 0L)[0] == 0);
    List<String> all = new ArrayList<>();
    for (byte[] lines : execution.ranks().gather(String.join("\n", found).getBytes(UTF_8))) {
      new String(lines, UTF_8).lines().forEach(all::add);
    }
    return all;
  }

  private static Supplier<BlockSieve> sieves(SieveAlgorithm algorithm) {
    return algorithm.workers(new SieveProblem(0, LIMIT, algorithm), LENGTH);
  }

  /** The two sieves of one thread and its random numbers. */
  static final class Pair {
    private final BlockSieve one;
    private final BlockSieve other;
    private final SplittableRandom random;
    private final List<String> disagreements = new ArrayList<>();

    Pair(BlockSieve one, BlockSieve other, SplittableRandom random) {
      this.one = one;
      this.other = other;
      this.random = random;
    }

    void compare() {
      long first = random.nextLong(LIMIT - LENGTH);
      long last = first + LENGTH - 1;
      long counted = one.count(first, last);
      long recounted = other.count(first, last);
      if (counted != recounted) {
        disagreements.add(
            "[%s, %s] has %s primes by the wheel, %s by segments"
                .formatted(first, last, counted, recounted));
      }
    }

    List<String> disagreements() {
      return disagreements;
    }
  }
}
