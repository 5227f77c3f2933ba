package hpc.scaling;

import hpc.bench.Column;
import hpc.bench.Conditions;
import hpc.bench.Memory;
import hpc.bench.Placement;
import hpc.bench.PlainNumber;
import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import hpc.bench.Times;
import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.Problem;
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
 * Turns the cells of a row back into the record that was written; the inverse of {@link Column#of}.
 * What follows from other cells ({@code cores}, {@code rate}) is computed, not read.
 */
final class RowParser {

  /** What the clock can tell, in seconds: shorter ones would make infinite rates and speedups. */
  private static final double SHORTEST_WALL = 1e-9;

  /** Thirty years, in seconds. */
  private static final double LONGEST_WALL = 1e9;

  /** Not in the first files of this schema, which are as good as later ones. */
  private static final Set<Column> ADDED_LATER =
      Collections.unmodifiableSet(
          EnumSet.of(
              Column.PART,
              Column.WAIT_S,
              Column.ACCOUNTED_PEAK_BYTES,
              Column.CGROUP_PEAK_BYTES,
              Column.ENERGY_J,
              Column.CALIBRATION_S,
              Column.DISTURBANCE,
              Column.TRANSPORT,
              Column.THREADS_PER_CORE));

  private final Map<Column, Integer> positions;

  private final CommonValues common;

  /**
   * A parser of rows under {@code header}.
   *
   * @param common what rows read before have
   * @throws IllegalArgumentException naming a column that is missing or stands there twice
   */
  RowParser(List<String> header, CommonValues common) {
    this.common = common;
    positions = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
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
      long schema = whole(Column.SCHEMA);
      if (schema != RunRecord.SCHEMA) {
        throw new IllegalArgumentException(
            "schema %s, this version reads schema %s".formatted(schema, RunRecord.SCHEMA));
      }
      RunRecord run =
          new RunRecord(
              common.one(origin()),
              started(),
              count(Column.REPETITION),
              word(Column.STATUS, RunRecord.Status.class),
              text(Column.PART).isEmpty() ? 1 : count(Column.PART),
              common.one(problem()),
              common.one(placement()),
              times(),
              memory(),
              new Outcome(common(Column.ANSWER), word(Column.VERIFIED, Outcome.Verdict.class), ""),
              new Conditions(
                  number(Column.ENERGY_J),
                  number(Column.CALIBRATION_S),
                  common(Column.DISTURBANCE),
                  text(Column.THREADS_PER_CORE).isEmpty()
                      ? OptionalInt.empty()
                      : OptionalInt.of(count(Column.THREADS_PER_CORE))));
      requireSensibleWall(run);
      return run;
    }

    /** Figures are made of it by division. */
    private void requireSensibleWall(RunRecord run) {
      double wall = run.times().wall().orElse(SHORTEST_WALL);
      if (run.usable() && !(SHORTEST_WALL <= wall && wall <= LONGEST_WALL)) {
        throw unfit(Column.WALL_S, "a time from 1e-9 to 1e9 s", null);
      }
    }

    private RunMetadata origin() {
      return new RunMetadata(
          common(Column.RUN_ID),
          common(Column.POINT),
          common(Column.HOST),
          common(Column.CLUSTER),
          common(Column.SLURM_JOB_ID),
          common(Column.SLURM_ARRAY_TASK_ID),
          common(Column.SLURM_STEP_ID),
          common(Column.CPU_MODEL),
          common(Column.JAVA),
          common(Column.JVM_FLAGS),
          common(Column.VERSION),
          common(Column.GIT_COMMIT));
    }

    private Problem problem() {
      return new Problem(
          common(Column.APP),
          common(Column.ALGORITHM),
          common(Column.KERNEL),
          parameters(),
          amount(Column.SIZE),
          amount(Column.WORK),
          common(Column.WORK_UNIT),
          common(Column.RATE_UNIT));
    }

    private SequencedMap<String, String> parameters() {
      SequencedMap<String, String> parameters = new LinkedHashMap<>();
      if (text(Column.PROBLEM).isEmpty()) {
        return parameters;
      }
      for (String parameter : text(Column.PROBLEM).split(";", -1)) {
        int equals = parameter.indexOf('=');
        if (equals < 0) {
          throw unfit(Column.PROBLEM, "key=value;key=value", null);
        }
        parameters.put(
            common.one(parameter.substring(0, equals)),
            common.one(parameter.substring(equals + 1)));
      }
      return parameters;
    }

    private Placement placement() {
      Mode mode = word(Column.MODE, Mode.class);
      String transport =
          positions.containsKey(Column.TRANSPORT)
              ? text(Column.TRANSPORT)
              : mode == Mode.MPI ? Placement.MPJ : "";
      return new Placement(
          mode, count(Column.NODES), count(Column.RANKS), count(Column.THREADS), transport);
    }

    private Times times() {
      return new Times(
          number(Column.WALL_S),
          number(Column.COMPUTE_S),
          number(Column.COMM_S),
          number(Column.WAIT_S),
          number(Column.IO_S),
          number(Column.CPU_S),
          number(Column.GC_S),
          number(Column.JIT_S));
    }

    private Memory memory() {
      return new Memory(
          bytes(Column.RSS_PEAK_BYTES),
          bytes(Column.RSS_TOTAL_BYTES),
          bytes(Column.HEAP_PEAK_BYTES),
          bytes(Column.ALLOC_BYTES),
          bytes(Column.CGROUP_PEAK_BYTES));
    }

    private Instant started() {
      try {
        return Instant.parse(text(Column.STARTED_UTC));
      } catch (DateTimeException e) {
        throw unfit(Column.STARTED_UTC, "a time such as 2026-01-31T12:00:00.000Z", e);
      }
    }

    private OptionalDouble number(Column column) {
      if (text(column).isEmpty()) {
        return OptionalDouble.empty();
      }
      try {
        return OptionalDouble.of(PlainNumber.parse(text(column)));
      } catch (NumberFormatException e) {
        throw unfit(column, "a number", e);
      }
    }

    private OptionalLong bytes(Column column) {
      return text(column).isEmpty() ? OptionalLong.empty() : OptionalLong.of(whole(column));
    }

    private long whole(Column column) {
      try {
        return PlainNumber.parseWhole(text(column));
      } catch (NumberFormatException e) {
        throw unfit(column, "a whole number", e);
      }
    }

    private long amount(Column column) {
      long value = whole(column);
      if (value < 0) {
        throw unfit(column, "a whole number from 0 on", null);
      }
      return value;
    }

    private int count(Column column) {
      long value = whole(column);
      if (value != (int) value) {
        throw unfit(column, "a count", null);
      }
      return (int) value;
    }

    private <E extends Enum<E>> E word(Column column, Class<E> words) {
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

    private String text(Column column) {
      Integer position = positions.get(column);
      return position == null ? "" : cells.get(position);
    }

    /** For texts that stay: numbers are seldom equal. */
    private String common(Column column) {
      return common.one(text(column));
    }

    private IllegalArgumentException unfit(Column column, String expected, Throwable cause) {
      return new IllegalArgumentException(
          "%s '%s' is not %s".formatted(column.title(), text(column), expected), cause);
    }
  }
}
