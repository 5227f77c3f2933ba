package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a count takes of the memory of a node, as the program itself tells. */
@Timeout(1200)
class SieveMemoryIT {

  private static final long MIB = 1L << 20;
  private static final Pattern PEAK = Pattern.compile("\"rss_peak_bytes\":(\\d+)");

  @TempDir Path directory;

  @Test
  void aCountOnOneThreadPeaksBelow150Mib() throws Exception {
    long peak = peakBytes(1);
    assertTrue(peak < 150 * MIB, () -> "peak of " + peak);
  }

  /** Over six threads, so that what the JVM itself takes more or less of does not tell. */
  @Test
  void aThreadTakesLessThan4Mib() throws Exception {
    long two = peakBytes(2);
    long eight = peakBytes(8);
    assertTrue(eight - two < 6 * 4 * MIB, () -> "peaks of %s and %s".formatted(two, eight));
  }

  private long peakBytes(int threads) throws Exception {
    String record =
        HpcProcess.run(
                directory, "sieve", "--limit", "1e9", "--json", "-q", "--threads", "" + threads)
            .answer();
    Matcher peak = PEAK.matcher(record);
    assertTrue(peak.find(), record);
    return Long.parseLong(peak.group(1));
  }
}
