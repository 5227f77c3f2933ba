package hpc.sweep;

import hpc.exec.Printable;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells people how far a sweep is. Calls come from one thread.
 *
 * <p>The time left is the mean time of the points so far, times the points to come, over the most
 * that ran at once. Sizes usually grow along a sweep, or fall where the largest are first, so it
 * says "about".
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
  private int mostAtOnce;
  private long startNanos;
  private long endedNanos;

  /** When each point that runs was started, the earliest first. */
  private final Map<SweepPoint, Long> running = new LinkedHashMap<>();

  /** How long those took that have ended but are not reported yet. */
  private final Map<SweepPoint, Long> took = new HashMap<>();

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

  void skipped(SweepPoint point, String reason) {
    line(place(point) + point.label() + "  skipped: " + reason);
  }

  /** An earlier start tried it as often as it may be tried, or it can never pass. */
  void givenUp(SweepPoint point, String reason) {
    line(place(point) + point.label() + "  failed before: " + reason);
  }

  void started(SweepPoint point) {
    running.put(point, nanoTime.getAsLong());
    mostAtOnce = Math.max(mostAtOnce, running.size());
    tick();
  }

  /** Time has gone by. Of several points that run the one that was started first is shown. */
  void tick() {
    if (style == Style.LIVE && !running.isEmpty()) {
      SweepPoint first = running.keySet().iterator().next();
      String place = place(first);
      String others = running.size() == 1 ? "" : " and %s more".formatted(running.size() - 1);
      String times = others + "  elapsed " + clock(nanoTime.getAsLong() - startNanos) + left();
      String label =
          shortened(Printable.line(first.label()), COLUMNS - place.length() - times.length());
      out.print(START_OF_LINE + place + label + times);
      out.flush();
    }
  }

  /** The point was running when the sweep was stopped. */
  void stopped(SweepPoint point) {
    running.remove(point);
  }

  /** The process has ended; {@link #done} or {@code failed} follows, perhaps later. */
  void ended(SweepPoint point) {
    long nanos = nanoTime.getAsLong() - running.remove(point);
    ended++;
    endedNanos += nanos;
    took.put(point, nanos);
  }

  void done(SweepPoint point) {
    String time = clock(took.remove(point));
    if (style == Style.LINES) {
      line(place(point) + point.label() + "  done in " + time + left());
    }
  }

  void failed(SweepPoint point, String reason) {
    line(place(point) + point.label() + "  failed in " + clock(took.remove(point)) + ": " + reason);
  }

  /** The same, but the point comes again. */
  void failedForNow(SweepPoint point, String reason) {
    toRun++;
    failed(point, reason + "; it is tried again");
  }

  /** The sweep is over; failed points are named again, since they may have scrolled away. */
  void end(String name, Sweep.Result result) {
    String elapsed = clock(nanoTime.getAsLong() - startNanos);
    line("sweep " + name + ": " + result.summary() + " in " + elapsed);
    result.failed().forEach(point -> line("failed: " + place(point) + point.label()));
  }

  private String left() {
    if (ended == 0 || ended == toRun) {
      return "";
    }
    long mean = endedNanos / ended;
    long nanos = mean * (toRun - ended);
    for (long start : running.values()) {
      nanos -= Math.min(mean, nanoTime.getAsLong() - start);
    }
    return "  left about " + clock(nanos / mostAtOnce);
  }

  private void line(String text) {
    out.print(style == Style.LIVE ? START_OF_LINE : "");
    out.println(Printable.line(text));
    out.flush();
  }

  private String place(SweepPoint point) {
    int width = Integer.toString(total).length();
    return ("[%" + width + "s/%s] ").formatted(point.index(), total);
  }

  private static String shortened(String text, int columns) {
    return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 3)) + "...";
  }

  static String clock(long nanos) {
    long seconds = nanos / 1_000_000_000;
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
