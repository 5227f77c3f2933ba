package hpc.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Placement;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PeerComparisonTest {

  private final List<RunRecord> runs = new ArrayList<>();

  @Test
  void timesAreHeldAgainstTheFastestOfOursOnAsManyCores() {
    add("wheel", "scalar", Samples.serial(), 4);
    add("wheel", "vector", Samples.forkjoin(2), 2.5);
    add("wheel", "vector", Samples.mpi(1, 2), 2);
    add("peer", "external", Samples.serial(), 2);
    add("peer", "external", Samples.forkjoin(2), 3);
    add("peer", "external", Samples.forkjoin(4), 1);

    PeerComparison comparison = only();

    assertEquals(
        List.of(
            "peer 1 0.5 peer",
            "wheel 1 1.0 ours",
            "wheel 2 1.0 ours",
            "wheel 2 1.25 ours",
            "peer 2 1.5 peer",
            "peer 4 none peer"),
        lines(comparison));
    assertEquals("wheel", comparison.problem().algorithm());
  }

  @Test
  void withoutOursTheFirstProgramIsTheMeasure() {
    add("b", "external", Samples.serial(), 3);
    add("a", "external-process", Samples.serial(), 2);

    assertEquals(List.of("a 1 1.0 peer", "b 1 1.5 peer"), lines(only()));
    assertTrue(only().entries().getFirst().timesProcess());
  }

  @Test
  void oursAloneAreNoComparison() {
    add("wheel", "scalar", Samples.serial(), 4);
    add("naive", "scalar", Samples.serial(), 8);

    assertEquals(List.of(), PeerComparison.of(Aggregation.of(runs)));
  }

  @Test
  void otherProblemsAreNotMixed() {
    add("wheel", "scalar", Samples.serial(), 4);
    runs.add(row("peer", "external", Samples.sieve(7), Samples.serial(), 1, 1));

    assertEquals(List.of("peer 1 1.0 peer"), lines(only()));
  }

  @Test
  void ratiosHaveIntervalsFromFiveRunsOnAndTheMeasureHasNone() {
    for (int i = 1; i <= 5; i++) {
      runs.add(row("wheel", "scalar", Samples.sieve(9), Samples.serial(), i, 1 + 0.01 * i));
      runs.add(row("peer", "external", Samples.sieve(9), Samples.serial(), i, 2 + 0.02 * i));
    }
    List<PeerComparison.Entry> entries = only().entries();

    assertEquals(Optional.empty(), entries.get(0).ratioInterval());
    Interval interval = entries.get(1).ratioInterval().orElseThrow();
    assertTrue(interval.holds(2), interval::toString);
    assertTrue(1.9 < interval.low() && interval.high() < 2.1, interval::toString);
  }

  @Test
  void aPeerHasNoSpeedupOverOurs() {
    add("wheel", "scalar", Samples.serial(), 4);
    add("peer", "external", Samples.forkjoin(2), 1);

    assertEquals(1, only().entries().getLast().figures().speedup());
  }

  private PeerComparison only() {
    List<PeerComparison> all = PeerComparison.of(Aggregation.of(runs));
    assertEquals(1, all.size(), all::toString);
    return all.getFirst();
  }

  private static List<String> lines(PeerComparison comparison) {
    return comparison.entries().stream()
        .map(entry ->
            "%s %s %s %s"
                .formatted(
                    entry.problem().algorithm(),
                    entry.figures().placement().cores(),
                    entry.ratio().equals(OptionalDouble.empty())
                        ? "none"
                        : Double.toString(entry.ratio().getAsDouble()),
                    entry.isPeer() ? "peer" : "ours"))
        .toList();
  }

  private void add(String algorithm, String kernel, Placement placement, double seconds) {
    runs.add(row(algorithm, kernel, Samples.sieve(9), placement, 1, seconds));
  }

  private static RunRecord row(
      String algorithm,
      String kernel,
      Problem of,
      Placement placement,
      int repetition,
      double seconds) {
    RunRecord sample = Samples.run(placement, repetition, seconds, "4");
    Problem problem =
        new Problem(
            of.app(),
            algorithm,
            kernel,
            of.parameters(),
            of.size(),
            of.work(),
            of.workUnit(),
            of.rateUnit());
    return new RunRecord(
        sample.origin(),
        sample.started(),
        repetition,
        sample.status(),
        1,
        problem,
        placement,
        sample.measures(),
        sample.outcome(),
        sample.conditions());
  }
}
