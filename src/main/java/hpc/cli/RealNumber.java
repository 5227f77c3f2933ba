package hpc.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads finite real numbers; NaN, infinities and what overflows to one are refused. */
final class RealNumber implements ITypeConverter<Double> {

  @Override
  public Double convert(String text) {
    double value;
    try {
      value = Double.parseDouble(text.replace("_", ""));
    } catch (NumberFormatException e) {
      throw refused(text, "is not a number");
    }
    // parseDouble also takes hexadecimal forms and the suffixes f and d, which nobody means here
    if (!text.matches("[-+0-9._eE]+")) {
      throw refused(text, "is not a finite number");
    }
    if (Double.isInfinite(value)) {
      throw refused(text, "is too large");
    }
    return value;
  }

  private static TypeConversionException refused(String text, String why) {
    return new TypeConversionException(
        "'" + text + "' " + why + "; accepted: a number such as 0.01 or 2.5e-5");
  }
}
