package hpc.cli;

import hpc.exec.WholeValue;
import picocli.CommandLine.ITypeConverter;

/**
 * Reads whole numbers as people write them, see {@link WholeValue}. Which of them make sense is for
 * the records to say that take them.
 */
final class WholeNumber implements ITypeConverter<Long> {

  @Override
  public Long convert(String text) {
    return WholeValue.parse(text).value();
  }

  /** The same for values that must fit an int. */
  static final class Small implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      long value = new WholeNumber().convert(text);
      if (value != (int) value) {
        throw new IllegalArgumentException("too large; accepted: a smaller number");
      }
      return (int) value;
    }
  }
}
