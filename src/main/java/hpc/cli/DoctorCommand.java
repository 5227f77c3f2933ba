package hpc.cli;

import hpc.launch.Check;
import hpc.launch.Doctor;
import hpc.launch.Machine;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hpc doctor}: whether this machine, this JVM and this allocation are fit. */
@Command(
    name = "doctor",
    description = "Look at machine, JVM and allocation and judge each: ok, warn or fail.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Check> checks = new Doctor(Machine.here(), System.getenv(), ResultsRoot.path()).examine();
    Terminal terminal = new Terminal(spec.commandLine());
    for (Check check : checks) {
      terminal.print(line(check) + System.lineSeparator());
    }
    return Doctor.anyFail(checks) ? ExitCode.USAGE : ExitCode.DONE;
  }

  private static String line(Check check) {
    String remedy = check.remedy().isEmpty() ? "" : "; " + check.remedy();
    return "%-4s  %-15s  %s%s"
        .formatted(
            check.verdict().name().toLowerCase(Locale.ROOT),
            check.subject(),
            check.finding(),
            remedy);
  }
}
