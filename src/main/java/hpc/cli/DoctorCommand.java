package hpc.cli;

import hpc.launch.Doctor;
import hpc.launch.DoctorCheck;
import hpc.launch.Machine;
import hpc.sweep.ClusterProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  private static final String SUBJECT = "cluster profile";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Map<String, String> environment = System.getenv();
    ClusterProfile profile = ClusterProfile.none();
    DoctorCheck ofProfile;
    try {
      profile = ClusterProfile.of(environment);
      ofProfile = check(profile);
    } catch (IllegalArgumentException e) {
      ofProfile = broken(e);
    }
    Path results = ResultsRoot.path(profile.completing(environment));
    List<DoctorCheck> checks =
        new ArrayList<>(new Doctor(Machine.here(), environment, results).examine());
    checks.add(ofProfile);
    Terminal terminal = new Terminal(spec.commandLine());
    for (DoctorCheck check : checks) {
      terminal.print(line(check) + System.lineSeparator());
    }
    return Doctor.anyFail(checks) ? ExitCode.USAGE : ExitCode.DONE;
  }

  private static DoctorCheck check(ClusterProfile profile) {
    return new DoctorCheck(
        SUBJECT,
        profile
            .file()
            .map(file -> file + ": " + profile.summary())
            .orElse("none: Slurm's defaults and SBATCH_ variables hold"),
        DoctorCheck.Verdict.OK,
        "");
  }

  private static DoctorCheck broken(IllegalArgumentException e) {
    return new DoctorCheck(
        SUBJECT,
        String.valueOf(e.getMessage()),
        DoctorCheck.Verdict.FAIL,
        "mend the file, or set HPC_CLUSTER= to do without");
  }

  private static String line(DoctorCheck check) {
    String remedy = check.remedy().isEmpty() ? "" : "; " + check.remedy();
    return "%-4s  %-15s  %s%s"
        .formatted(
            check.verdict().name().toLowerCase(Locale.ROOT),
            check.subject(),
            check.finding(),
            remedy);
  }
}
