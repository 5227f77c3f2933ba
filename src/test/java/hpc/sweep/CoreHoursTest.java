package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreHoursTest {

  private static final OptionalLong HALF_AN_HOUR = OptionalLong.of(30);

  private final SweepPoint two = Points.of("sieve", "limit", "1", "threads", "2");
  private final SweepPoint four = Points.of("sieve", "limit", "2", "ranks", "4");
  @TempDir private Path directory;

  @Test
  void whatWasMeasuredCostsTheSameAgainAlsoElsewhereAndWithoutResuming() throws IOException {
    History history =
        history(
            "begin\told build\told machine",
            "done\t" + two.id() + "\t900.000",
            "anew\tbuild\tmachine",
            "done\t" + two.id() + "\t1800.000",
            "fail\t" + four.id() + "\tFAILED\tno luck");

    assertEquals("core-hours: about 1.00, as measured before", line(history, two));
    assertEquals(
        "core-hours: about 1.00 for what was measured before, unknown for 1 point",
        line(history, two, four));
    assertEquals(
        "core-hours: 3.00 at most: about 1.00 as measured before, the whole time for 1 point",
        CoreHours.line(List.of(two, four), history, HALF_AN_HOUR));
  }

  @Test
  void whatWasNeverMeasuredIsBoundedByItsTime() throws IOException {
    assertEquals(
        "core-hours: 3.00 at most, if every point takes its whole time",
        CoreHours.line(List.of(two, four), history(), HALF_AN_HOUR));
    assertEquals(
        "core-hours: unknown: nothing was measured here before (sbatch: --time bounds it)",
        line(history(), two, four));
  }

  private static String line(History history, SweepPoint... points) {
    return CoreHours.line(List.of(points), history, OptionalLong.empty());
  }

  private History history(String... events) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < events.length; i++) {
      text.append("2026-01-31T12:00:0%s.000Z\t%s\n".formatted(i, events[i]));
    }
    return History.read(List.of(Files.writeString(directory.resolve("journal.log"), text)));
  }
}
