package hpc.table;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param title its name in the header
 * @param kind what it holds
 * @param value what a row has in it: a text, a number, or an optional one
 */
public record Column<R>(String title, Kind kind, Function<R, Object> value) {

  /** What a column holds. Identifiers are text, even where they happen to be digits. */
  public enum Kind {
    NUMBER,
    TEXT
  }

  /** A column of texts. */
  public static <R> Column<R> text(String title, Function<R, Object> value) {
    return new Column<>(title, Kind.TEXT, value);
  }

  /** A column of numbers. */
  public static <R> Column<R> number(String title, Function<R, Object> value) {
    return new Column<>(title, Kind.NUMBER, value);
  }

  /** What {@code row} has in this column; empty if it is not known. */
  public String cell(R row) {
    return shown(value.apply(row));
  }

  private static String shown(Object value) {
    return switch (value) {
      case Double number -> PlainNumber.format(number);
      case OptionalDouble some when some.isPresent() -> PlainNumber.format(some.getAsDouble());
      case OptionalInt some when some.isPresent() -> Integer.toString(some.getAsInt());
      case OptionalLong some when some.isPresent() -> Long.toString(some.getAsLong());
      case OptionalDouble _, OptionalInt _, OptionalLong _ -> "";
      case Optional<?> some -> some.map(Column::shown).orElse("");
      default -> value.toString();
    };
  }

  /** To the left for texts, to the right for numbers. */
  String padded(String cell, int width) {
    String blanks = " ".repeat(width - Table.width(cell));
    return kind == Kind.TEXT ? cell + blanks : blanks + cell;
  }
}
