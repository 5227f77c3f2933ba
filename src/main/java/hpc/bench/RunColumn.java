package hpc.bench;

import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.Problem;
import hpc.table.Column;
import hpc.table.PlainNumber;
import hpc.table.Table;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
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

  WALL_S(Measure.WALL),
  COMPUTE_S(Measure.COMPUTE),
  COMM_S(Measure.COMMUNICATION),
  WAIT_S(Measure.WAITING),
  IO_S(Measure.IO),
  CPU_S(Measure.CPU),
  GC_S(Measure.GC),
  JIT_S(Measure.JIT),

  RSS_PEAK_BYTES(Measure.RSS_PEAK),
  RSS_TOTAL_BYTES(Measure.RSS_TOTAL),
  HEAP_PEAK_BYTES(Measure.HEAP_PEAK),
  ALLOC_BYTES(Measure.ALLOCATED),
  /** Known only after the end of the process: a sweep under Slurm enters it. */
  ACCOUNTED_PEAK_BYTES(number("accounted_peak_bytes", run -> "")),
  CGROUP_PEAK_BYTES(Measure.CGROUP_PEAK),

  ENERGY_J(Measure.ENERGY),
  CALIBRATION_S(Measure.CALIBRATION),
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

  private final Optional<Measure> measure;

  RunColumn(Column<RunRecord> column) {
    this.column = column;
    this.measure = Optional.empty();
  }

  RunColumn(Measure measure) {
    this.column =
        number(
            measure.title(),
            run -> measure.isBytes() ? run.measures().bytes(measure) : run.measures().get(measure));
    this.measure = Optional.of(measure);
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

  /**
   * Turns the cells of a row back into the record that was written. What follows from other cells
   * ({@code cores}, {@code rate}) is computed, not read.
   */
  public static final class Reader {

    /** What the clock can tell, in seconds: shorter ones would make infinite rates and speedups. */
    private static final double SHORTEST_WALL = 1e-9;

    /** Thirty years, in seconds. */
    private static final double LONGEST_WALL = 1e9;

    /** Not in the first files of this schema, which are as good as later ones. */
    private static final Set<RunColumn> ADDED_LATER =
        Collections.unmodifiableSet(
            EnumSet.of(
                PART,
                WAIT_S,
                ACCOUNTED_PEAK_BYTES,
                CGROUP_PEAK_BYTES,
                ENERGY_J,
                CALIBRATION_S,
                DISTURBANCE,
                TRANSPORT,
                THREADS_PER_CORE));

    private final Map<RunColumn, Integer> positions;

    /** Each value under itself. */
    private final Map<Object, Object> common;

    /**
     * A reader of rows under {@code header}.
     *
     * @param common values that rows share, in whatever files they stand: they are kept once
     * @throws IllegalArgumentException naming a column that is missing or stands there twice
     */
    public Reader(List<String> header, Map<Object, Object> common) {
      this.common = common;
      positions = new EnumMap<>(RunColumn.class);
      for (RunColumn column : RunColumn.values()) {
        int position = header.indexOf(column.title());
        if (position < 0 && ADDED_LATER.contains(column)) {
          continue;
        }
        if (position < 0) {
          throw new IllegalArgumentException("column '" + column.title() + "' is missing");
        }
        if (header.lastIndexOf(column.title()) != position) {
          throw new IllegalArgumentException("column '" + column.title() + "' stands there twice");
        }
        positions.put(column, position);
      }
    }

    /**
     * The record of a row.
     *
     * @param cells as many as the header has
     * @throws IllegalArgumentException naming the first column and value that cannot be
     */
    public RunRecord read(List<String> cells) {
      return new Cells(cells).record();
    }

    private static String lowerCase(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The cells of one row, by column. */
    private final class Cells {

      private final List<String> cells;

      Cells(List<String> cells) {
        this.cells = cells;
      }

      RunRecord record() {
        long schema = whole(SCHEMA);
        if (schema != RunRecord.SCHEMA) {
          throw new IllegalArgumentException(
              "schema %s, this version reads schema %s".formatted(schema, RunRecord.SCHEMA));
        }
        RunRecord run =
            new RunRecord(
                one(origin()),
                started(),
                count(REPETITION),
                word(STATUS, RunRecord.Status.class),
                text(PART).isEmpty() ? 1 : count(PART),
                one(problem()),
                one(placement()),
                measures(),
                new Outcome(common(ANSWER), word(VERIFIED, Outcome.Verdict.class), ""),
                new Conditions(
                    common(DISTURBANCE),
                    text(THREADS_PER_CORE).isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(count(THREADS_PER_CORE))));
        requireSensibleWall(run);
        return run;
      }

      /** Figures are made of it by division. */
      private void requireSensibleWall(RunRecord run) {
        double wall = run.wallSeconds();
        if (run.usable() && !(SHORTEST_WALL <= wall && wall <= LONGEST_WALL)) {
          throw unfit(WALL_S, "a time from 1e-9 to 1e9 s", null);
        }
      }

      private RunMetadata origin() {
        return new RunMetadata(
            common(RUN_ID),
            common(POINT),
            common(HOST),
            common(CLUSTER),
            common(SLURM_JOB_ID),
            common(SLURM_ARRAY_TASK_ID),
            common(SLURM_STEP_ID),
            common(CPU_MODEL),
            common(JAVA),
            common(JVM_FLAGS),
            common(VERSION),
            common(GIT_COMMIT));
      }

      private Problem problem() {
        return new Problem(
            common(APP),
            common(ALGORITHM),
            common(KERNEL),
            parameters(),
            amount(SIZE),
            amount(WORK),
            common(WORK_UNIT),
            common(RATE_UNIT));
      }

      private SequencedMap<String, String> parameters() {
        SequencedMap<String, String> parameters = new LinkedHashMap<>();
        if (text(PROBLEM).isEmpty()) {
          return parameters;
        }
        for (String parameter : text(PROBLEM).split(";", -1)) {
          int equals = parameter.indexOf('=');
          if (equals < 0) {
            throw unfit(PROBLEM, "key=value;key=value", null);
          }
          parameters.put(one(parameter.substring(0, equals)), one(parameter.substring(equals + 1)));
        }
        return parameters;
      }

      private Placement placement() {
        Mode mode = word(MODE, Mode.class);
        String transport =
            positions.containsKey(TRANSPORT)
                ? text(TRANSPORT)
                : mode == Mode.MPI ? Placement.MPJ : "";
        return new Placement(mode, count(NODES), count(RANKS), count(THREADS), transport);
      }

      private Measures measures() {
        Map<Measure, Double> known = new EnumMap<>(Measure.class);
        for (RunColumn column : RunColumn.values()) {
          if (column.measure.isPresent() && !text(column).isEmpty()) {
            Measure measure = column.measure.get();
            known.put(measure, measure.isBytes() ? whole(column) : number(column));
          }
        }
        return new Measures(known);
      }

      private Instant started() {
        try {
          return Instant.parse(text(STARTED_UTC));
        } catch (DateTimeException e) {
          throw unfit(STARTED_UTC, "a time such as 2026-01-31T12:00:00.000Z", e);
        }
      }

      private double number(RunColumn column) {
        try {
          return PlainNumber.parse(text(column));
        } catch (NumberFormatException e) {
          throw unfit(column, "a number", e);
        }
      }

      private long whole(RunColumn column) {
        try {
          return PlainNumber.parseWhole(text(column));
        } catch (NumberFormatException e) {
          throw unfit(column, "a whole number", e);
        }
      }

      private long amount(RunColumn column) {
        long value = whole(column);
        if (value < 0) {
          throw unfit(column, "a whole number from 0 on", null);
        }
        return value;
      }

      private int count(RunColumn column) {
        long value = whole(column);
        if (value != (int) value) {
          throw unfit(column, "a count", null);
        }
        return (int) value;
      }

      private <E extends Enum<E>> E word(RunColumn column, Class<E> words) {
        for (E word : words.getEnumConstants()) {
          if (lowerCase(word).equals(text(column))) {
            return word;
          }
        }
        throw unfit(
            column,
            Stream.of(words.getEnumConstants())
                .map(Reader::lowerCase)
                .collect(Collectors.joining(", ", "one of ", "")),
            null);
      }

      private String text(RunColumn column) {
        Integer position = positions.get(column);
        return position == null ? "" : cells.get(position);
      }

      /** For texts that stay: numbers are seldom equal. */
      private String common(RunColumn column) {
        return one(text(column));
      }

      /** The first of all that are equal to {@code value}, in whatever file. */
      @SuppressWarnings("unchecked")
      private <T> T one(T value) {
        return (T) common.computeIfAbsent(value, same -> same);
      }

      private IllegalArgumentException unfit(RunColumn column, String expected, Throwable cause) {
        return new IllegalArgumentException(
            "%s '%s' is not %s".formatted(column.title(), text(column), expected), cause);
      }
    }
  }
}
