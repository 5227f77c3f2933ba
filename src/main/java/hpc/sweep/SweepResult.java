package hpc.sweep;

import java.util.List;

/**
 * How a sweep ended.
 *
 * @param done points that exited with 0
 * @param failed points that did not, in the order in which they ran
 * @param skipped points that do not fit where the sweep ran
 * @param left points not begun, or broken off, because the sweep was stopped
 */
public record SweepResult(
    List<Point> done, List<Point> failed, List<Point> skipped, List<Point> left) {

  /** Copies the lists. */
  public SweepResult {
    done = List.copyOf(done);
    failed = List.copyOf(failed);
    skipped = List.copyOf(skipped);
    left = List.copyOf(left);
  }

  /** 0 if something was measured and nothing failed, else 1. */
  public int exitCode() {
    return failed.isEmpty() && left.isEmpty() && !done.isEmpty() ? 0 : 1;
  }

  /** For people: {@code 16 points done, 1 failed, 2 skipped}. */
  public String summary() {
    return done.size()
        + (done.size() == 1 ? " point done" : " points done")
        + counted(failed, "failed")
        + counted(skipped, "skipped")
        + counted(left, "not run");
  }

  private static String counted(List<Point> points, String what) {
    return points.isEmpty() ? "" : ", " + points.size() + " " + what;
  }
}
