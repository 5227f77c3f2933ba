package hpc.cli;

import hpc.exec.WholeValue;

/**
 * A count, or the least and the most of one: {@code 5} or {@code 6..50}. Which make sense is for
 * the record to say that takes them.
 *
 * @param least the lower end
 * @param most the upper end, equal to the lower one where one count was given
 */
record CountRange(int least, int most) {

  /** As it is written. */
  String words() {
    return least == most ? Integer.toString(least) : least + ".." + most;
  }

  /** Reads it. */
  static CountRange parse(String text) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      int count = WholeValue.parse(text).small();
      return new CountRange(count, count);
    }
    return new CountRange(
        WholeValue.parse(text.substring(0, dots)).small(),
        WholeValue.parse(text.substring(dots + 2)).small());
  }
}
