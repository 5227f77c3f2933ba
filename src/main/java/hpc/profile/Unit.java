package hpc.profile;

import hpc.table.Column;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The units in which views show nanoseconds and bytes. */
enum Unit {
  SECONDS(1e9),
  MILLISECONDS(1e6),
  KIB(1 << 10),
  MIB(1 << 20);

  private final double size;

  Unit(double size) {
    this.size = size;
  }

  /** Nanoseconds or bytes in this unit. */
  double of(long amount) {
    return amount / size;
  }

  /** The same as text. */
  String text(long amount, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", of(amount));
  }

  /** A column of a table. */
  <R> Column<R> column(String title, int decimals, ToLongFunction<R> amount) {
    return Column.number(title, row -> text(amount.applyAsLong(row), decimals));
  }
}
