package hpc.cli;

import hpc.launch.JvmFlags;
import hpc.launch.Machine;
import hpc.launch.Restart;
import hpc.slurm.Allocation;
import hpc.sweep.BatchSweep;
import hpc.sweep.BuildAndCpu;
import hpc.sweep.ClusterProfile;
import hpc.sweep.LocalExecutor;
import hpc.sweep.PointExecutor;
import hpc.sweep.PresentPrograms;
import hpc.sweep.SlurmClient;
import hpc.sweep.SrunExecutor;
import hpc.sweep.Sweep;
import hpc.sweep.SweepConfig;
import hpc.sweep.SweepPolicy;
import hpc.sweep.SweepProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hpc sweep}: runs the points of a YAML file. */
@Command(
    name = "sweep",
    description = "Run every point of a sweep and keep the figures in one CSV.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {SweepStatusCommand.class, SweepTaskCommand.class},
    footer = {
      "",
      "A point that fails is named, the next one runs, and it is tried again at the end; exit",
      "status 1 if it fails --tries times. One whose words are refused is not tried again.",
      "Killed or stopped, the sweep goes on where it was by the same command with --resume, also",
      "after a change of the file: what is new runs. A point counts as done for this build on this",
      "kind of processor. Without --resume a directory that holds rows already is refused.",
      "Examples:",
      "  hpc sweep config/sieve_forkjoin.yaml --dry-run",
      "  hpc sweep config/sieve_forkjoin.yaml --out results/today --resume",
      "  hpc sweep status results/today",
      "  hpc sweep config/diffusion_mpi.yaml --executor sbatch --time 30 --dry-run",
      "  salloc --nodes=2 ./hpc sweep config/diffusion_mpi.yaml --executor srun"
    })
final class SweepCommand implements Callable<Integer> {

  private static final int ALL = Integer.MAX_VALUE;

  /** Who starts the points. */
  enum Executor {
    LOCAL,
    SRUN,
    SBATCH
  }

  @Parameters(
      arity = "0..1", // not with a command: picocli asks for what is required before it looks
      paramLabel = "CONFIG.yaml",
      description = "a YAML file; config/ has examples")
  private Path config;

  @Option(
      names = "--executor",
      paramLabel = "WHO",
      description =
          "local: processes on this machine; srun: steps of this Slurm job; sbatch: submitted as"
              + " job arrays, with a job that aggregates (default: local)")
  private Executor executor = Executor.LOCAL;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where CSV and logs go (default: results/<name of the sweep>)")
  private Path out;

  @Option(
      names = "--resume",
      description = "run only what earlier starts in the directory have not done")
  private boolean resume;

  @Option(
      names = "--tries",
      paramLabel = "N",
      description = "how often a point may fail, earlier starts included (default: 2)")
  private int tries = 2;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "at most N points at once, never more than have room; beside each other they disturb each"
              + " other's timings (default: local: 1; srun: all that fit, the largest first)")
  private Integer jobs;

  @Mixin private BatchOptions batch;

  @Option(names = "--dry-run", description = "print points, commands and job scripts; run nothing")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (config == null) {
      throw new MissingParameterException(
          spec.commandLine(), spec.positionalParameters().getFirst(), "no sweep");
    }
    SweepConfig loaded = SweepConfig.load(config, Workloads.catalog(spec.root()));
    Path directory = out == null ? ResultsRoot.path().resolve(loaded.name()) : out;
    Terminal terminal = new Terminal(spec.commandLine());
    SweepPolicy.Start start = resume ? SweepPolicy.Start.RESUMED : SweepPolicy.Start.ANEW;
    if (jobs != null && jobs < 1) {
      throw new IllegalArgumentException("--jobs " + jobs + ": accepted: a whole number from 1 on");
    }
    if (executor == Executor.SBATCH) {
      if (jobs != null) {
        throw new IllegalArgumentException("--jobs: accepted with local and srun only");
      }
      return submit(loaded, directory, start, terminal);
    }
    batch.requireNone();
    Sweep sweep =
        new Sweep(
            loaded,
            new PresentPrograms(executor(terminal), PeerCommand.search()),
            directory,
            conduct(start, tries));
    if (dryRun) {
      sweep.plan().forEach(line -> terminal.print(line + System.lineSeparator()));
      return ExitCode.DONE;
    }
    if (atOnce() > 1) {
      terminal.warn(
          "points run beside each other where they have room, which disturbs timings; --jobs 1 runs"
              + " them one by one");
    }
    if (loaded.isLadder()) {
      LadderReport.requireRoom(sweep.csv());
    }
    int status = run(sweep, terminal);
    if (loaded.isLadder() && Files.exists(sweep.csv())) {
      LadderReport.show(sweep.csv(), Workloads.catalog(spec.root()), terminal);
    }
    return status;
  }

  private int submit(SweepConfig loaded, Path directory, SweepPolicy.Start start, Terminal terminal)
      throws IOException, InterruptedException {
    SlurmClient slurm = new SlurmClient(batch.overruled());
    Map<String, String> environment = System.getenv();
    ClusterProfile profile = ClusterProfile.of(environment);
    Optional<String> partition = batch.partition(profile, environment);
    // whoever submits does not know what the nodes will be: they are named by the partition
    String machine = "Slurm, partition " + partition.orElse("by default");
    BatchSweep sweep =
        new BatchSweep(
            loaded,
            directory,
            new SweepPolicy(start, tries, new BuildAndCpu(Build.current().line(), machine)),
            batch.limits(slurm, partition, profile, environment),
            batch.jobs(Restart.plainCommand(), profile, environment));
    warnOfThreads(batch.threadsPerCore(slurm, partition, profile, environment), terminal);
    sweep.skipped().forEach(line -> terminal.warn("skipped: " + line));
    List<String> refusals = sweep.refusals();
    refusals.forEach(terminal::warn);
    if (!refusals.isEmpty() && !batch.force()) {
      terminal.warn("nothing was submitted; --force submits nevertheless");
      return ExitCode.USAGE;
    }
    Consumer<String> print = line -> terminal.print(line + System.lineSeparator());
    if (dryRun) {
      sweep.plan().forEach(print);
    } else {
      sweep.submit(slurm, print);
    }
    return ExitCode.DONE;
  }

  /** Runs a sweep and says where its figures are. */
  static int run(Sweep sweep, Terminal terminal) throws IOException, InterruptedException {
    SweepProgress.Style style =
        terminal.isWatched() ? SweepProgress.Style.LIVE : SweepProgress.Style.LINES;
    int status = sweep.run(new SweepProgress(terminal.err(), style, System::nanoTime)).exitCode();
    if (!Files.exists(sweep.csv())) {
      return Math.max(status, ExitCode.FAILED); // no point has come as far as a row
    }
    terminal.say("figures: " + sweep.csv());
    return status;
  }

  /** The most points that run at once: an allocation is filled, a machine is left undisturbed. */
  private int atOnce() {
    int unsaid = executor == Executor.SRUN ? ALL : 1;
    return jobs == null ? unsaid : jobs;
  }

  private PointExecutor executor(Terminal terminal) throws IOException, InterruptedException {
    return switch (executor) {
      case LOCAL -> local(atOnce());
      case SRUN -> srun(atOnce(), threadsPerCore(terminal));
      case SBATCH -> throw new IllegalStateException("sbatch starts no points");
    };
  }

  /** Points as steps of the job that this process is in, one by one. */
  static SrunExecutor srun() {
    return srun(1, 1); // a job that is made for a point has room for it, core by core
  }

  private static SrunExecutor srun(int jobs, int threadsPerCore) {
    Map<String, String> environment = System.getenv();
    return new SrunExecutor(
        Restart.childCommand(),
        ClusterProfile.of(environment).completing(environment),
        jobs,
        threadsPerCore);
  }

  /** The cpus of a core of the job that this process is in; says so if there are several. */
  private int threadsPerCore(Terminal terminal) throws IOException, InterruptedException {
    Map<String, String> environment = System.getenv();
    SrunExecutor.requireJob(environment);
    if (Allocation.hasCoresOnly(environment)) {
      return 1;
    }
    int threads =
        new SlurmClient(Set.of())
            .threadsPerCore(Optional.ofNullable(environment.get("SLURM_JOB_PARTITION")));
    warnOfThreads(threads, terminal);
    return threads;
  }

  private static void warnOfThreads(int threadsPerCore, Terminal terminal) {
    if (threadsPerCore > 1) {
      terminal.warn(
          ("cpus are hardware threads here, %s of a core: the threads and ranks of a point share"
                  + " cores; --hint=nomultithread of salloc or sbatch (SBATCH_HINT, or hint in the"
                  + " cluster profile) gives each a core")
              .formatted(threadsPerCore));
    }
  }

  /** A sweep by this program on machines such as this one. */
  static SweepPolicy conduct(SweepPolicy.Start start, int tries) {
    return new SweepPolicy(
        start, tries, new BuildAndCpu(Build.current().line(), Machine.here().cpuModel()));
  }

  /** Points as processes on this machine, with the cpus that Slurm grants where it runs. */
  static PointExecutor local(int jobs) {
    int cpus = JvmFlags.cpus(Machine.here(), Allocation.of(System.getenv()), 1);
    return new LocalExecutor(Restart.childCommand(), cpus, jobs);
  }
}
