package hpc.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * One line on a terminal that says how far a repetition is and how long it may still take. It
 * appears when that has taken a while, and wipes itself out at the end.
 */
final class ProgressLine implements LongConsumer {

  private static final long FIRST_NANOS = 2_000_000_000L;
  private static final long EVERY_NANOS = 500_000_000L;
  private static final String WIPE = "\r\033[K";

  private final long total;
  private final PrintStream terminal;
  private final LongSupplier nanoTime;
  private long done;
  private long start;
  private long due;

  /**
   * Shows nothing yet.
   *
   * @param total the work of one repetition, reached exactly
   * @param terminal where the line appears
   * @param nanoTime the clock
   */
  ProgressLine(long total, PrintStream terminal, LongSupplier nanoTime) {
    this.total = total;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /** So much more is done; any thread may say so. */
  @Override
  public synchronized void accept(long more) {
    long now = nanoTime.getAsLong();
    if (done == 0) {
      start = now;
      due = now + FIRST_NANOS;
    }
    done += more;
    if (done >= total) {
      terminal.print(now - start >= FIRST_NANOS ? WIPE : "");
      done = 0;
    } else if (now - due >= 0) {
      due = now + EVERY_NANOS;
      terminal.print(WIPE + line(now));
    }
    terminal.flush();
  }

  private String line(long now) {
    double share = (double) done / total;
    long seconds = Math.round((now - start) * 1e-9 * (1 - share) / share);
    return String.format(
        Locale.ROOT, "%3.0f %%  left about %d:%02d", 100 * share, seconds / 60, seconds % 60);
  }
}
