package hpc.cli;

import hpc.exec.ProblemType;
import hpc.exec.Task;
import hpc.exec.Workload;
import hpc.external.Expectation;
import hpc.external.ExternalWorkload;
import hpc.external.Program;
import hpc.external.ProgramSearch;
import hpc.launch.Restart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hpc command}: another program as a point of a sweep, measured as ours are. */
@Command(
    name = PeerCommand.COMMAND,
    hidden = true, // for sweeps
    description = "Run and measure another program.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PeerCommand implements Callable<Integer> {

  static final String COMMAND = "command";

  private static final double MILLIS_PER_SECOND = 1e3;

  private static final String SAME = "same";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "the name of the program in tables")
  private String name;

  @Option(
      names = "--program",
      paramLabel = "WORDS",
      required = true,
      description =
          "program and arguments; {limit} stands for a parameter, {threads} for --threads")
  private String program;

  @Option(
      names = "--solves",
      paramLabel = "PROBLEM",
      required = true,
      description = "the problem that it solves")
  private ProblemType solves;

  @Option(
      names = "--answer",
      paramLabel = "REGEX",
      required = true,
      description = "finds the answer in stdout: the first group of the last match")
  private String answer;

  @Option(
      names = "--solve-time",
      paramLabel = "REGEX",
      description = "finds the seconds of the solve likewise (default: those of the process)")
  private String solveTime;

  @Option(
      names = "--expect",
      paramLabel = "ANSWER",
      description = "the right answer, or same: the answer of our own solver")
  private String expect;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "end the program after this time")
  private Double timeout;

  @Mixin private RunOptions run;

  @Spec private CommandSpec spec;

  /** The command, with the parameters of all problems. */
  static CommandSpec create() {
    CommandSpec command = CommandSpec.forAnnotatedObject(new PeerCommand());
    ProblemType.all().forEach(problem -> ProblemCommand.addOptions(command, problem.posed()));
    return command;
  }

  @Override
  public Integer call() {
    run.openLog();
    Program called = onThisJava(program());
    String word = called.command().getFirst();
    ProgramSearch search = search();
    Path file =
        search
            .find(word)
            .orElseThrow(() -> new IllegalArgumentException("--program: " + search.absence(word)));
    Workload ours =
        solves.reference(
            ProblemCommand.given(spec.commandLine().getParseResult(), solves.posed()), run);
    Workload theirs = new ExternalWorkload(ours.problem(), called, file, expectation(ours));
    return SolverRun.of(run, new Task.Measured(theirs), UnaryOperator.identity());
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
        Program.command("--program", program, solves.placeholders()),
        Program.pattern("--answer", answer),
        seconds,
        atMost);
  }

  /** The program may be this one itself: then the time is that of its whole process. */
  private static Program onThisJava(Program program) {
    return Restart.jar()
        .map(jar -> program.on(Path.of(Restart.plainCommand().getFirst()), jar))
        .orElse(program);
  }

  private Optional<Expectation> expectation(Workload ours) {
    if (expect == null) {
      return Optional.empty();
    }
    return Optional.of(
        expect.equals(SAME) ? Expectation.same(ours, solves::number) : Expectation.value(expect));
  }
}
