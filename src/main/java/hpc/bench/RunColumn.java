package hpc.bench;

import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.table.Column;
import hpc.table.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The columns of a results file, schema {@value RunRecord#SCHEMA}, in the order in which they are
 * written: the one place that knows names, order and text forms. {@code results/README.md} tells
 * users what each holds.
 */
public enum RunColumn {
  SCHEMA(number("schema", run -> RunRecord.SCHEMA)),
  RUN_ID(text("run_id", run -> run.origin().runId())),
  STARTED_UTC(text("started_utc", run -> utc(run.started()))),
  POINT(text("point", run -> run.origin().point())),
  REPETITION(number("repetition", run -> run.repetition())),
  STATUS(text("status", run -> run.status().word())),
  PART(number("part", run -> run.part())),

  APP(text("app", run -> run.problem().app())),
  ALGORITHM(text("algorithm", run -> run.problem().algorithm())),
  KERNEL(text("kernel", run -> run.problem().kernel())),
  PROBLEM(text("problem", run -> run.problem().canonical())),
  SIZE(number("size", run -> run.problem().size())),
  WORK(number("work", run -> run.problem().work())),
  WORK_UNIT(text("work_unit", run -> run.problem().workUnit())),

  MODE(text("mode", run -> run.placement().mode().word())),
  NODES(number("nodes", run -> run.placement().nodes())),
  RANKS(number("ranks", run -> run.placement().ranks())),
  THREADS(number("threads", run -> run.placement().threads())),
  CORES(number("cores", run -> run.placement().cores())),

  WALL_S(number("wall_s", run -> run.times().wall())),
  COMPUTE_S(number("compute_s", run -> run.times().compute())),
  COMM_S(number("comm_s", run -> run.times().communication())),
  WAIT_S(number("wait_s", run -> run.times().waiting())),
  IO_S(number("io_s", run -> run.times().io())),
  CPU_S(number("cpu_s", run -> run.times().cpu())),
  GC_S(number("gc_s", run -> run.times().gc())),
  JIT_S(number("jit_s", run -> run.times().jit())),

  RSS_PEAK_BYTES(number("rss_peak_bytes", run -> run.memory().rssPeak())),
  RSS_TOTAL_BYTES(number("rss_total_bytes", run -> run.memory().rssTotal())),
  HEAP_PEAK_BYTES(number("heap_peak_bytes", run -> run.memory().heapPeak())),
  ALLOC_BYTES(number("alloc_bytes", run -> run.memory().allocated())),
  /** Known only after the end of the process: a sweep under Slurm enters it. */
  ACCOUNTED_PEAK_BYTES(number("accounted_peak_bytes", run -> "")),
  CGROUP_PEAK_BYTES(number("cgroup_peak_bytes", run -> run.memory().cgroupPeak())),

  ENERGY_J(number("energy_j", run -> run.conditions().energyJoules())),
  CALIBRATION_S(number("calibration_s", run -> run.conditions().calibrationSeconds())),
  DISTURBANCE(text("disturbance", run -> run.conditions().disturbance())),

  RATE(number("rate", run -> run.rate())),
  RATE_UNIT(text("rate_unit", run -> run.problem().rateUnit())),
  ANSWER(text("answer", run -> run.outcome().answer())),
  VERIFIED(text("verified", run -> run.outcome().verdict().word())),

  HOST(text("host", run -> run.origin().host())),
  CLUSTER(text("cluster", run -> run.origin().cluster())),
  SLURM_JOB_ID(text("slurm_job_id", run -> run.origin().slurmJobId())),
  SLURM_ARRAY_TASK_ID(text("slurm_array_task_id", run -> run.origin().slurmArrayTaskId())),
  SLURM_STEP_ID(text("slurm_step_id", run -> run.origin().slurmStepId())),
  CPU_MODEL(text("cpu_model", run -> run.origin().cpuModel())),
  JAVA(text("java", run -> run.origin().java())),
  JVM_FLAGS(text("jvm_flags", run -> run.origin().jvmFlags())),
  VERSION(text("version", run -> run.origin().version())),
  GIT_COMMIT(text("git_commit", run -> run.origin().gitCommit())),
  TRANSPORT(text("transport", run -> run.placement().transport())),
  THREADS_PER_CORE(number("threads_per_core", run -> run.conditions().threadsPerCore()));

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final List<Column<RunRecord>> ALL =
      Stream.of(values()).map(one -> one.column).toList();

  // immutable in fact: the functions above capture nothing
  @SuppressWarnings("ImmutableEnumChecker")
  private final Column<RunRecord> column;

  RunColumn(Column<RunRecord> column) {
    this.column = column;
  }

  /** The header of a file. */
  static List<String> header() {
    return Table.header(ALL);
  }

  /** The cells of a row. */
  static List<String> cells(RunRecord run) {
    return ALL.stream().map(column -> column.cell(run)).toList();
  }

  /** A row as a JSON object on one line, without a line end; what is not known is null. */
  public static String json(RunRecord run) {
    return new Table<>(ALL, List.of(run)).json().strip();
  }

  /** The column of a table. */
  Column<RunRecord> column() {
    return column;
  }

  /** The name in the header. */
  public String title() {
    return column.title();
  }

  /** What {@code run} has in this column; empty when not known. */
  public String of(RunRecord run) {
    return column.cell(run);
  }

  private static String utc(Instant instant) {
    return MILLISECONDS.format(instant);
  }
}
