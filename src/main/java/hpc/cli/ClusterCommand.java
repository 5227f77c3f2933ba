package hpc.cli;

import hpc.sweep.ClusterProfile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hpc cluster}: the cluster profile as shell variables. */
@Command(
    name = "cluster",
    description = "Print the settings of the cluster profile as shell variables.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The profile is the file that HPC_CLUSTER names, else ~/.config/hpc/cluster.yaml,",
      "else $HPC_HOME/config/cluster.yaml, which has examples. hpc sweep, aggregate and",
      "doctor read it; for sbatch, salloc and the scripts in slurm/ use",
      "  eval \"$(hpc cluster)\""
    })
final class ClusterCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ClusterProfile profile = ClusterProfile.of(System.getenv());
    if (profile.file().isEmpty()) {
      throw new IllegalArgumentException(
          "there is no cluster profile: copy config/cluster.yaml to ~/.config/hpc/cluster.yaml, or"
              + " name one with HPC_CLUSTER=FILE");
    }
    Terminal terminal = new Terminal(spec.commandLine());
    profile.exports().forEach(terminal::println);
    return ExitCode.DONE;
  }
}
