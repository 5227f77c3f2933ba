package hpc.cli;

import hpc.launch.Doctor;
import hpc.launch.DoctorCheck;
import hpc.launch.DoctorCheck.Verdict;
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
    description = "Check the machine, the JVM and the Slurm allocation: ok, warn or fail.",
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
      String summary = profile.summary();
      String found =
          profile
              .file()
              .map(file -> file + ": " + summary)
              .orElse("none: Slurm's defaults and SBATCH_ variables hold");
      ofProfile = new DoctorCheck(SUBJECT, found, Verdict.OK, "");
    } catch (IllegalArgumentException e) {
      String remedy = "correct the file, or set HPC_CLUSTER= to do without";
      ofProfile = new DoctorCheck(SUBJECT, String.valueOf(e.getMessage()), Verdict.FAIL, remedy);
    }
    Path results = ResultsRoot.path(profile.completing(environment));
    List<DoctorCheck> checks =
        new ArrayList<>(new Doctor(Machine.here(), environment, results).examine());
    checks.add(ofProfile);
    Terminal terminal = new Terminal(spec.commandLine());
    checks.forEach(check -> terminal.println(line(check)));
    return Doctor.anyFail(checks) ? ExitCode.USAGE : ExitCode.DONE;
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
