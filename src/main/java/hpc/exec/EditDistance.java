package hpc.exec;

import java.util.Arrays;

/** How unlike two words are, for suggesting the one that was meant. */
public final class EditDistance {

  private EditDistance() {}

  /**
   * The least number of letters to insert, remove or replace (V. I. Levenshtein, Soviet Physics
   * Doklady 10(8), 1966).
   */
  public static int between(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, j -> j);
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
