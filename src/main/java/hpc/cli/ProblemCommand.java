package hpc.cli;

import hpc.exec.Arguments;
import hpc.exec.ProblemType;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** The command that solves a problem: {@code hpc} and the problem's name. */
final class ProblemCommand implements Callable<Integer> {

  private final ProblemType problem;
  private final RunOptions run = new RunOptions();
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private ProblemCommand(ProblemType problem) {
    this.problem = problem;
  }

  /** The command as picocli has it. */
  static CommandSpec of(ProblemType problem) {
    ProblemCommand command = new ProblemCommand(problem);
    command
        .spec
        .name(problem.name())
        .usageMessage()
        .description(problem.title())
        .footer(Stream.concat(Stream.of(""), problem.notes().stream()).toArray(String[]::new))
        .sortOptions(false);
    ParameterOptions.add(command.spec, problem.parameters());
    command.run.addTo(command.spec);
    return command.spec.mixinStandardHelpOptions(true);
  }

  @Override
  public Integer call() {
    run.openLog();
    Arguments given =
        ParameterOptions.given(spec.commandLine().getParseResult(), problem.parameters());
    problem.parameters().stream().filter(given::has).forEach(run::requireFit);
    return SolverRun.of(run, problem.task(given, run), problem::forPeople);
  }
}
