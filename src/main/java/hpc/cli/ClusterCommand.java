package hpc.cli;

import hpc.sweep.ClusterProfile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hpc cluster}: the cluster profile as variables, for a shell. */
@Command(
    name = "cluster",
    description = "Print what the cluster profile sets, as variables for a shell.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The profile is the file that HPC_CLUSTER names, else ~/.config/hpc/cluster.yaml,",
      "else $HPC_HOME/config/cluster.yaml, which has examples. hpc sweep, aggregate and",
      "doctor read it by themselves; sbatch, salloc and the scripts of slurm/ know of it by",
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
    profile.exports().forEach(line -> terminal.print(line + System.lineSeparator()));
    return ExitCode.DONE;
  }
}
