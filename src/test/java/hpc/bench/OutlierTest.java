package hpc.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutlierTest {

  @Test
  void aSlowRepetitionIsNamedWithNodeAndCause() {
    List<Outlier> found = Outlier.among(runs("steal@n1", 1.0, 1.01, 0.99, 1.02, 1.5));
    assertEquals(
        List.of("repetition 5 took 1.5 s on n1, 49 % more than the median of 5: likely steal@n1"),
        found.stream().map(Outlier::line).toList());
  }

  @Test
  void aFastOneIsNamedTooAndMayHaveNoCause() {
    List<Outlier> found = Outlier.among(runs("", 1.0, 1.01, 0.99, 1.0, 1.01, 0.5));
    assertEquals(
        List.of("repetition 6 took 0.5 s on n1, 50 % less than the median of 6: no cause was seen"),
        found.stream().map(Outlier::line).toList());
  }

  @Test
  void fewerThanFiveTellNothing() {
    assertEquals(List.of(), Outlier.among(runs("", 1, 1, 1, 99)));
  }

  @Test
  void whatIsOffByLessThanTwoPerCentIsNoOutlierHoweverQuietTheRest() {
    assertEquals(List.of(), Outlier.among(runs("", 1, 1, 1, 1, 1, 1.019)));
    assertEquals(1, Outlier.among(runs("", 1, 1, 1, 1, 1, 1.021)).size());
  }

  @Test
  void normalNoiseIsSeldomCalledAnOutlierAndARealOneNearlyAlways() {
    int alarms = 0;
    int found = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      double[] walls = random.doubles(20).map(u -> 1 + 0.01 * random.nextGaussian()).toArray();
      alarms += Outlier.among(runs("", walls)).size();
      walls[7] *= 1.2;
      found +=
          Outlier.among(runs("", walls)).stream().anyMatch(o -> o.run().repetition() == 8) ? 1 : 0;
    }
    assertTrue(alarms < 0.02 * 500 * 20, "false alarms " + alarms);
    assertEquals(500, found);
  }

  private static List<RunRecord> runs(String disturbance, double... walls) {
    List<RunRecord> runs = new ArrayList<>();
    for (double wall : walls) {
      RunRecord run = Samples.run(Samples.serial(), runs.size() + 1, wall, "4");
      runs.add(
          new RunRecord(
              run.origin(),
              run.started(),
              run.repetition(),
              run.status(),
              run.part(),
              run.problem(),
              run.placement(),
              run.measures(),
              run.outcome(),
              new Conditions(disturbance, OptionalInt.empty())));
    }
    return runs;
  }
}
