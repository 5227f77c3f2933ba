package hpc.cli;

import hpc.bench.BenchmarkPlan;
import hpc.bench.Repetitions;
import hpc.exec.Layout;
import hpc.exec.Mode;
import hpc.exec.Workload.Checking;
import hpc.launch.JvmFlags;
import hpc.launch.Machine;
import hpc.mpi.Transport;
import hpc.slurm.Allocation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.LongConsumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The options that every solver takes: where it runs, how often, and what becomes of the figures.
 */
final class RunOptions {

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = ModeWish.class,
      description = "auto, serial, forkjoin or mpi (default: auto, by ranks and threads)")
  private Mode mode;

  @Option(
      names = "--threads",
      paramLabel = "T",
      converter = WholeNumber.Small.class,
      description = "threads of each process (default: SLURM_CPUS_PER_TASK, else 1)")
  private Integer threads;

  @Option(
      names = "--ranks",
      paramLabel = "R",
      converter = WholeNumber.Small.class,
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
      converter = WholeNumber.Small.class,
      description = "repetitions that are not counted, first (default: ${DEFAULT-VALUE})")
  private int warmup = 0;

  @Option(
      names = "--repeat",
      paramLabel = "N|N..M",
      converter = CountRange.Converter.class,
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
      converter = RealNumber.class,
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

  /** The file for the rows, if they are to be kept. */
  Optional<Path> csv() {
    return Optional.ofNullable(csv);
  }

  /**
   * Refuses options about figures together with {@code option}, which measures nothing.
   *
   * @throws IllegalArgumentException naming one of them
   */
  void requireNothingMeasured(String option) {
    String other = csv != null ? "--csv" : json ? "--json" : verify ? "--verify" : "";
    if (!other.isEmpty() || repeats()) {
      throw new IllegalArgumentException(
          "%s with %s: nothing is measured then; accepted: one of the two"
              .formatted(option, other.isEmpty() ? "--repeat or --warmup" : other));
    }
  }

  /**
   * Refuses several repetitions together with {@code option}, which is about one: each would write
   * the same files.
   *
   * @throws IllegalArgumentException naming both
   */
  void requireOneRepetition(String option) {
    if (repeats()) {
      throw new IllegalArgumentException(
          "%s with %s: every repetition would write the same files; accepted: one of the two"
              .formatted(
                  option, warmup == 0 ? "--repeat " + repeat.words() : "--warmup " + warmup));
    }
  }

  /**
   * Takes the amounts of work done, and shows them to a person who watches a process that works
   * alone.
   *
   * @param work of one repetition
   */
  LongConsumer progress(long work, CommandSpec spec) {
    Terminal terminal = new Terminal(spec.commandLine());
    boolean alone = seat(spec).layout().mode() != Mode.MPI;
    return alone && !quiet && terminal.isWatched()
        ? new ProgressLine(work, terminal.err(), System::nanoTime)
        : _ -> {};
  }

  /**
   * The place of this process in a run with these options.
   *
   * @throws IllegalArgumentException if they contradict each other or what is around
   */
  Seat seat(CommandSpec spec) {
    return Seat.take(
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
  void warnOfTurns(Seat seat, CommandSpec spec) {
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

  /** Reads a mode; {@code auto} is no wish, null. */
  static final class ModeWish implements ITypeConverter<Mode>, Offering {
    @Override
    public Set<String> words() {
      return orAuto(Mode.class).words();
    }

    @Override
    public Mode convert(String text) {
      return orAuto(Mode.class).convert(text);
    }
  }

  /** Reads a transport; {@code auto} is no wish, null. */
  static final class TransportWish implements ITypeConverter<Transport>, Offering {
    @Override
    public Set<String> words() {
      return orAuto(Transport.class).words();
    }

    @Override
    public Transport convert(String text) {
      return orAuto(Transport.class).convert(text);
    }
  }

  private static <E extends Enum<E>> Choice<E> orAuto(Class<E> type) {
    SequencedMap<String, E> words = new LinkedHashMap<>();
    words.put("auto", null);
    words.putAll(Choice.of(type).accepted());
    return new Choice<>(words);
  }
}
