package hpc.profile;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The methods that a user can name.
 *
 * @param names all of them
 */
public record ProgramMethods(List<MethodName> names) {

  private static final int SUGGESTIONS = 3;

  /** Copies the list. */
  public ProgramMethods {
    names = List.copyOf(names);
  }

  /**
   * Checks that a choice names something.
   *
   * @throws IllegalArgumentException if there is no such method; the line offers the nearest names
   */
  public void require(MethodChoice choice) {
    if (names.stream().noneMatch(choice::includes)) {
      throw new IllegalArgumentException(
          "--method %s: no such method; did you mean %s?"
              .formatted(choice, String.join(", ", nearest(choice))));
    }
  }

  /** The names most like the choice: those of its class, if there is that class, else of all. */
  private List<String> nearest(MethodChoice choice) {
    MethodChoice type = new MethodChoice(choice.type(), "");
    boolean known = names.stream().anyMatch(type::includes);
    String wanted = simple(choice.type()) + "::" + choice.method();
    return names.stream()
        .filter(name -> !known || type.includes(name))
        .map(name -> name.type() + "::" + name.writtenIn())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .sorted(Comparator.comparingInt(name -> distance(wanted, simple(name))))
        .limit(SUGGESTIONS)
        .toList();
  }

  private static String simple(String name) {
    int method = name.indexOf("::");
    String type = method < 0 ? name : name.substring(0, method);
    return name.substring(type.lastIndexOf('.') + 1);
  }

  /** The number of letters to insert, remove or replace (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
