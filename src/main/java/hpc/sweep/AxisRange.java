package hpc.sweep;

import hpc.exec.WholeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole numbers from one to another, by a factor or by a step: {@code 1..64 x2}, {@code 10..100
 * +10}. The last one does not pass the end; all are written as the first one is ({@code 1e8..1e11
 * x10} is 1e8, 1e9, 1e10, 1e11).
 */
final class AxisRange {

  /** As many as a sweep may have points. */
  private static final int MOST_VALUES = 100_000;

  private static final String ACCEPTED =
      "; accepted: FIRST..LAST xFACTOR or FIRST..LAST +STEP, such as 1..64 x2 or 10..100 +10";

  /** No other value of an option begins like this; {@code ../field.npy} does not. */
  private static final Pattern BEGINNING = Pattern.compile("\\s*[+-]?[0-9].*\\.\\..*");

  private static final Pattern FORM =
      Pattern.compile("\\s*(\\S+?)\\s*\\.\\.\\s*(\\S+)\\s+([x+])\\s*(\\S+)\\s*");

  private AxisRange() {}

  /** Whether {@code text} is meant for a range, good or bad. */
  static boolean isMeant(String text) {
    return BEGINNING.matcher(text).matches();
  }

  /** The values of a range, at least one. */
  static List<String> values(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw refused(text, "it has no step");
    }
    WholeValue first = number(text, matcher.group(1));
    long end = number(text, matcher.group(2)).value();
    long by = number(text, matcher.group(4)).value();
    if (first.value() < 0) {
      throw refused(text, "it begins below 0");
    }
    if (end < first.value()) {
      throw refused(text, "it ends before it begins");
    }
    return matcher.group(3).equals("x")
        ? products(text, first, end, by)
        : sums(text, first, end, by);
  }

  private static List<String> products(String text, WholeValue first, long end, long factor) {
    if (first.value() == 0) {
      throw refused(text, "0 times a factor stays 0");
    }
    if (factor < 2) {
      throw refused(text, "the factor is below 2");
    }
    List<String> values = new ArrayList<>(List.of(first.spelled()));
    for (long value = first.value(); value <= end / factor; ) {
      value *= factor;
      values.add(first.with(value).spelled());
    }
    return values;
  }

  private static List<String> sums(String text, WholeValue first, long end, long step) {
    if (step < 1) {
      throw refused(text, "the step is below 1");
    }
    if ((end - first.value()) / step >= MOST_VALUES) {
      throw refused(text, "it has more than " + MOST_VALUES + " values");
    }
    List<String> values = new ArrayList<>(List.of(first.spelled()));
    for (long value = first.value(); value <= end - step; ) {
      value += step;
      values.add(first.with(value).spelled());
    }
    return values;
  }

  private static WholeValue number(String range, String text) {
    try {
      return WholeValue.parse(text);
    } catch (IllegalArgumentException e) {
      throw refused(range, YamlText.quoted(text) + " is no whole number up to 2^63-1");
    }
  }

  private static IllegalArgumentException refused(String text, String why) {
    return new IllegalArgumentException("range " + YamlText.quoted(text) + ": " + why + ACCEPTED);
  }
}
