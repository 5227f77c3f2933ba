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
 *
 * @param first the first value, at least 0
 * @param end no value is larger
 * @param step how one leads to the next
 * @param by factor, at least 2, or difference, at least 1
 */
record AxisRange(WholeValue first, long end, Step step, long by) {

  /** As many as a sweep may have points. */
  private static final int MOST_VALUES = 100_000;

  private static final String ACCEPTED =
      "; accepted: FIRST..LAST xFACTOR or FIRST..LAST +STEP, such as 1..64 x2 or 10..100 +10";

  /** No other value of an option begins like this; {@code ../field.npy} does not. */
  private static final Pattern BEGINNING = Pattern.compile("\\s*[+-]?[0-9].*\\.\\..*");

  private static final Pattern FORM =
      Pattern.compile("\\s*(\\S+?)\\s*\\.\\.\\s*(\\S+)\\s+([x+])\\s*(\\S+)\\s*");

  /** How a value leads to the next. */
  enum Step {
    /** by a factor */
    TIMES {
      @Override
      boolean staysBelow(long end, long value, long by) {
        return value <= end / by;
      }

      @Override
      long next(long value, long by) {
        return value * by;
      }
    },
    /** by a difference */
    PLUS {
      @Override
      boolean staysBelow(long end, long value, long by) {
        return value <= end - by;
      }

      @Override
      long next(long value, long by) {
        return value + by;
      }
    };

    /** Whether the next value is {@code end} at most; it does not overflow then. */
    abstract boolean staysBelow(long end, long value, long by);

    abstract long next(long value, long by);
  }

  /** Whether {@code text} is meant for a range, good or bad. */
  static boolean isMeant(String text) {
    return BEGINNING.matcher(text).matches();
  }

  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException one line with the text, what is wrong and what is accepted
   */
  static AxisRange parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw refused(text, "it has no step");
    }
    WholeValue first = number(text, matcher.group(1));
    long end = number(text, matcher.group(2)).value();
    Step step = matcher.group(3).equals("x") ? Step.TIMES : Step.PLUS;
    long by = number(text, matcher.group(4)).value();
    if (first.value() < 0) {
      throw refused(text, "it begins below 0");
    }
    if (end < first.value()) {
      throw refused(text, "it ends before it begins");
    }
    if (step == Step.TIMES && first.value() == 0) {
      throw refused(text, "0 times a factor stays 0");
    }
    if (step == Step.TIMES ? by < 2 : by < 1) {
      throw refused(text, step == Step.TIMES ? "the factor is below 2" : "the step is below 1");
    }
    if (step == Step.PLUS && (end - first.value()) / by >= MOST_VALUES) {
      throw refused(text, "it has more than " + MOST_VALUES + " values");
    }
    return new AxisRange(first, end, step, by);
  }

  /** The values, at least one. */
  List<String> values() {
    List<String> values = new ArrayList<>();
    long value = first.value();
    values.add(first.spelled());
    while (step.staysBelow(end, value, by)) {
      value = step.next(value, by);
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
