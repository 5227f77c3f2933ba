package hpc.report;

import static java.util.stream.Collectors.joining;

import hpc.exec.Printable;
import hpc.table.Markdown;
import hpc.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A table with a title above it and remarks below.
 *
 * @param title what it is of, in one line
 * @param machine what all of it was measured on, as words that follow the title; may be empty
 * @param table the table
 * @param remarks sentences, each a paragraph
 * @param details further tables with their titles, too wide for a terminal; empty ones are left out
 */
public record Section(
    String title,
    String machine,
    Table<?> table,
    List<String> remarks,
    SequencedMap<String, Table<?>> details) {

  private static final int PAGE_WIDTH = 100;

  /** A section without details. */
  Section(String title, String machine, Table<?> table, List<String> remarks) {
    this(title, machine, table, remarks, new LinkedHashMap<>());
  }

  /**
   * As text for a terminal, with a blank line between sections. Machines are named if there are
   * several.
   */
  public static String text(List<Section> sections) {
    boolean several = sections.stream().map(Section::machine).distinct().count() > 1;
    return sections.stream()
        .map(one -> one.text(several ? (one.title + " " + one.machine).strip() : one.title))
        .collect(joining("\n"));
  }

  /** As Markdown, with a blank line between sections. */
  public static String markdown(List<Section> sections) {
    return sections.stream().map(Section::markdown).collect(joining("\n"));
  }

  private String text(String title) {
    return paragraph(title)
        + table.text()
        + remarks.stream().map(Section::paragraph).collect(joining());
  }

  private String markdown() {
    return "### %s\n\n%s%s%s"
        .formatted(
            Markdown.text(machine.isEmpty() ? title : title + ", " + machine),
            table.markdown(),
            remarks.stream().map(line -> "\n- " + Markdown.text(line) + "\n").collect(joining()),
            details.entrySet().stream()
                .filter(detail -> !detail.getValue().isEmpty())
                .map(detail -> "\n" + detail.getKey() + ":\n\n" + detail.getValue().markdown())
                .collect(joining()));
  }

  /** A paragraph as text for a terminal, broken where the page ends. */
  public static String paragraph(String words) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder();
    // a number stays with its sign
    for (String word : Printable.line(words).split(" (?!%)", 0)) {
      if (line.isEmpty()) {
        line.append(word);
      } else if (line.length() + 1 + word.length() > PAGE_WIDTH) {
        text.append(line).append('\n');
        line.replace(0, line.length(), "    " + word);
      } else {
        line.append(' ').append(word);
      }
    }
    return text.append(line).append('\n').toString();
  }
}
