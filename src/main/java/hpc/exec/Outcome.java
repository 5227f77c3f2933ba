package hpc.exec;

/**
 * What came out of a run.
 *
 * @param answer the answer as the CSV holds it; equal for equal problems in every mode
 * @param verdict whether the answer was checked, and how that ended
 * @param evidence one phrase: what it was checked against, or what failed
 */
public record Outcome(String answer, Verdict verdict, String evidence) {

  /** How a check ended; the lower-case name stands in the CSV. */
  public enum Verdict {
    YES,
    NO,
    UNCHECKED
  }
}
