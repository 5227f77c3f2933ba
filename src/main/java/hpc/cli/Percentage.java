package hpc.cli;

import hpc.exec.RealValue;
import picocli.CommandLine.ITypeConverter;

/** Reads a part of one: {@code 5%} or {@code 0.05}. A bare number from 1 on could mean either. */
final class Percentage implements ITypeConverter<Double> {

  private static final String ACCEPTED =
      "; accepted: a percentage such as 5% or a fraction such as 0.05";
  private static final int WHOLE = 100;

  @Override
  public Double convert(String text) {
    boolean percent = text.endsWith("%");
    double value;
    try {
      value = RealValue.parse(percent ? text.substring(0, text.length() - 1).strip() : text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a percentage" + ACCEPTED, e);
    }
    if (value < 0) {
      throw new IllegalArgumentException("negative" + ACCEPTED);
    }
    if (!percent && value >= 1) {
      throw new IllegalArgumentException("percent or times?" + ACCEPTED);
    }
    return percent ? value / WHOLE : value;
  }
}
