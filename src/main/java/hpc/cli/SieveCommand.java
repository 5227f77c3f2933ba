package hpc.cli;

import hpc.exec.Execution;
import hpc.exec.Workload;
import hpc.launch.Machine;
import hpc.sieve.CacheSizes;
import hpc.sieve.PrimeListing;
import hpc.sieve.PrimeQuestion;
import hpc.sieve.SieveAlgorithm;
import hpc.sieve.SieveKernel;
import hpc.sieve.SieveProblem;
import hpc.sieve.SieveWorkload;
import hpc.sieve.Tuplets;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hpc sieve}: counts or prints primes. */
@Command(
    name = "sieve",
    description = "Count or print the primes of an interval by the sieve of Eratosthenes.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  hpc sieve --threads 4",
      "  hpc sieve --limit 1e9 --threads 4",
      "  hpc sieve --limit 1e9 --ranks 2 --repeat 5 --csv results/sieve.csv",
      "  hpc sieve --from 1e18 --limit 1000000000000001000 --print",
      "  srun --nodes=2 --ntasks=8 java -jar hpc.jar sieve --limit 1e11"
    })
final class SieveCommand implements Callable<Integer> {

  /** The size that the course "Efficient use of Python on the clusters" measures. */
  private static final long USUAL_LIMIT = 30_000_000;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = WholeNumber.class,
      description = "the last number, 0 to 2^63-1: 1e9, 1_000_000, 64Ki (default: 3e7)")
  private Long limit;

  @Option(
      names = "--from",
      paramLabel = "A",
      converter = WholeNumber.class,
      description = "the first number (default: ${DEFAULT-VALUE})")
  private long from = 0;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      description = "boxed, naive, odds, bits, segmented or wheel (default: wheel)")
  private SieveAlgorithm algorithm = SieveAlgorithm.WHEEL;

  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      description =
          "inner loops of the wheel: auto, scalar, vector, c or fortran; of segmented: auto, scalar or"
              + " c-openmp; those not in Java after hpc build --native (default: auto)")
  private SieveKernel kernel = SieveKernel.AUTO;

  @Option(
      names = "--nth",
      paramLabel = "K",
      converter = WholeNumber.class,
      description = "the K-th prime from --from on, instead of their count up to --limit")
  private Long nth;

  @Option(
      names = "--tuplets",
      paramLabel = "K",
      converter = WholeNumber.Small.class,
      description = "prime twins (2), triplets (3) ... sextuplets (6) instead of primes")
  private Integer tuplets;

  @Option(names = "--sum", description = "the sum of the primes instead of their count")
  private boolean sum;

  @Option(names = "--print", description = "print them, one a line, instead of their count")
  private boolean print;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      converter = FileName.class,
      description =
          "go on from this file if it is there, and keep it up to date; removed at the end")
  private Path checkpoint;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "SECONDS",
      converter = RealNumber.class,
      description = "the work that may be lost, and what a signal waits for (default: 10)")
  private double checkpointEvery = 10;

  @Option(
      names = "--stress",
      paramLabel = "SECONDS",
      converter = RealNumber.class,
      description = "keep all cores busy for so long and compare what two sieves count")
  private Double stress;

  @Mixin private RunOptions run;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    run.openLog();
    requireOneQuestion();
    SolverRun solver = SolverRun.of(run, question(), spec);
    if (print) {
      run.requireNothingMeasured("--print");
      return solver.write(this::print);
    }
    if (checkpoint != null) {
      run.requireNothingMeasured("--checkpoint");
      return new CheckpointedCount(interval(), checkpoint, checkpointEvery).run(solver);
    }
    if (stress != null) {
      run.requireNothingMeasured("--stress");
      return new StressTest(stress).run(solver);
    }
    return solver.measure(UnaryOperator.identity());
  }

  private Workload question() {
    if (stress != null) {
      return new SieveWorkload(new SieveProblem(0, 0, SieveAlgorithm.WHEEL));
    }
    if (nth != null) {
      return PrimeQuestion.nth(interval(from), nth);
    }
    if (tuplets != null) {
      return PrimeQuestion.tuplets(interval(), tuplets);
    }
    if (sum) {
      return PrimeQuestion.sum(interval());
    }
    SieveProblem interval = interval();
    return new SieveWorkload(interval, run.progress(interval.sieved(), spec));
  }

  private void print(Execution execution, OutputStream out) {
    if (tuplets != null) {
      new Tuplets(interval(), tuplets).write(execution, out);
    } else {
      new PrimeListing(interval()).write(execution, out);
    }
  }

  private SieveProblem interval() {
    if (limit == null && from > USUAL_LIMIT) {
      throw new IllegalArgumentException(
          "--from %s: lies above %s, where the interval ends by default; accepted: with --limit N"
              .formatted(from, USUAL_LIMIT));
    }
    return interval(limit == null ? USUAL_LIMIT : limit);
  }

  private SieveProblem interval(long last) {
    return new SieveProblem(from, last, algorithm, caches(), kernel);
  }

  private static CacheSizes caches() {
    Machine machine = Machine.here();
    return CacheSizes.told(machine.cacheBytes(1), machine.cacheBytes(2));
  }

  private void requireOneQuestion() {
    List<String> given =
        Stream.of("--nth", "--tuplets", "--sum", "--checkpoint", "--stress", "--print")
            .filter(this::isGiven)
            .toList();
    boolean tupletsInFull = given.equals(List.of("--tuplets", "--print"));
    if (given.size() > 1 && !tupletsInFull) {
      refuseBoth(given.get(0), given.get(1));
    }
    if (nth != null && limit != null) {
      refuseBoth("--nth", "--limit");
    }
    requireNothingIgnored();
  }

  /** An option that would change nothing is a misunderstanding. */
  private void requireNothingIgnored() {
    if (stress != null) {
      Stream.of("--limit", "--from", "--algorithm", "--kernel")
          .filter(this::isGiven)
          .findFirst()
          .ifPresent(option -> refuseBoth("--stress", option));
    }
    if (checkpoint == null && isGiven("--checkpoint-every")) {
      throw new IllegalArgumentException(
          "--checkpoint-every %s: nothing is kept; accepted: together with --checkpoint FILE"
              .formatted(checkpointEvery));
    }
    if (tuplets != null && algorithm != SieveAlgorithm.WHEEL) {
      throw new IllegalArgumentException(
          "--algorithm %s: not with --tuplets; accepted: %s"
              .formatted(algorithm.word(), SieveAlgorithm.WHEEL.word()));
    }
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private static void refuseBoth(String one, String other) {
    throw new IllegalArgumentException(
        "%s with %s: accepted: one of the two".formatted(one, other));
  }
}
