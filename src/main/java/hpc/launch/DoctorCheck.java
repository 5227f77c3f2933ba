package hpc.launch;

/**
 * One line of the doctor.
 *
 * @param subject what was looked at
 * @param finding what was found
 * @param verdict what that means
 * @param remedy what to do about it, empty if nothing
 */
public record DoctorCheck(String subject, String finding, Verdict verdict, String remedy) {

  /** How bad a finding is. */
  public enum Verdict {
    OK,
    /** works, but slower or poorer than it could */
    WARN,
    /** cannot work */
    FAIL
  }

  /** Rejects a problem without a remedy. */
  public DoctorCheck {
    if (verdict != Verdict.OK && remedy.isEmpty()) {
      throw new IllegalArgumentException(subject + ": no remedy given for: " + finding);
    }
  }

  static DoctorCheck ok(String subject, String finding) {
    return new DoctorCheck(subject, finding, Verdict.OK, "");
  }

  static DoctorCheck warn(String subject, String finding, String remedy) {
    return new DoctorCheck(subject, finding, Verdict.WARN, remedy);
  }

  /** One of our own refusals: what is wrong and, mostly, what is accepted. */
  static DoctorCheck warn(String subject, IllegalArgumentException refusal) {
    String[] parts = refusal.getMessage().split("; accepted: ", 2);
    return warn(subject, parts[0], parts.length > 1 ? parts[1] : "see above");
  }

  static DoctorCheck fail(String subject, String finding, String remedy) {
    return new DoctorCheck(subject, finding, Verdict.FAIL, remedy);
  }
}
