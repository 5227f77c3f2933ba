package hpc.cli;

import hpc.bench.BenchmarkPlan;
import hpc.bench.Repetitions;
import hpc.exec.Layout;
import hpc.exec.Mode;
import hpc.exec.Parameter;
import hpc.exec.RunContext;
import hpc.exec.Workload.Checking;
import hpc.launch.JvmFlags;
import hpc.launch.Machine;
import hpc.mpi.Transport;
import hpc.slurm.Allocation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options that every solver takes: where it runs, how often, and what becomes of the figures.
 */
final class RunOptions implements RunContext {

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = ModeWish.class,
      description = "auto, serial, forkjoin or mpi (default: auto, by ranks and threads)")
  private Mode mode;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "threads of each process (default: SLURM_CPUS_PER_TASK, else 1)")
  private Integer threads;

  @Option(
      names = "--ranks",
      paramLabel = "R",
      description = "processes to start here (default: 1; under srun its tasks)")
  private Integer ranks;

  @Option(
      names = "--transport",
      paramLabel = "T",
      converter = TransportWish.class,
      description =
          "mpj, native (the MPI library of the cluster, under mpirun or srun --mpi) or auto: native where that is there (default: mpj)")
  private Transport transport = Transport.MPJ;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "repetitions that are not counted, first (default: ${DEFAULT-VALUE})")
  private int warmup = 0;

  @Option(
      names = "--repeat",
      paramLabel = "N|N..M",
      description =
          "repetitions that are counted; 6..50: at least 6, then until the median is known to"
              + " --precision, and at most 50 (default: 1)")
  private CountRange repeat = new CountRange(1, 1);

  @Option(
      names = "--precision",
      paramLabel = "P",
      converter = Percentage.class,
      description =
          "half the 95 %% interval of the median over the median that ends --repeat N..M"
              + " (default: 2%%)")
  private Double precision;

  @Option(
      names = "--budget",
      paramLabel = "SECONDS",
      description = "time of solving that ends --repeat N..M too (default: no bound)")
  private Double budget;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "append a row per repetition to this file")
  private Path csv;

  @Option(
      names = "--verify",
      description = "check the answer by an independent computation; exit status 1 if it is wrong")
  private boolean verify;

  @Option(
      names = "--json",
      description = "print one JSON object per repetition instead of the answer")
  private boolean json;

  @Option(names = "-q", description = "quiet: the answer and errors only")
  private boolean quiet;

  @Option(names = "-v", description = "verbose: more on stderr, and a stack trace with an error")
  private boolean verbose;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Makes them options of a command that has no annotations. */
  void addTo(CommandSpec command) {
    spec = command;
    command.addMixin("run", CommandSpec.forAnnotatedObject(this));
  }

  /** How often to run. */
  BenchmarkPlan plan() {
    return new BenchmarkPlan(warmup, repetitions(), verify ? Checking.THOROUGH : Checking.CHEAP);
  }

  private Repetitions repetitions() {
    if (repeat.least() == repeat.most() && (precision != null || budget != null)) {
      throw new IllegalArgumentException(
          "%s with --repeat %s: it decides nothing; accepted: with a range such as --repeat 6..50"
              .formatted(precision != null ? "--precision" : "--budget", repeat.least()));
    }
    return new Repetitions(
        repeat.least(),
        repeat.most(),
        precision == null ? Repetitions.USUAL_PRECISION : precision,
        budget == null ? Double.POSITIVE_INFINITY : budget);
  }

  private boolean repeats() {
    return warmup != 0 || repeat.least() != 1 || repeat.most() != 1;
  }

  @Override
  public Optional<Path> csv() {
    return Optional.ofNullable(csv);
  }

  /**
   * Refuses what does not go with {@code parameter}, which was given.
   *
   * @throws IllegalArgumentException naming both
   */
  void requireFit(Parameter<?> parameter) {
    switch (parameter.use()) {
      case SWEPT, BESIDE -> {}
      case ONCE, PART -> requireOneRepetition(parameter.option());
      case UNMEASURED -> requireNothingMeasured(parameter.option());
    }
  }

  private void requireNothingMeasured(String option) {
    String other = csv != null ? "--csv" : json ? "--json" : verify ? "--verify" : "";
    if (!other.isEmpty() || repeats()) {
      throw new IllegalArgumentException(
          "%s with %s: nothing is measured then; accepted: one of the two"
              .formatted(option, other.isEmpty() ? "--repeat or --warmup" : other));
    }
  }

  private void requireOneRepetition(String option) {
    if (repeats()) {
      throw new IllegalArgumentException(
          "%s with %s: every repetition would write the same files; accepted: one of the two"
              .formatted(
                  option, warmup == 0 ? "--repeat " + repeat.words() : "--warmup " + warmup));
    }
  }

  @Override
  public long cacheBytes(int level) {
    return Machine.here().cacheBytes(level);
  }

  @Override
  public String host() {
    return ProcessMetadata.here().host();
  }

  /** Of a process that works alone; the others see what rank 0 logs. */
  @Override
  public LongConsumer progress(long work) {
    Terminal terminal = new Terminal(spec.commandLine());
    boolean alone = seat().layout().mode() != Mode.MPI;
    return alone && !quiet && terminal.isWatched()
        ? new ProgressLine(work, terminal.err(), System::nanoTime)
        : _ -> {};
  }

  /**
   * The place of this process in a run with these options.
   *
   * @throws IllegalArgumentException if they contradict each other or what is around
   */
  ProcessRole seat() {
    return ProcessRole.take(
        new Layout.Wish(Optional.ofNullable(mode), optional(ranks), optional(threads)),
        Optional.ofNullable(transport),
        System.getenv(),
        HpcCommand.startWords(spec));
  }

  /** Writes to stderr what a person asked for, unless it is to be quiet. */
  void tell(String text) {
    if (!quiet) {
      System.err.print(text);
    }
  }

  /** Warns in one line of more threads than cpus, which take turns, unless it is to be quiet. */
  void warnOfTurns(ProcessRole seat) {
    int cpus = JvmFlags.cpus(Machine.here(), Allocation.of(System.getenv()), 1);
    int here = seat.ranksHere();
    long wanted = (long) here * seat.layout().threads();
    if (!quiet && seat.speaks() && wanted > cpus) {
      new Terminal(spec.commandLine())
          .warn(
              "%s--threads %s: %s threads take turns on the %s that this process may use"
                  .formatted(
                      here > 1 ? "--ranks " + here + " " : "",
                      seat.layout().threads(),
                      wanted,
                      cpus == 1 ? "1 cpu" : cpus + " cpus"));
    }
  }

  /** Whether stdout takes JSON. */
  boolean json() {
    return json;
  }

  /** Sets how much the log says; to be called before anything has a logger. */
  void openLog() {
    System.setProperty(
        "org.slf4j.simpleLogger.log.hpc", quiet ? "warn" : verbose ? "debug" : "info");
  }

  /** Null, which picocli leaves where nothing was given, as empty. */
  static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** Reads a mode. */
  static final class ModeWish extends ChoiceConverter<Mode> {
    ModeWish() {
      super(orAuto(Mode.class));
    }
  }

  /** Reads a transport. */
  static final class TransportWish extends ChoiceConverter<Transport> {
    TransportWish() {
      super(orAuto(Transport.class));
    }
  }
}
