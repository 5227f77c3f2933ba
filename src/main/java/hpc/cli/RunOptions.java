package hpc.cli;

import hpc.bench.BenchmarkPlan;
import hpc.bench.Repetitions;
import hpc.exec.Layout;
import hpc.exec.Mode;
import hpc.exec.Parameter;
import hpc.exec.RealValue;
import hpc.exec.RunContext;
import hpc.exec.WholeValue;
import hpc.exec.Workload.Checking;
import hpc.launch.JvmFlags;
import hpc.launch.Machine;
import hpc.mpi.Transport;
import hpc.slurm.Allocation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that every solver takes: where it runs, how often, and where the figures go. */
final class RunOptions implements RunContext {

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = ModeConverter.class,
      description = "serial, forkjoin, mpi or auto: by ranks and threads (default: auto)")
  private Mode mode;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "threads per process (default: SLURM_CPUS_PER_TASK, else 1)")
  private Integer threads;

  @Option(
      names = "--ranks",
      paramLabel = "R",
      description = "number of processes (default: 1; under srun the number of tasks)")
  private Integer ranks;

  @Option(
      names = "--transport",
      paramLabel = "T",
      converter = TransportConverter.class,
      description =
          "mpj, native (the cluster's MPI library, under mpirun or srun --mpi) or auto: native if"
              + " available (default: mpj)")
  private Transport transport = Transport.MPJ;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "repetitions to run first and not to count (default: ${DEFAULT-VALUE})")
  private int warmup = 0;

  @Option(
      names = "--repeat",
      paramLabel = "N|N..M",
      description =
          "repetitions to count; 6..50: at least 6, then until the median is known to --precision,"
              + " at most 50 (default: 1)")
  private CountRange repeat = new CountRange(1, 1);

  @Option(
      names = "--precision",
      paramLabel = "P",
      converter = Percentage.class,
      description =
          "end --repeat N..M when half the 95 %% confidence interval of the median is below this"
              + " share of it (default: 2%%)")
  private Double precision;

  @Option(
      names = "--budget",
      paramLabel = "SECONDS",
      description = "end --repeat N..M after this much solving time (default: no limit)")
  private Double budget;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "append one row per repetition to this file")
  private Path csv;

  @Option(
      names = "--verify",
      description = "check the answer by an independent computation; exit status 1 if it is wrong")
  private boolean verify;

  @Option(
      names = "--json",
      description = "print one JSON object per repetition instead of the answer")
  private boolean json;

  @Option(names = "-q", description = "quiet: print the answer and errors only")
  private boolean quiet;

  @Option(
      names = "-v",
      description = "verbose: log more to stderr, and print stack traces of errors")
  private boolean verbose;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private ProcessRole role;

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
              .formatted(option, warmup == 0 ? "--repeat " + repeat : "--warmup " + warmup));
    }
  }

  @Override
  public long cacheBytes(int level) {
    return Machine.here().cacheBytes(level);
  }

  @Override
  public String host() {
    return Build.host();
  }

  /** Of a process that works alone; the others see what rank 0 logs. */
  @Override
  public LongConsumer progress(long work) {
    Terminal terminal = new Terminal(spec.commandLine());
    boolean alone = role().layout().mode() != Mode.MPI;
    return alone && !quiet && terminal.isWatched()
        ? new ProgressLine(work, terminal.err(), System::nanoTime)
        : _ -> {};
  }

  /**
   * The role of this process in a run with these options.
   *
   * @throws IllegalArgumentException if they contradict each other or the environment
   */
  ProcessRole role() {
    if (role == null) {
      role =
          ProcessRole.of(
              new Layout.Request(Optional.ofNullable(mode), optional(ranks), optional(threads)),
              Optional.ofNullable(transport),
              System.getenv(),
              HpcCommand.startWords(spec));
    }
    return role;
  }

  /** Writes to stderr, unless it is to be quiet. */
  void say(String text) {
    if (!quiet) {
      System.err.print(text);
    }
  }

  /** Warns of more threads than cpus, unless it is to be quiet. */
  void warnOfOversubscription() {
    int cpus = JvmFlags.cpus(Machine.here(), Allocation.of(System.getenv()), 1);
    int ranksHere = role().ranksHere();
    int threadsEach = role().layout().threads();
    long total = (long) ranksHere * threadsEach;
    if (!quiet && role().isRankZero() && total > cpus) {
      new Terminal(spec.commandLine())
          .warn(
              "%s--threads %s: %s threads take turns on the %s that this process may use"
                  .formatted(
                      ranksHere > 1 ? "--ranks " + ranksHere + " " : "",
                      threadsEach,
                      total,
                      cpus == 1 ? "1 cpu" : cpus + " cpus"));
    }
  }

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

  static final class ModeConverter extends ChoiceConverter<Mode> {
    ModeConverter() {
      super(orAuto(Mode.class));
    }
  }

  static final class TransportConverter extends ChoiceConverter<Transport> {
    TransportConverter() {
      super(orAuto(Transport.class));
    }
  }

  /** A count, or the least and the most of one: {@code 5} or {@code 6..50}. */
  record CountRange(int least, int most) {

    @Override
    public String toString() {
      return least == most ? Integer.toString(least) : least + ".." + most;
    }

    static CountRange parse(String text) {
      int dots = text.indexOf("..");
      int least = WholeValue.parse(dots < 0 ? text : text.substring(0, dots)).small();
      int most = dots < 0 ? least : WholeValue.parse(text.substring(dots + 2)).small();
      return new CountRange(least, most);
    }
  }

  /** A share: {@code 5%} or {@code 0.05}. A bare number from 1 on could mean either. */
  static final class Percentage implements ITypeConverter<Double> {

    private static final String ACCEPTED =
        "; accepted: a percentage such as 5% or a fraction such as 0.05";

    @Override
    public Double convert(String text) {
      boolean percent = text.endsWith("%");
      double value;
      try {
        value = RealValue.parse(percent ? text.substring(0, text.length() - 1).strip() : text);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("not a percentage" + ACCEPTED, e);
      }
      if (value < 0) {
        throw new IllegalArgumentException("negative" + ACCEPTED);
      }
      if (!percent && value >= 1) {
        throw new IllegalArgumentException("percent or times?" + ACCEPTED);
      }
      return percent ? value / 100 : value;
    }
  }
}
