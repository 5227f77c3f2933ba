package hpc.sweep;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * Tells people how far a sweep is. Calls come from one thread.
 *
 * <p>The time left is the mean time of the points so far, times the points to come. Sizes usually
 * grow along a sweep, so it says "about".
 */
public final class SweepProgress {

  /** How progress is shown. */
  public enum Style {
    /** one line that is written over again: for a terminal */
    LIVE,
    /** a line when a point has ended: for a file */
    LINES
  }

  private static final int COLUMNS = 79; // a line that wraps could not be written over
  private static final String START_OF_LINE = "\r\033[K";

  private final PrintStream out;
  private final Style style;
  private final LongSupplier nanoTime;

  private int total;
  private int toRun;
  private int ended;
  private long startNanos;
  private long pointStartNanos;
  private long endedNanos;
  private Point running;

  /**
   * Starts with nothing shown.
   *
   * @param out stderr outside tests
   * @param nanoTime {@code System::nanoTime} outside tests
   */
  public SweepProgress(PrintStream out, Style style, LongSupplier nanoTime) {
    this.out = out;
    this.style = style;
    this.nanoTime = nanoTime;
  }

  /** The sweep begins, {@code toRun} of its {@code total} points fit. */
  void begin(int total, int toRun) {
    this.total = total;
    this.toRun = toRun;
    startNanos = nanoTime.getAsLong();
  }

  void skipped(Point point, String reason) {
    line(place(point) + point.label() + "  skipped: " + reason);
  }

  /** An earlier start tried it as often as it may be tried, or it can never pass. */
  void givenUp(Point point, String reason) {
    line(place(point) + point.label() + "  failed before: " + reason);
  }

  void started(Point point) {
    running = point;
    pointStartNanos = nanoTime.getAsLong();
    tick();
  }

  /** Time has gone by. */
  void tick() {
    if (style == Style.LIVE) {
      String place = place(running);
      String times = "  elapsed " + clock(nanoTime.getAsLong() - startNanos) + left();
      String label = shortened(running.label(), COLUMNS - place.length() - times.length());
      out.print(START_OF_LINE + place + label + times);
      out.flush();
    }
  }

  void done(Point point) {
    String took = end();
    if (style == Style.LINES) {
      line(place(point) + point.label() + "  done in " + took + left());
    }
  }

  void failed(Point point, String reason) {
    line(place(point) + point.label() + "  failed in " + end() + ": " + reason);
  }

  /** The same, but the point comes again. */
  void failedForNow(Point point, String reason) {
    toRun++;
    failed(point, reason + "; it is tried again");
  }

  /** The sweep is over; failed points are named again, since they may have scrolled away. */
  void end(String name, SweepResult result) {
    String elapsed = clock(nanoTime.getAsLong() - startNanos);
    line("sweep " + name + ": " + result.summary() + " in " + elapsed);
    result.failed().forEach(point -> line("failed: " + place(point) + point.label()));
  }

  private String end() {
    long nanos = nanoTime.getAsLong() - pointStartNanos;
    ended++;
    endedNanos += nanos;
    running = null;
    return clock(nanos);
  }

  private String left() {
    if (ended == 0 || ended == toRun) {
      return "";
    }
    long mean = endedNanos / ended;
    long nanos = mean * (toRun - ended);
    if (running != null) {
      nanos -= Math.min(mean, nanoTime.getAsLong() - pointStartNanos);
    }
    return "  left about " + clock(nanos);
  }

  private void line(String text) {
    out.println(style == Style.LIVE ? START_OF_LINE + text : text);
    out.flush();
  }

  private String place(Point point) {
    int width = Integer.toString(total).length();
    return ("[%" + width + "d/%d] ").formatted(point.index(), total);
  }

  private static String shortened(String text, int columns) {
    return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 3)) + "...";
  }

  static String clock(long nanos) {
    long seconds = nanos / 1_000_000_000;
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
