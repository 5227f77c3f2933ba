package hpc.cli;

import hpc.launch.JvmFlags;
import hpc.launch.Machine;
import hpc.launch.Restart;
import hpc.slurm.Allocation;
import hpc.sweep.BatchSweep;
import hpc.sweep.ClusterProfile;
import hpc.sweep.LocalExecutor;
import hpc.sweep.PointExecutor;
import hpc.sweep.PresentPrograms;
import hpc.sweep.SlurmClient;
import hpc.sweep.SrunExecutor;
import hpc.sweep.Sweep;
import hpc.sweep.SweepConfig;
import hpc.sweep.SweepPolicy;
import hpc.sweep.SweepPolicy.BuildAndCpu;
import hpc.sweep.SweepProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
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
    description = "Run every point of a sweep and collect the results in one CSV file.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {SweepStatusCommand.class, SweepTaskCommand.class},
    footer = {
      "",
      "A point that fails is tried again at the end; exit status 1 if it fails --tries",
      "times. A point whose options are refused is not tried again. To continue a",
      "sweep that was stopped or killed, repeat the command with --resume, also after",
      "a change of the file. A point counts as done for this build on this processor",
      "model. Without --resume a directory that has rows already is refused.",
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
      description = "YAML file of the sweep; config/ has examples")
  private Path config;

  @Option(
      names = "--executor",
      paramLabel = "WHERE",
      description =
          "local: run points on this machine; srun: as steps of this Slurm job; sbatch: submit job"
              + " arrays, and a job that aggregates (default: local)")
  private Executor executor = Executor.LOCAL;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "directory of CSV file and logs (default: results/<name of the sweep>)")
  private Path out;

  @Option(names = "--resume", description = "run only the points that earlier starts have not done")
  private boolean resume;

  @Option(
      names = "--tries",
      paramLabel = "N",
      description = "give up a point after N failures, earlier starts included (default: 2)")
  private int tries = 2;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "run at most N points at once, as far as there is room; they disturb each other's timings"
              + " (default: local: 1; srun: all that fit, the largest first)")
  private Integer jobs;

  @Mixin private BatchOptions batch;

  @Option(
      names = "--dry-run",
      description = "print points, commands and job scripts, and run nothing")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (config == null) {
      throw new MissingParameterException(
          spec.commandLine(), spec.positionalParameters().getFirst(), "no sweep");
    }
    SweepConfig loaded = SweepConfig.load(config, HpcCommand.catalog(spec));
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
            policy(start, tries));
    if (dryRun) {
      sweep.plan().forEach(terminal::println);
      return ExitCode.DONE;
    }
    if (atOnce() > 1) {
      terminal.warn(
          "points run at the same time where there is room, which disturbs timings; --jobs 1 runs"
              + " them one by one");
    }
    if (loaded.isLadder()) {
      AggregateCommand.requireRoomForLadder(sweep.csv());
    }
    int status = run(sweep, terminal);
    if (loaded.isLadder() && Files.exists(sweep.csv())) {
      AggregateCommand.showLadder(sweep.csv(), HpcCommand.catalog(spec), terminal);
    }
    return status;
  }

  private int submit(SweepConfig loaded, Path directory, SweepPolicy.Start start, Terminal terminal)
      throws IOException, InterruptedException {
    SlurmClient slurm = new SlurmClient(batch.overruled());
    // the nodes are not known yet: the partition stands for them
    String machine = "Slurm, partition " + batch.partition().orElse("by default");
    BatchSweep sweep =
        new BatchSweep(
            loaded,
            directory,
            new SweepPolicy(start, tries, new BuildAndCpu(Build.current().line(), machine)),
            batch.limits(slurm),
            batch.jobs(Restart.plainCommand()));
    warnOfThreads(batch.threadsPerCore(slurm), terminal);
    sweep.skipped().forEach(line -> terminal.warn("skipped: " + line));
    List<String> refusals = sweep.refusals();
    refusals.forEach(terminal::warn);
    if (!refusals.isEmpty() && !batch.force()) {
      terminal.warn("nothing was submitted; --force submits anyway");
      return ExitCode.USAGE;
    }
    if (dryRun) {
      sweep.plan().forEach(terminal::println);
    } else {
      sweep.submit(slurm, terminal::println);
    }
    return ExitCode.DONE;
  }

  /** Runs a sweep and prints where its rows are. */
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

  /** The most points that run at once: as many as fit an allocation, one on a machine. */
  private int atOnce() {
    int usual = executor == Executor.SRUN ? ALL : 1;
    return jobs == null ? usual : jobs;
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

  /** The policy of a sweep by this build on machines such as this one. */
  static SweepPolicy policy(SweepPolicy.Start start, int tries) {
    return new SweepPolicy(
        start, tries, new BuildAndCpu(Build.current().line(), Machine.here().cpuModel()));
  }

  /** Points as processes on this machine, with the cpus that Slurm grants where it runs. */
  static PointExecutor local(int jobs) {
    int cpus = JvmFlags.cpus(Machine.here(), Allocation.of(System.getenv()), 1);
    return new LocalExecutor(Restart.childCommand(), cpus, jobs);
  }
}
