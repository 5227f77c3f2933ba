package hpc.external;

import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.PhaseClock;
import hpc.exec.Workload;
import hpc.exec.Workload.Checking;
import java.math.BigDecimal;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What the answer of a program must be.
 *
 * @param right the right answer, as text; asked for once
 * @param source where it comes from, in one phrase
 */
public record Expectation(Function<Execution, String> right, String source) {

  /** Significant digits below which a number says little. */
  private static final int FEWEST_DIGITS = 4;

  /** What a sum in another order may lose, and much more. */
  private static final double RELATIVE = 1e-9;

  /**
   * The answer of our own solver, which is computed after the program has been measured.
   *
   * @param ours the same problem
   * @param asNumber what its answer looks like to people
   */
  public static Expectation same(Workload ours, UnaryOperator<String> asNumber) {
    return new Expectation(
        execution -> {
          Workload.Run run = ours.prepare(execution);
          run.solve(new PhaseClock(System::nanoTime));
          return asNumber.apply(run.outcome(Checking.CHEAP).answer());
        },
        "hpc's own answer");
  }

  /** An answer that the user knows. */
  public static Expectation value(String right) {
    return new Expectation(_ -> right, "the answer that is expected");
  }

  /**
   * Compares. Whole numbers and words must be equal; a number with a fraction must be right to the
   * last digit that is printed, or to a part in 10^9, and with fewer than four digits it decides
   * nothing.
   */
  static Outcome judge(String answer, String right, String source) {
    if (answer.equals(right)) {
      return new Outcome(answer, Verdict.YES, source);
    }
    Outcome wrong =
        new Outcome(answer, Verdict.NO, "%s, but %s is %s".formatted(answer, source, right));
    BigDecimal given;
    BigDecimal wanted;
    try {
      given = new BigDecimal(answer);
      wanted = new BigDecimal(right);
    } catch (NumberFormatException e) {
      return wrong;
    }
    if (given.scale() <= 0 && wanted.stripTrailingZeros().scale() <= 0) {
      return given.compareTo(wanted) == 0 ? new Outcome(answer, Verdict.YES, source) : wrong;
    }
    // as doubles: numbers such as 1e999999999 are small to write and large to subtract
    double number = given.doubleValue();
    double target = wanted.doubleValue();
    double tolerance = Math.max(given.ulp().doubleValue(), RELATIVE * Math.abs(target));
    if (!Double.isFinite(number) || Math.abs(number - target) > tolerance) {
      return wrong;
    }
    return given.stripTrailingZeros().precision() < FEWEST_DIGITS
        ? new Outcome(answer, Verdict.UNCHECKED, "too few digits to compare with " + source)
        : new Outcome(answer, Verdict.YES, source);
  }
}
