package hpc.bench;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;

/**
 * The columns of a results file, schema {@value RunRecord#SCHEMA}, in the order in which they are
 * written: the one place that knows names, order and text forms. {@code results/README.md} tells
 * users what each holds.
 */
public enum Column {
  SCHEMA("schema", Kind.NUMBER, run -> RunRecord.SCHEMA),
  RUN_ID("run_id", Kind.TEXT, run -> run.origin().runId()),
  STARTED_UTC("started_utc", Kind.TEXT, run -> utc(run.started())),
  POINT("point", Kind.TEXT, run -> run.origin().point()),
  REPETITION("repetition", Kind.NUMBER, run -> run.repetition()),
  STATUS("status", Kind.TEXT, run -> run.status().word()),
  PART("part", Kind.NUMBER, run -> run.part()),

  APP("app", Kind.TEXT, run -> run.problem().app()),
  ALGORITHM("algorithm", Kind.TEXT, run -> run.problem().algorithm()),
  KERNEL("kernel", Kind.TEXT, run -> run.problem().kernel()),
  PROBLEM("problem", Kind.TEXT, run -> run.problem().canonical()),
  SIZE("size", Kind.NUMBER, run -> run.problem().size()),
  WORK("work", Kind.NUMBER, run -> run.problem().work()),
  WORK_UNIT("work_unit", Kind.TEXT, run -> run.problem().workUnit()),

  MODE("mode", Kind.TEXT, run -> run.placement().mode().word()),
  NODES("nodes", Kind.NUMBER, run -> run.placement().nodes()),
  RANKS("ranks", Kind.NUMBER, run -> run.placement().ranks()),
  THREADS("threads", Kind.NUMBER, run -> run.placement().threads()),
  CORES("cores", Kind.NUMBER, run -> run.placement().cores()),

  WALL_S("wall_s", Kind.NUMBER, run -> run.times().wall()),
  COMPUTE_S("compute_s", Kind.NUMBER, run -> run.times().compute()),
  COMM_S("comm_s", Kind.NUMBER, run -> run.times().communication()),
  WAIT_S("wait_s", Kind.NUMBER, run -> run.times().waiting()),
  IO_S("io_s", Kind.NUMBER, run -> run.times().io()),
  CPU_S("cpu_s", Kind.NUMBER, run -> run.times().cpu()),
  GC_S("gc_s", Kind.NUMBER, run -> run.times().gc()),
  JIT_S("jit_s", Kind.NUMBER, run -> run.times().jit()),

  RSS_PEAK_BYTES("rss_peak_bytes", Kind.NUMBER, run -> run.memory().rssPeak()),
  RSS_TOTAL_BYTES("rss_total_bytes", Kind.NUMBER, run -> run.memory().rssTotal()),
  HEAP_PEAK_BYTES("heap_peak_bytes", Kind.NUMBER, run -> run.memory().heapPeak()),
  ALLOC_BYTES("alloc_bytes", Kind.NUMBER, run -> run.memory().allocated()),
  /** Known only after the end of the process: a sweep under Slurm enters it. */
  ACCOUNTED_PEAK_BYTES("accounted_peak_bytes", Kind.NUMBER, run -> ""),
  CGROUP_PEAK_BYTES("cgroup_peak_bytes", Kind.NUMBER, run -> run.memory().cgroupPeak()),

  ENERGY_J("energy_j", Kind.NUMBER, run -> run.conditions().energyJoules()),
  CALIBRATION_S("calibration_s", Kind.NUMBER, run -> run.conditions().calibrationSeconds()),
  DISTURBANCE("disturbance", Kind.TEXT, run -> run.conditions().disturbance()),

  RATE("rate", Kind.NUMBER, run -> run.rate()),
  RATE_UNIT("rate_unit", Kind.TEXT, run -> run.problem().rateUnit()),
  ANSWER("answer", Kind.TEXT, run -> run.outcome().answer()),
  VERIFIED("verified", Kind.TEXT, run -> run.outcome().verdict().word()),

  HOST("host", Kind.TEXT, run -> run.origin().host()),
  CLUSTER("cluster", Kind.TEXT, run -> run.origin().cluster()),
  SLURM_JOB_ID("slurm_job_id", Kind.TEXT, run -> run.origin().slurmJobId()),
  SLURM_ARRAY_TASK_ID("slurm_array_task_id", Kind.TEXT, run -> run.origin().slurmArrayTaskId()),
  SLURM_STEP_ID("slurm_step_id", Kind.TEXT, run -> run.origin().slurmStepId()),
  CPU_MODEL("cpu_model", Kind.TEXT, run -> run.origin().cpuModel()),
  JAVA("java", Kind.TEXT, run -> run.origin().java()),
  JVM_FLAGS("jvm_flags", Kind.TEXT, run -> run.origin().jvmFlags()),
  VERSION("version", Kind.TEXT, run -> run.origin().version()),
  GIT_COMMIT("git_commit", Kind.TEXT, run -> run.origin().gitCommit()),
  TRANSPORT("transport", Kind.TEXT, run -> run.placement().transport()),
  THREADS_PER_CORE("threads_per_core", Kind.NUMBER, run -> run.conditions().threadsPerCore());

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String title;
  private final Kind kind;

  // immutable in fact: the functions above capture nothing
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<RunRecord, Object> value;

  Column(String title, Kind kind, Function<RunRecord, Object> value) {
    this.title = title;
    this.kind = kind;
    this.value = value;
  }

  /** The name in the header. */
  public String title() {
    return title;
  }

  /** Whether the column holds numbers. */
  public Kind kind() {
    return kind;
  }

  /** What {@code run} has in this column; empty when not known. */
  public String of(RunRecord run) {
    return TableColumn.cell(value.apply(run));
  }

  /** What a column holds. Identifiers are text, even where they happen to be digits. */
  public enum Kind {
    NUMBER,
    TEXT
  }

  private static String utc(Instant instant) {
    return MILLISECONDS.format(instant);
  }
}
