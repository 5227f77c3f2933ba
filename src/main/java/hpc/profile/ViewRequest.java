package hpc.profile;

import hpc.exec.Choice;
import hpc.table.Column;
import hpc.table.Table;
import java.nio.file.Path;
import java.util.List;

/**
 * What the user wants of a view.
 *
 * @param sort the column that rows are ordered by
 * @param by what rows are split by
 * @param top the most rows of a table, 0 for all
 * @param methods the methods to show by line, empty for those that were counted
 * @param directory where files of the view go
 */
public record ViewRequest(Sort sort, By by, int top, List<MethodChoice> methods, Path directory) {

  /** Copies the list. */
  public ViewRequest {
    methods = List.copyOf(methods);
    if (top < 0) {
      throw new IllegalArgumentException(
          "--top %s: accepted: 0 for all rows, or how many".formatted(top));
    }
  }

  /** What rows are split by. */
  public enum By {
    /** nothing: all threads of all ranks in one table */
    PROGRAM,
    /** a table per rank */
    RANK,
    /** a table per thread */
    THREAD,
    /** for a flame graph: bytes of the heap instead of time */
    ALLOC
  }

  /** The orders of Python's cProfile, largest first where it is a number. */
  public enum Sort {
    TOTTIME,
    CUMTIME,
    NCALLS,
    PERCALL,
    NAME,
    FILE,
    LINE;

    /** The word on the command line. */
    public String word() {
      return Choice.word(this);
    }
  }

  /** How many of {@code rows} rows are shown. */
  int shown(int rows) {
    return top == 0 ? rows : Math.min(top, rows);
  }

  /** A table of the first rows, and how many more there are. */
  <R> String table(List<Column<R>> columns, List<R> rows) {
    int shown = shown(rows.size());
    int more = rows.size() - shown;
    return new Table<>(columns, rows.subList(0, shown)).text()
        + (more == 0 ? "" : "and %s more (--top 0 shows all)\n".formatted(more));
  }
}
