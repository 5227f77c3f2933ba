package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SweepProgressTest {

  private static final String START_OF_LINE = "\r\033[K";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long seconds;

  @Test
  void plainLinesTellEachPointOnce() {
    SweepProgress progress = progress(SweepProgress.Style.LINES);
    progress.begin(12, 3);
    progress.skipped(point(12), "too large");
    run(progress, point(1), 42);
    progress.started(point(2));
    progress.tick();
    seconds += 3600;
    progress.ended(point(2));
    progress.failed(point(2), "exit 1: out of luck");
    run(progress, point(3), 60);
    progress.end(
        "s",
        new Sweep.Result(
            List.of(),
            List.of(point(1), point(3)),
            List.of(point(2)),
            List.of(point(12)),
            List.of()));

    assertEquals(
        List.of(
            "[12/12] sieve limit=12  skipped: too large",
            "[ 1/12] sieve limit=1  done in 0:42  left about 1:24",
            "[ 2/12] sieve limit=2  failed in 1:00:00: exit 1: out of luck",
            "[ 3/12] sieve limit=3  done in 1:00",
            "sweep s: 2 points done, 1 failed, 1 skipped in 1:01:42",
            "failed: [ 2/12] sieve limit=2"),
        bytes.toString(StandardCharsets.UTF_8).lines().toList());
  }

  @Test
  void liveLineIsWrittenOver() {
    SweepProgress progress = progress(SweepProgress.Style.LIVE);
    progress.begin(24, 24);
    run(progress, point(6), 10);
    progress.started(point(7));
    seconds += 4;
    progress.tick();

    assertEquals(
        START_OF_LINE
            + "[ 6/24] sieve limit=6  elapsed 0:00"
            + START_OF_LINE
            + "[ 7/24] sieve limit=7  elapsed 0:10  left about 3:50"
            + START_OF_LINE
            + "[ 7/24] sieve limit=7  elapsed 0:14  left about 3:46",
        bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void pointThatTakesLongerThanTheMeanDoesNotTurnTheRestNegative() {
    SweepProgress progress = progress(SweepProgress.Style.LIVE);
    progress.begin(2, 2);
    run(progress, point(1), 10);
    progress.started(point(2));
    seconds += 100;
    progress.tick();

    assertTrue(bytes.toString(StandardCharsets.UTF_8).endsWith("elapsed 1:50  left about 0:00"));
  }

  @Test
  void ofSeveralThatRunTheFirstIsShownAndTimeLeftIsSharedOut() {
    SweepProgress progress = progress(SweepProgress.Style.LIVE);
    progress.begin(9, 9);
    progress.started(point(1));
    progress.started(point(2));
    seconds += 10;
    progress.ended(point(1));
    progress.done(point(1));
    progress.tick();

    // eight to come of ten seconds each, one of them nearly over, two at once
    assertTrue(
        bytes
            .toString(StandardCharsets.UTF_8)
            .endsWith("[2/9] sieve limit=2  elapsed 0:10  left about 0:35"));
    progress.started(point(3));
    assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("limit=2 and 1 more  elapsed"));
  }

  @Test
  void failureStaysOnTheTerminal() {
    SweepProgress progress = progress(SweepProgress.Style.LIVE);
    progress.begin(1, 1);
    progress.started(point(1));
    progress.ended(point(1));
    progress.failed(point(1), "exit 1: no");

    assertTrue(
        bytes
            .toString(StandardCharsets.UTF_8)
            .endsWith(START_OF_LINE + "[1/1] sieve limit=1  failed in 0:00: exit 1: no\n"));
  }

  @Test
  void liveLineDoesNotWrap() {
    SweepProgress progress = progress(SweepProgress.Style.LIVE);
    progress.begin(1, 1);
    progress.started(new SweepPoint(1, "sieve", Points.options("limit", "x".repeat(200))));

    String line = bytes.toString(StandardCharsets.UTF_8).substring(START_OF_LINE.length());
    assertEquals(79, line.length());
    assertTrue(line.endsWith("xxx...  elapsed 0:00"), line);
  }

  private void run(SweepProgress progress, SweepPoint point, int takes) {
    progress.started(point);
    seconds += takes;
    progress.ended(point);
    progress.done(point);
  }

  private static SweepPoint point(int index) {
    return new SweepPoint(index, "sieve", Points.options("limit", Integer.toString(index)));
  }

  private SweepProgress progress(SweepProgress.Style style) {
    return new SweepProgress(out, style, () -> TimeUnit.SECONDS.toNanos(seconds));
  }
}
