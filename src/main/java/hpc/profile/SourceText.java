package hpc.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.table.Column;
import hpc.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * A source file of the program; the jar carries all of them.
 *
 * @param name its path below the root of the sources, such as {@code hpc/exec/Problem.java}
 * @param lines its text; line 1 is at 0
 */
record SourceText(String name, List<String> lines) {

  private static final String ROOT = "/sources/";

  /** How far above its first instruction the head of a method may begin. */
  private static final int LONGEST_HEAD = 12;

  SourceText {
    lines = List.copyOf(lines);
  }

  /** The file in which a class is written. */
  static String nameOf(String type) {
    int nested = type.indexOf('$');
    return (nested < 0 ? type : type.substring(0, nested)).replace('.', '/') + ".java";
  }

  /** The source of a class of the program; empty for any other class. */
  static Optional<SourceText> of(String type) {
    String name = nameOf(type);
    try (InputStream in = SourceText.class.getResourceAsStream(ROOT + name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(
              new SourceText(name, new String(in.readAllBytes(), UTF_8).lines().toList()));
    } catch (IOException e) {
      throw new UncheckedIOException("the sources in the jar cannot be read", e);
    }
  }

  /**
   * The source text of a method with a table's columns beside it; only numbers of lines, if the
   * text is not there.
   *
   * @param file the name of its file, if that is all that is known of it
   * @param rows what is known of its lines, at least of one
   */
  static <R> String section(
      MethodName method, String file, SortedMap<Integer, R> rows, List<Column<R>> columns) {
    SourceText source = of(method.type()).orElse(new SourceText(file, List.of()));
    int head = source.head(method.declaredAs(), rows.firstKey());
    int end = source.end(head, rows.lastKey());
    List<Column<Integer>> all = new ArrayList<>();
    all.add(Column.number("Line #", line -> line));
    for (Column<R> column : columns) {
      all.add(
          new Column<>(
              column.title(),
              column.kind(),
              line -> Optional.ofNullable(rows.get(line)).map(column.value())));
    }
    all.add(Column.text("Line Contents", source::line));
    return "File: %s\nFunction: %s at line %s\n\n%s"
        .formatted(
            source.name,
            method.inSource(),
            head,
            new Table<>(all, IntStream.rangeClosed(head, end).boxed().toList()).text());
  }

  /** The text of a line, empty beyond the end. */
  private String line(int number) {
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }

  /**
   * The line where a method's head begins, sought upward from its first instruction.
   *
   * @param method its name, that of the class for a constructor
   */
  private int head(String method, int firstLine) {
    for (int line = firstLine; line > Math.max(0, firstLine - LONGEST_HEAD); line--) {
      if (line(line).matches(".*\\b" + method + "\\s*\\(.*") && !line(line).strip().endsWith(";")) {
        return line;
      }
    }
    return firstLine;
  }

  /** The last line of a method: the closing braces that follow its last instruction. */
  private int end(int head, int lastLine) {
    int line = lastLine;
    while (line(line + 1).strip().matches("\\}[);]*") && indent(line + 1) >= indent(head)) {
      line++;
    }
    return line;
  }

  private int indent(int line) {
    String text = line(line);
    return text.length() - text.stripLeading().length();
  }
}
