package hpc.cli;

import hpc.diffusion.DiffusionAnswer;
import hpc.diffusion.DiffusionWorkload;
import hpc.diffusion.Kernels;
import hpc.exec.Problem;
import hpc.exec.Workload;
import hpc.external.Expectation;
import hpc.external.ExternalWorkload;
import hpc.external.Program;
import hpc.external.ProgramSearch;
import hpc.launch.Machine;
import hpc.launch.Restart;
import hpc.sieve.CacheSizes;
import hpc.sieve.SieveAlgorithm;
import hpc.sieve.SieveKernel;
import hpc.sieve.SieveProblem;
import hpc.sieve.SieveWorkload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hpc command}: a program of others as a point of a sweep, measured as ours are. */
@Command(
    name = "command",
    hidden = true, // for sweeps, whose files say the same with places for complaints
    description = "Run and measure a program of others.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PeerCommand implements Callable<Integer> {

  /** What a command line may name of each problem: the parameters in the column problem. */
  static final Map<String, Set<String>> PARAMETERS =
      Map.of(
          "sieve",
          Set.of("from", "limit"),
          "diffusion",
          Set.of("nx", "ny", "dx", "dy", "diffusivity", "kx", "ky", "dt", "steps", "bc", "ic"));

  private static final double MILLIS_PER_SECOND = 1e3;

  /** An expectation: whatever our own solver answers. */
  private static final String SAME = "same";

  /** The problems. */
  enum Solves {
    SIEVE,
    DIFFUSION
  }

  @Option(names = "--name", paramLabel = "NAME", required = true, description = "in tables")
  private String name;

  @Option(
      names = "--program",
      paramLabel = "WORDS",
      required = true,
      description =
          "program and arguments, {limit} standing for a parameter, {threads} for threads")
  private String program;

  @Option(
      names = "--solves",
      paramLabel = "PROBLEM",
      required = true,
      description = "sieve or diffusion")
  private Solves solves;

  @Option(
      names = "--answer",
      paramLabel = "REGEX",
      required = true,
      description = "takes the answer from stdout, by its first group, where it matches last")
  private String answer;

  @Option(
      names = "--solve-time",
      paramLabel = "REGEX",
      description = "takes the seconds of the solve likewise (default: those of the process)")
  private String solveTime;

  @Option(
      names = "--expect",
      paramLabel = "ANSWER",
      description = "the right answer, or same: what our own solver answers")
  private String expect;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = RealNumber.class,
      description = "when the program is ended")
  private Double timeout;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = WholeNumber.class,
      description = "sieve: the last number")
  private Long limit;

  @Option(
      names = "--from",
      paramLabel = "A",
      converter = WholeNumber.class,
      description = "sieve: the first number (default: ${DEFAULT-VALUE})")
  private long from = 0;

  @Mixin private ProblemOptions diffusion;

  @Mixin private RunOptions run;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    run.openLog();
    Program called = onThisJava(program());
    String word = called.words().getFirst();
    ProgramSearch search = search();
    Path file =
        search
            .find(word)
            .orElseThrow(() -> new IllegalArgumentException("--program: " + search.absence(word)));
    Workload ours = ours();
    Problem problem = ours.problem();
    return SolverRun.of(run, new ExternalWorkload(problem, called, file, expectation(ours)), spec)
        .measure(UnaryOperator.identity());
  }

  /** Where programs are looked for: on the PATH, then beside the jar. */
  static ProgramSearch search() {
    List<Path> peers = Restart.jar().map(jar -> jar.resolveSibling("peers")).stream().toList();
    return ProgramSearch.of(System.getenv().getOrDefault("PATH", ""), peers);
  }

  private Program program() {
    Optional<Pattern> seconds =
        Optional.ofNullable(solveTime).map(text -> Program.pattern("--solve-time", text));
    Optional<Duration> atMost =
        Optional.ofNullable(timeout)
            .map(time -> Duration.ofMillis(Math.round(time * MILLIS_PER_SECOND)));
    return new Program(
        Program.name("--name", name),
        Program.words("--program", program, PARAMETERS.get(word(solves))),
        Program.pattern("--answer", answer),
        seconds,
        atMost);
  }

  /** This program itself may be such a program: then the time is that of its whole process. */
  private static Program onThisJava(Program program) {
    return Restart.jar()
        .map(jar -> program.on(Path.of(Restart.plainCommand().getFirst()), jar))
        .orElse(program);
  }

  private static String word(Solves problem) {
    return Choice.of(Solves.class).accepted().entrySet().stream()
        .filter(entry -> entry.getValue() == problem)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private Workload ours() {
    return switch (solves) {
      case SIEVE -> new SieveWorkload(interval());
      case DIFFUSION -> new DiffusionWorkload(diffusion.problem(), Kernels.named("auto"));
    };
  }

  private SieveProblem interval() {
    if (limit == null) {
      throw new MissingParameterException(spec.commandLine(), spec.findOption("--limit"), "");
    }
    Machine machine = Machine.here();
    return new SieveProblem(
        from,
        limit,
        SieveAlgorithm.WHEEL,
        CacheSizes.told(machine.cacheBytes(1), machine.cacheBytes(2)),
        SieveKernel.AUTO);
  }

  private Optional<Expectation> expectation(Workload ours) {
    if (expect == null) {
      return Optional.empty();
    }
    return Optional.of(
        expect.equals(SAME) ? Expectation.same(ours, this::asNumber) : Expectation.value(expect));
  }

  /** What a program prints of an answer of ours: a count, or the mean of the field. */
  private String asNumber(String ours) {
    return switch (solves) {
      case SIEVE -> ours;
      case DIFFUSION -> Double.toString(DiffusionAnswer.parse(ours).mean());
    };
  }
}
