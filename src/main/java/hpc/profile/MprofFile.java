package hpc.profile;

import hpc.profile.MemoryTimeline.OfRank;
import hpc.profile.MemoryTimeline.Sample;
import java.time.Instant;
import java.util.Locale;

/**
 * The file that {@code mprof run} writes and {@code mprof plot} draws: the command, then memory in
 * MiB at times in seconds since 1970, then for each call of a function memory and time of its
 * beginning and its end.
 *
 * @see <a href="https://github.com/pythonprofilers/memory_profiler">memory_profiler</a>
 */
final class MprofFile {

  /** Before the command, at the beginning. */
  static final String COMMAND = "CMDLINE ";

  private static final double MIB = 1 << 20;

  private MprofFile() {}

  /** The text of the file for one process. */
  static String text(OfRank of) {
    StringBuilder text = new StringBuilder(COMMAND).append(of.command()).append('\n');
    for (Sample sample : of.samples()) {
      text.append(
          String.format(
              Locale.ROOT, "MEM %.6f %.4f%n", sample.resident() / MIB, seconds(sample.at())));
    }
    for (TimedCall span : of.spans()) {
      text.append(
          String.format(
              Locale.ROOT,
              "FUNC %s %.4f %.4f %.4f %.4f%n",
              span.method().fullName(),
              of.before(span.start()).resident() / MIB,
              seconds(span.start()),
              of.before(span.end()).resident() / MIB,
              seconds(span.end())));
    }
    return text.toString();
  }

  private static double seconds(Instant at) {
    return at.getEpochSecond() + at.getNano() * 1e-9;
  }
}
