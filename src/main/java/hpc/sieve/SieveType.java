package hpc.sieve;

import hpc.exec.Arguments;
import hpc.exec.Execution;
import hpc.exec.Parameter;
import hpc.exec.Parameter.Use;
import hpc.exec.ProblemType;
import hpc.exec.ProblemType.SizeRule;
import hpc.exec.ProblemType.TimedPart;
import hpc.exec.ProblemType.TimedPart.Nesting;
import hpc.exec.RunContext;
import hpc.exec.Task;
import hpc.exec.Workload;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The primes of an interval: their count, other questions about them, or all of them. */
public final class SieveType implements ProblemType {

  /** The size that the course "Efficient use of Python on the clusters" measures. */
  private static final long USUAL_LIMIT = 30_000_000;

  private static final double USUAL_STAGE_SECONDS = 10;

  private static final String PACKAGE = "hpc.sieve.";

  private static final Parameter<Long> LIMIT =
      Parameter.whole(
          "--limit", "N", "the last number, 0 to 2^63-1: 1e9, 1_000_000, 64Ki (default: 3e7)");

  private static final Parameter<Long> FROM =
      Parameter.whole("--from", "A", "the first number (default: 0)");

  private static final Parameter<SieveAlgorithm> ALGORITHM =
      Parameter.choice(
          "--algorithm",
          "NAME",
          "boxed, naive, odds, bits, segmented or wheel (default: wheel)",
          SieveAlgorithm.class);

  private static final Parameter<SieveKernel> KERNEL =
      Parameter.choice(
          "--kernel",
          "NAME",
          "inner loops of the wheel: auto, scalar, vector, c or fortran; of segmented: auto, scalar or"
              + " c-openmp; those not in Java after hpc build --native (default: auto)",
          SieveKernel.class);

  private static final Parameter<Long> NTH =
      Parameter.whole(
          "--nth", "K", "the K-th prime from --from on, instead of their count up to --limit");

  private static final Parameter<Integer> TUPLETS =
      Parameter.small(
          "--tuplets", "K", "prime twins (2), triplets (3) ... sextuplets (6) instead of primes");

  private static final Parameter<Boolean> SUM =
      Parameter.flag("--sum", "the sum of the primes instead of their count");

  private static final Parameter<Boolean> PRINT =
      Parameter.flag("--print", "print them, one a line, instead of their count")
          .used(Use.UNMEASURED);

  private static final Parameter<Path> CHECKPOINT =
      Parameter.file(
              "--checkpoint",
              "FILE",
              "go on from this file if it is there, and keep it up to date; removed at the end")
          .used(Use.UNMEASURED);

  private static final Parameter<Double> CHECKPOINT_EVERY =
      Parameter.real(
              "--checkpoint-every",
              "SECONDS",
              "the work that may be lost, and what a signal waits for (default: 10)")
          .used(Use.BESIDE);

  private static final Parameter<Double> STRESS =
      Parameter.real(
              "--stress",
              "SECONDS",
              "keep all cores busy for so long and compare what two sieves count")
          .used(Use.UNMEASURED);

  @Override
  public String name() {
    return "sieve";
  }

  @Override
  public String title() {
    return "Count or print the primes of an interval by the sieve of Eratosthenes.";
  }

  @Override
  public List<String> notes() {
    return List.of(
        "Examples:",
        "  hpc sieve --threads 4",
        "  hpc sieve --limit 1e9 --threads 4",
        "  hpc sieve --limit 1e9 --ranks 2 --repeat 5 --csv results/sieve.csv",
        "  hpc sieve --from 1e18 --limit 1000000000000001000 --print",
        "  srun --nodes=2 --ntasks=8 java -jar hpc.jar sieve --limit 1e11");
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(
        LIMIT,
        FROM,
        ALGORITHM,
        KERNEL,
        NTH,
        TUPLETS,
        SUM,
        PRINT,
        CHECKPOINT,
        CHECKPOINT_EVERY,
        STRESS);
  }

  @Override
  public Task task(Arguments given, RunContext here) {
    requireOneQuestion(given);
    requireNothingIgnored(given);
    if (given.has(STRESS)) {
      return SieveStress.task(here.host(), seconds(STRESS, given.get(STRESS).orElseThrow()));
    }
    Optional<Path> checkpoint = given.get(CHECKPOINT);
    if (checkpoint.isPresent()) {
      double every = given.get(CHECKPOINT_EVERY).orElse(USUAL_STAGE_SECONDS);
      return ResumableCount.task(
          interval(given, here), checkpoint.get(), seconds(CHECKPOINT_EVERY, every));
    }
    Workload question = question(given, here);
    return given.has(PRINT)
        ? new Task.Written(question, (execution, out) -> print(given, here, execution, out))
        : new Task.Measured(question);
  }

  private static double seconds(Parameter<Double> parameter, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          "%s %s: accepted: a positive number of seconds".formatted(parameter.option(), value));
    }
    return value;
  }

  private static Workload question(Arguments given, RunContext here) {
    if (given.has(NTH)) {
      long from = given.get(FROM).orElse(0L);
      return SieveWorkload.nth(interval(given, here, from), given.get(NTH).orElseThrow());
    }
    SieveProblem interval = interval(given, here);
    if (given.has(TUPLETS)) {
      return SieveWorkload.tuplets(interval, given.get(TUPLETS).orElseThrow());
    }
    return given.has(SUM)
        ? SieveWorkload.sum(interval)
        : new SieveWorkload(interval, here.progress(interval.sieved()));
  }

  private static void print(
      Arguments given, RunContext here, Execution execution, OutputStream out) {
    SieveProblem interval = interval(given, here);
    given
        .get(TUPLETS)
        .ifPresentOrElse(
            tuplets -> new Tuplets(interval, tuplets).write(execution, out),
            () -> new PrimeListing(interval).write(execution, out));
  }

  private static SieveProblem interval(Arguments given, RunContext here) {
    long from = given.get(FROM).orElse(0L);
    if (!given.has(LIMIT) && from > USUAL_LIMIT) {
      throw new IllegalArgumentException(
          "--from %s: lies above %s, where the interval ends by default; accepted: with --limit N"
              .formatted(from, USUAL_LIMIT));
    }
    return interval(given, here, given.get(LIMIT).orElse(USUAL_LIMIT));
  }

  private static SieveProblem interval(Arguments given, RunContext here, long last) {
    return new SieveProblem(
        given.get(FROM).orElse(0L),
        last,
        given.get(ALGORITHM).orElse(SieveAlgorithm.WHEEL),
        CacheSizes.reported(here.cacheBytes(1), here.cacheBytes(2)),
        given.get(KERNEL).orElse(SieveKernel.AUTO));
  }

  private static void requireOneQuestion(Arguments given) {
    List<Parameter<?>> questions =
        Stream.<Parameter<?>>of(NTH, TUPLETS, SUM, CHECKPOINT, STRESS, PRINT)
            .filter(given::has)
            .toList();
    boolean tupletsInFull = questions.equals(List.of(TUPLETS, PRINT));
    if (questions.size() > 1 && !tupletsInFull) {
      refuseBoth(questions.get(0), questions.get(1));
    }
    if (given.has(NTH) && given.has(LIMIT)) {
      refuseBoth(NTH, LIMIT);
    }
  }

  /** An option that would change nothing is a misunderstanding. */
  private static void requireNothingIgnored(Arguments given) {
    if (given.has(STRESS)) {
      Stream.of(LIMIT, FROM, ALGORITHM, KERNEL)
          .filter(given::has)
          .findFirst()
          .ifPresent(option -> refuseBoth(STRESS, option));
    }
    if (!given.has(CHECKPOINT) && given.has(CHECKPOINT_EVERY)) {
      throw new IllegalArgumentException(
          "--checkpoint-every %s: nothing is kept; accepted: together with --checkpoint FILE"
              .formatted(given.get(CHECKPOINT_EVERY).orElseThrow()));
    }
    SieveAlgorithm algorithm = given.get(ALGORITHM).orElse(SieveAlgorithm.WHEEL);
    if (given.has(TUPLETS) && algorithm != SieveAlgorithm.WHEEL) {
      throw new IllegalArgumentException(
          "--algorithm %s: not with --tuplets; accepted: %s"
              .formatted(algorithm.word(), SieveAlgorithm.WHEEL.word()));
    }
  }

  private static void refuseBoth(Parameter<?> one, Parameter<?> other) {
    throw new IllegalArgumentException(
        "%s with %s: accepted: one of the two".formatted(one.option(), other.option()));
  }

  @Override
  public List<Parameter<?>> posed() {
    return List.of(LIMIT, FROM);
  }

  @Override
  public Set<String> placeholders() {
    return Set.of("from", "limit");
  }

  @Override
  public Workload reference(Arguments given, RunContext here) {
    if (!given.has(LIMIT)) {
      throw new IllegalArgumentException("--limit N: missing (the last number)");
    }
    return new SieveWorkload(interval(given, here));
  }

  @Override
  public Optional<SizeRule> size() {
    return Optional.of(new IntervalSize());
  }

  @Override
  public Set<String> sizeParameters() {
    return Set.of("from", "limit", "nth");
  }

  @Override
  public List<String> kernels(Arguments given) {
    Stream<String> methods =
        switch (given.get(ALGORITHM).orElse(SieveAlgorithm.WHEEL)) {
          case BOXED ->
              Stream.of("BoxedSieve::create", "BoxedSieve::crossOff", "BoxedSieve::count");
          case NAIVE -> Stream.of("NaiveSieve::create", "NaiveSieve::sieve", "NaiveSieve::count");
          case ODDS -> Stream.of("OddsSieve::create", "OddsSieve::crossOff", "OddsSieve::count");
          case BITS -> Stream.of("BitsSieve::create", "BitsSieve::crossOff", "BitsSieve::count");
          case SEGMENTED -> Stream.of("SegmentedSieve::sieve", "SegmentedSieve::crossOff");
          case WHEEL ->
              Stream.of(
                  "WheelSieve::sieve",
                  "WheelSieve::sieveSlice",
                  "WheelCrossing",
                  "LargePrimes::crossOff",
                  "PreSieve::apply");
        };
    return methods.map(PACKAGE::concat).toList();
  }

  /**
   * The sieves with one array have the parts of the course's program. The others find primes to
   * sieve with and then cross off and collect in one segment after the other, by all threads at
   * once, which no part could tell apart.
   */
  @Override
  public List<TimedPart> parts() {
    List<TimedPart> parts = new ArrayList<>();
    for (String sieve : List.of("BoxedSieve", "NaiveSieve", "OddsSieve", "BitsSieve")) {
      String crossOff = sieve.equals("NaiveSieve") ? "::sieve" : "::crossOff";
      parts.add(new TimedPart(PACKAGE + sieve + "::create", "create"));
      parts.add(new TimedPart(PACKAGE + sieve + crossOff, "cross out"));
      parts.add(new TimedPart(PACKAGE + sieve + "::count", "collect"));
    }
    parts.add(
        new TimedPart(PACKAGE + "SievingPrimes::upToRootOf", "sieving primes", Nesting.WHOLE));
    parts.add(new TimedPart(PACKAGE + "BlockTally::addBlocks", "segments", Nesting.ELSE));
    return parts;
  }
}
