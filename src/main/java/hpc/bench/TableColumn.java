package hpc.bench;

import hpc.bench.Column.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A column of a table for programs.
 *
 * @param title its name in the header
 * @param kind what it holds
 * @param value what a row has in it: a text, a number, or an optional one
 */
public record TableColumn<R>(String title, Kind kind, Function<R, Object> value) {

  /** A column of texts. */
  public static <R> TableColumn<R> text(String title, Function<R, Object> value) {
    return new TableColumn<>(title, Kind.TEXT, value);
  }

  /** A column of numbers. */
  public static <R> TableColumn<R> number(String title, Function<R, Object> value) {
    return new TableColumn<>(title, Kind.NUMBER, value);
  }

  /** The header of a table. */
  public static List<String> header(List<? extends TableColumn<?>> columns) {
    return columns.stream().map(TableColumn::title).toList();
  }

  /** What {@code row} has in each column. */
  public static <R> List<String> cells(List<TableColumn<R>> columns, R row) {
    return columns.stream().map(column -> cell(column.value.apply(row))).toList();
  }

  /** A value as a cell; empty if it is not known. */
  static String cell(Object value) {
    return switch (value) {
      case Double number -> PlainNumber.format(number);
      case OptionalDouble some when some.isPresent() -> PlainNumber.format(some.getAsDouble());
      case OptionalInt some when some.isPresent() -> Integer.toString(some.getAsInt());
      case OptionalLong some when some.isPresent() -> Long.toString(some.getAsLong());
      case OptionalDouble _, OptionalInt _, OptionalLong _ -> "";
      case Optional<?> some -> some.map(TableColumn::cell).orElse("");
      default -> value.toString();
    };
  }
}
