package hpc.scaling;

import hpc.bench.Conditions;
import hpc.bench.Memory;
import hpc.bench.Placement;
import hpc.bench.RunColumn;
import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import hpc.bench.Times;
import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.Problem;
import hpc.table.PlainNumber;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns the cells of a row back into the record that was written; the inverse of {@link
 * RunColumn#of}. What follows from other cells ({@code cores}, {@code rate}) is computed, not read.
 */
final class RowParser {

  /** What the clock can tell, in seconds: shorter ones would make infinite rates and speedups. */
  private static final double SHORTEST_WALL = 1e-9;

  /** Thirty years, in seconds. */
  private static final double LONGEST_WALL = 1e9;

  /** Not in the first files of this schema, which are as good as later ones. */
  private static final Set<RunColumn> ADDED_LATER =
      Collections.unmodifiableSet(
          EnumSet.of(
              RunColumn.PART,
              RunColumn.WAIT_S,
              RunColumn.ACCOUNTED_PEAK_BYTES,
              RunColumn.CGROUP_PEAK_BYTES,
              RunColumn.ENERGY_J,
              RunColumn.CALIBRATION_S,
              RunColumn.DISTURBANCE,
              RunColumn.TRANSPORT,
              RunColumn.THREADS_PER_CORE));

  private final Map<RunColumn, Integer> positions;

  private final CommonValues common;

  /**
   * A parser of rows under {@code header}.
   *
   * @param common what rows read before have
   * @throws IllegalArgumentException naming a column that is missing or stands there twice
   */
  RowParser(List<String> header, CommonValues common) {
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
  RunRecord parse(List<String> cells) {
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
      long schema = whole(RunColumn.SCHEMA);
      if (schema != RunRecord.SCHEMA) {
        throw new IllegalArgumentException(
            "schema %s, this version reads schema %s".formatted(schema, RunRecord.SCHEMA));
      }
      RunRecord run =
          new RunRecord(
              common.one(origin()),
              started(),
              count(RunColumn.REPETITION),
              word(RunColumn.STATUS, RunRecord.Status.class),
              text(RunColumn.PART).isEmpty() ? 1 : count(RunColumn.PART),
              common.one(problem()),
              common.one(placement()),
              times(),
              memory(),
              new Outcome(
                  common(RunColumn.ANSWER), word(RunColumn.VERIFIED, Outcome.Verdict.class), ""),
              new Conditions(
                  number(RunColumn.ENERGY_J),
                  number(RunColumn.CALIBRATION_S),
                  common(RunColumn.DISTURBANCE),
                  text(RunColumn.THREADS_PER_CORE).isEmpty()
                      ? OptionalInt.empty()
                      : OptionalInt.of(count(RunColumn.THREADS_PER_CORE))));
      requireSensibleWall(run);
      return run;
    }

    /** Figures are made of it by division. */
    private void requireSensibleWall(RunRecord run) {
      double wall = run.times().wall().orElse(SHORTEST_WALL);
      if (run.usable() && !(SHORTEST_WALL <= wall && wall <= LONGEST_WALL)) {
        throw unfit(RunColumn.WALL_S, "a time from 1e-9 to 1e9 s", null);
      }
    }

    private RunMetadata origin() {
      return new RunMetadata(
          common(RunColumn.RUN_ID),
          common(RunColumn.POINT),
          common(RunColumn.HOST),
          common(RunColumn.CLUSTER),
          common(RunColumn.SLURM_JOB_ID),
          common(RunColumn.SLURM_ARRAY_TASK_ID),
          common(RunColumn.SLURM_STEP_ID),
          common(RunColumn.CPU_MODEL),
          common(RunColumn.JAVA),
          common(RunColumn.JVM_FLAGS),
          common(RunColumn.VERSION),
          common(RunColumn.GIT_COMMIT));
    }

    private Problem problem() {
      return new Problem(
          common(RunColumn.APP),
          common(RunColumn.ALGORITHM),
          common(RunColumn.KERNEL),
          parameters(),
          amount(RunColumn.SIZE),
          amount(RunColumn.WORK),
          common(RunColumn.WORK_UNIT),
          common(RunColumn.RATE_UNIT));
    }

    private SequencedMap<String, String> parameters() {
      SequencedMap<String, String> parameters = new LinkedHashMap<>();
      if (text(RunColumn.PROBLEM).isEmpty()) {
        return parameters;
      }
      for (String parameter : text(RunColumn.PROBLEM).split(";", -1)) {
        int equals = parameter.indexOf('=');
        if (equals < 0) {
          throw unfit(RunColumn.PROBLEM, "key=value;key=value", null);
        }
        parameters.put(
            common.one(parameter.substring(0, equals)),
            common.one(parameter.substring(equals + 1)));
      }
      return parameters;
    }

    private Placement placement() {
      Mode mode = word(RunColumn.MODE, Mode.class);
      String transport =
          positions.containsKey(RunColumn.TRANSPORT)
              ? text(RunColumn.TRANSPORT)
              : mode == Mode.MPI ? Placement.MPJ : "";
      return new Placement(
          mode,
          count(RunColumn.NODES),
          count(RunColumn.RANKS),
          count(RunColumn.THREADS),
          transport);
    }

    private Times times() {
      return new Times(
          number(RunColumn.WALL_S),
          number(RunColumn.COMPUTE_S),
          number(RunColumn.COMM_S),
          number(RunColumn.WAIT_S),
          number(RunColumn.IO_S),
          number(RunColumn.CPU_S),
          number(RunColumn.GC_S),
          number(RunColumn.JIT_S));
    }

    private Memory memory() {
      return new Memory(
          bytes(RunColumn.RSS_PEAK_BYTES),
          bytes(RunColumn.RSS_TOTAL_BYTES),
          bytes(RunColumn.HEAP_PEAK_BYTES),
          bytes(RunColumn.ALLOC_BYTES),
          bytes(RunColumn.CGROUP_PEAK_BYTES));
    }

    private Instant started() {
      try {
        return Instant.parse(text(RunColumn.STARTED_UTC));
      } catch (DateTimeException e) {
        throw unfit(RunColumn.STARTED_UTC, "a time such as 2026-01-31T12:00:00.000Z", e);
      }
    }

    private OptionalDouble number(RunColumn column) {
      if (text(column).isEmpty()) {
        return OptionalDouble.empty();
      }
      try {
        return OptionalDouble.of(PlainNumber.parse(text(column)));
      } catch (NumberFormatException e) {
        throw unfit(column, "a number", e);
      }
    }

    private OptionalLong bytes(RunColumn column) {
      return text(column).isEmpty() ? OptionalLong.empty() : OptionalLong.of(whole(column));
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
              .map(RowParser::lowerCase)
              .collect(Collectors.joining(", ", "one of ", "")),
          null);
    }

    private String text(RunColumn column) {
      Integer position = positions.get(column);
      return position == null ? "" : cells.get(position);
    }

    /** For texts that stay: numbers are seldom equal. */
    private String common(RunColumn column) {
      return common.one(text(column));
    }

    private IllegalArgumentException unfit(RunColumn column, String expected, Throwable cause) {
      return new IllegalArgumentException(
          "%s '%s' is not %s".formatted(column.title(), text(column), expected), cause);
    }
  }
}
