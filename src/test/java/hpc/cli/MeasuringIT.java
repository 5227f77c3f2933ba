package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.rig.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a solver repeats, and whether its memory is what the system accounts. */
@Timeout(1200)
class MeasuringIT {

  private static final Path TIME = Path.of("/usr/bin/time");
  private static final Pattern MAX_RSS = Pattern.compile("Maximum resident set size.*: (\\d+)");
  private static final Pattern PEAK = Pattern.compile("\"rss_peak_bytes\":(\\d+)");
  private static final Pattern KNOWN_TO = Pattern.compile("the median is known to (\\S+) %");
  private static final double TOLERANCE = 0.03;
  private static final String FIELD = "diffusion --nx 4096 --ny 4096 --steps 60";
  private static final String FLAGS = "sieve --algorithm odds --limit 4e8";
  private static final String COUNT = "sieve --limit 2e10";

  @TempDir private Path directory;

  /** One repetition, as peaks are forgotten between them and the system forgets nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        FIELD,
        FIELD + " --threads 2",
        FIELD + " --ranks 2",
        FLAGS,
        COUNT + " --threads 2",
        COUNT + " --ranks 2"
      })
  void thePeakIsThatOfTheSystem(String words) throws Exception {
    Programs.require("time");
    List<String> command = new ArrayList<>(List.of(TIME.toString(), "-v"));
    command.addAll(HpcProcess.command());
    command.addAll(List.of((words + " --json").split(" ", -1)));
    HpcProcess.Ended ended = HpcProcess.start(directory, HpcProcess.BOTH_COMPILERS, command).end();

    double ours = number(PEAK, ended.answer());
    double accounted = number(MAX_RSS, ended.err()) * 1024;
    assertEquals(
        1,
        ours / accounted,
        TOLERANCE,
        () -> String.format(Locale.ROOT, "%.0f of %.0f bytes", ours, accounted));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "1, 2"})
  void repeatsUntilTheMedianIsKnown(int ranks, int threads) throws Exception {
    Repeated wide = repeat(ranks, threads, "--repeat", "6..60", "--precision", "99.9%");
    assertTrue(6 <= wide.rows() && wide.rows() <= 60, wide::toString);
    // a busy machine may need all 60, and says so
    if (wide.why().startsWith("the median is known to ")) {
      assertTrue(wide.percent() <= 100, wide::toString); // two digits: 99.9 is printed as 100
    } else {
      assertEquals(60, wide.rows(), wide::toString);
      assertTrue(wide.why().startsWith("as often as allowed; "), wide::toString);
      assertTrue(wide.percent() >= 100, wide::toString);
    }

    Repeated most = repeat(ranks, threads, "--repeat", "6..9", "--precision", "1e-9");
    assertEquals(9, most.rows());
    assertTrue(most.why().startsWith("as often as allowed; "), most::toString);

    Repeated dear =
        repeat(ranks, threads, "--repeat", "7..90", "--precision", "1e-9", "--budget", "1e-6");
    assertEquals(7, dear.rows());
    assertTrue(dear.why().startsWith("the budget is spent; "), dear::toString);
  }

  /** How many rows a run has left, and what it says of them. */
  private record Repeated(int rows, String why) {

    double percent() {
      return number(KNOWN_TO, why);
    }
  }

  private Repeated repeat(int ranks, int threads, String... repeat) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("diffusion", "--nx", "64", "--ny", "64", "--steps", "20"));
    words.addAll(List.of("--ranks", "" + ranks, "--threads", "" + threads, "--json"));
    words.addAll(List.of(repeat));
    HpcProcess.Ended ended = HpcProcess.run(directory, words.toArray(String[]::new));
    int rows = (int) ended.answer().lines().count();
    String announced = rows + " repetitions: ";
    String line =
        ended
            .err()
            .lines()
            .filter(said -> said.contains(announced))
            .findFirst()
            .orElseThrow(() -> new AssertionError(ended));
    return new Repeated(rows, line.substring(line.indexOf(announced) + announced.length()));
  }

  @Test
  void saysOnceWhyItStopped() throws Exception {
    HpcProcess.Ended ended =
        HpcProcess.run(
            directory, "sieve --limit 1e6 --ranks 2 --repeat 6..7 --precision 1e-9".split(" ", -1));
    assertEquals("78498", ended.answer().strip());
    assertEquals(
        1,
        ended
            .err()
            .lines()
            .filter(line -> line.contains("7 repetitions: as often as allowed; the median is"))
            .count(),
        ended::toString);
  }

  private static double number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    assertTrue(found.find(), text);
    return Double.parseDouble(found.group(1));
  }
}
