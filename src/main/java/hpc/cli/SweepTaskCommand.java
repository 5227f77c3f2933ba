package hpc.cli;

import hpc.slurm.Allocation;
import hpc.sweep.PresentPrograms;
import hpc.sweep.Sweep;
import hpc.sweep.SweepConfig;
import hpc.sweep.SweepPolicy;
import hpc.sweep.SweepPolicy.BuildAndCpu;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hpc sweep task}: one point of a sweep that was submitted, as a task of a job array. */
@Command(
    name = "task",
    hidden = true, // for the scripts that hpc sweep --executor sbatch writes
    description = "Run one point of a submitted sweep.",
    mixinStandardHelpOptions = true)
final class SweepTaskCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DIR", description = "the sweep's directory")
  private Path directory;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "POINT", description = "ids of points")
  private List<String> points;

  @Option(
      names = "--tries",
      paramLabel = "N",
      description = "failures after which a point is given up")
  private int tries = 2;

  @Option(
      names = "--run",
      paramLabel = "N",
      required = true,
      description = "number of the submission")
  private long run;

  @Option(
      names = "--machine",
      paramLabel = "NAME",
      required = true,
      description = "name of the nodes")
  private String machine;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Allocation here = Allocation.of(System.getenv());
    SweepConfig config =
        SweepConfig.load(directory.resolve("config.yaml"), HpcCommand.catalog(spec))
            .only(idAt(here.arrayTaskId()));
    BuildAndCpu setting = new BuildAndCpu(Build.current().line(), machine);
    Sweep sweep =
        Sweep.part(
            config,
            new PresentPrograms(SweepCommand.srun(), PeerCommand.search()),
            directory,
            new SweepPolicy(SweepPolicy.Start.RESUMED, tries, setting),
            here.arrayJobId() + "_" + here.arrayTaskId(),
            run);
    return SweepCommand.run(sweep, new Terminal(spec.commandLine()));
  }

  private String idAt(String index) {
    if (!index.matches("[0-9]{1,6}") || Integer.parseInt(index) >= points.size()) {
      throw new IllegalArgumentException(
          "SLURM_ARRAY_TASK_ID=%s: accepted: 0 to %s".formatted(index, points.size() - 1));
    }
    return points.get(Integer.parseInt(index));
  }
}
