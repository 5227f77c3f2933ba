package hpc.cli;

import hpc.sieve.PrimeListing;
import hpc.sieve.SieveAlgorithm;
import hpc.sieve.SieveProblem;
import hpc.sieve.SieveWorkload;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
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
      "  hpc sieve --limit 1e9 --threads 4",
      "  hpc sieve --limit 1e9 --ranks 2 --repeat 5 --csv results/sieve.csv",
      "  hpc sieve --from 1e18 --limit 1000000000000001000 --print",
      "  srun --nodes=2 --ntasks=8 java -jar hpc.jar sieve --limit 1e11"
    })
final class SieveCommand implements Callable<Integer> {

  @Option(
      names = "--limit",
      paramLabel = "N",
      required = true,
      converter = WholeNumber.class,
      description = "the last number, 0 to 2^63-1: 1e9, 1_000_000, 64Ki")
  private long limit;

  @Option(
      names = "--from",
      paramLabel = "A",
      converter = WholeNumber.class,
      description = "the first number (default: ${DEFAULT-VALUE})")
  private long from = 0;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      description = "naive, odds, bits, segmented or wheel (default: wheel)")
  private SieveAlgorithm algorithm = SieveAlgorithm.WHEEL;

  @Option(names = "--print", description = "print the primes, one a line, instead of their count")
  private boolean print;

  @Mixin private RunOptions run;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    run.openLog();
    SieveProblem problem = new SieveProblem(from, limit, algorithm);
    SieveWorkload workload = new SieveWorkload(problem);
    SolverRun solver = SolverRun.of(run, workload, spec);
    if (print) {
      run.requireNothingMeasured("--print");
      return solver.write((execution, out) -> new PrimeListing(problem).write(execution, out));
    }
    return solver.measure(UnaryOperator.identity());
  }
}
