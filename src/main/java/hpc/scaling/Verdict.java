package hpc.scaling;

/** What comparing a point of two sets of results comes to. */
public enum Verdict {
  /** the whole interval of the ratio of times lies below 1 */
  FASTER("faster"),
  /** the whole interval lies above 1 */
  SLOWER("slower"),
  /** the interval holds 1 */
  NOT_DISTINGUISHABLE("not distinguishable"),
  /** one set has fewer than five rows, so that there is no interval */
  TOO_FEW_ROWS("too few rows"),
  /** rows of one set come from different processors, whose median would mean nothing */
  SEVERAL_PROCESSORS("several processors"),
  /** the second set has no usable row of it */
  ONLY_IN_A("only in A"),
  /** the first set has no usable row of it */
  ONLY_IN_B("only in B");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** In tables and files. */
  public String words() {
    return words;
  }

  /** Whether times were told apart, or could not be in spite of enough rows. */
  public boolean isJudged() {
    return this == FASTER || this == SLOWER || this == NOT_DISTINGUISHABLE;
  }

  /** Whether both sets have usable rows of the point. */
  public boolean isInBoth() {
    return this != ONLY_IN_A && this != ONLY_IN_B;
  }
}
