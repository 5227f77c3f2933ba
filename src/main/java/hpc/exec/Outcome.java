package hpc.exec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came out of a run.
 *
 * @param answer the answer as the CSV holds it; equal for equal problems in every mode
 * @param verdict whether the answer was checked, and how that ended
 * @param evidence one line: what decided that it is right, or what failed, or all that was seen
 * @param checks what was looked at, one by one; may be empty
 * @param shortfall why the run ended before its goal, in one line; empty if it came to it
 */
public record Outcome(
    String answer,
    Verdict verdict,
    String evidence,
    List<Check> checks,
    Optional<String> shortfall) {

  /** Copies the list. */
  public Outcome {
    checks = List.copyOf(checks);
  }

  /** An outcome without single checks. */
  public Outcome(String answer, Verdict verdict, String evidence) {
    this(answer, verdict, evidence, List.of());
  }

  /** An outcome of a run that came to its goal. */
  public Outcome(String answer, Verdict verdict, String evidence, List<Check> checks) {
    this(answer, verdict, evidence, checks, Optional.empty());
  }

  /** What a run's checks say together: one that fails refutes, else one that decides confirms. */
  public static Outcome of(String answer, List<Check> checks) {
    Verdict verdict =
        checks.stream()
            .map(Check::verdict)
            .reduce(
                Verdict.UNCHECKED,
                (one, other) -> one == Verdict.NO || other == Verdict.UNCHECKED ? one : other);
    String evidence =
        checks.stream()
            .filter(Check::applies)
            .filter(check -> check.verdict() == verdict)
            .map(Check::finding)
            .collect(Collectors.joining("; "));
    return new Outcome(answer, verdict, evidence, checks);
  }

  /** The same of a run that ended before its goal, if {@code reason} is there. */
  public Outcome shortOf(Optional<String> reason) {
    return new Outcome(answer, verdict, evidence, checks, reason);
  }

  /** How a check ended; the lower-case name stands in the CSV. */
  public enum Verdict {
    YES,
    NO,
    UNCHECKED;

    /** The word in the CSV. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One thing that was looked at.
   *
   * @param subject what it is
   * @param holds whether it is as it has to be
   * @param decides whether the answer is right if it holds; else it is necessary only
   * @param finding what was seen, with what is accepted; why not, where it does not apply
   * @param applies whether it concerns this problem
   */
  public record Check(
      String subject, boolean holds, boolean decides, String finding, boolean applies) {

    /** A check that was made. */
    public Check(String subject, boolean holds, boolean decides, String finding) {
      this(subject, holds, decides, finding, true);
    }

    /**
     * The checks that do not concern this problem: those with a reason that are not among the ones
     * made.
     *
     * @param reasons why, by subject, in the order in which they are shown
     */
    public static List<Check> notApplicable(List<Check> made, Map<String, String> reasons) {
      Map<String, String> missing = new LinkedHashMap<>(reasons);
      made.forEach(check -> missing.remove(check.subject()));
      return missing.entrySet().stream()
          .map(reason -> new Check(reason.getKey(), true, false, reason.getValue(), false))
          .toList();
    }

    /** What this check says of the answer. */
    public Verdict verdict() {
      return !holds ? Verdict.NO : decides ? Verdict.YES : Verdict.UNCHECKED;
    }
  }
}
