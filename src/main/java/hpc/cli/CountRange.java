package hpc.cli;

import picocli.CommandLine.ITypeConverter;

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
  static final class Converter implements ITypeConverter<CountRange> {
    @Override
    public CountRange convert(String text) {
      WholeNumber.Small number = new WholeNumber.Small();
      int dots = text.indexOf("..");
      if (dots < 0) {
        int count = number.convert(text);
        return new CountRange(count, count);
      }
      return new CountRange(
          number.convert(text.substring(0, dots)), number.convert(text.substring(dots + 2)));
    }
  }
}
