package hpc.sweep;

import java.util.List;

/**
 * How a sweep ended.
 *
 * @param earlier points that an earlier start had done
 * @param done points that exited with 0
 * @param failed points that failed as often as they may, now or by an earlier start
 * @param skipped points that do not fit where the sweep ran
 * @param left points not begun, or broken off, because the sweep was stopped
 */
public record SweepResult(
    List<SweepPoint> earlier,
    List<SweepPoint> done,
    List<SweepPoint> failed,
    List<SweepPoint> skipped,
    List<SweepPoint> left) {

  /** Copies the lists. */
  public SweepResult {
    earlier = List.copyOf(earlier);
    done = List.copyOf(done);
    failed = List.copyOf(failed);
    skipped = List.copyOf(skipped);
    left = List.copyOf(left);
  }

  /** 0 if something was measured, now or earlier, and nothing failed, else 1. */
  public int exitCode() {
    boolean measured = !done.isEmpty() || !earlier.isEmpty();
    return measured && failed.isEmpty() && left.isEmpty() ? 0 : 1;
  }

  /** For people: {@code 16 points done, 1 failed, 2 skipped}. */
  public String summary() {
    return done.size()
        + (done.size() == 1 ? " point done" : " points done")
        + counted(earlier, "done before")
        + counted(failed, "failed")
        + counted(skipped, "skipped")
        + counted(left, "not run");
  }

  private static String counted(List<SweepPoint> points, String what) {
    return points.isEmpty() ? "" : ", " + points.size() + " " + what;
  }
}
