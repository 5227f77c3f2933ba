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
public record FileColumn<R>(String title, Kind kind, Function<R, Object> value) {

  /** A column of texts. */
  public static <R> FileColumn<R> text(String title, Function<R, Object> value) {
    return new FileColumn<>(title, Kind.TEXT, value);
  }

  /** A column of numbers. */
  public static <R> FileColumn<R> number(String title, Function<R, Object> value) {
    return new FileColumn<>(title, Kind.NUMBER, value);
  }

  /** The header of a table. */
  public static List<String> header(List<? extends FileColumn<?>> columns) {
    return columns.stream().map(FileColumn::title).toList();
  }

  /** What {@code row} has in each column. */
  public static <R> List<String> cells(List<FileColumn<R>> columns, R row) {
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
      case Optional<?> some -> some.map(FileColumn::cell).orElse("");
      default -> value.toString();
    };
  }
}
