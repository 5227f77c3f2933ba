package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Placement;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.scaling.Comparison;
import hpc.scaling.ComparisonFile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {

  private static final OptionalDouble FIVE_PERCENT = OptionalDouble.of(0.05);

  @Test
  void saysWhatChangedByHowMuchAndHowSureThatIs() {
    List<RunRecord> a = runs(Samples.serial(), 1, 1, 1, 1, 1);
    a.addAll(runs(Samples.forkjoin(2), 0.5, 0.5, 0.5, 0.5, 0.5));
    a.addAll(runs(Samples.forkjoin(4), 0.3));
    a.addAll(runs(Samples.forkjoin(8), 0.2));
    List<RunRecord> b = runs(Samples.serial(), 1.21, 1.21, 1.21, 1.21, 1.21);
    b.addAll(runs(Samples.forkjoin(2), 0.4, 0.4, 0.5, 0.6, 0.6));
    b.addAll(runs(Samples.forkjoin(4), 0.3));
    b.addAll(runs(Samples.mpi(1, 4), 0.3));

    assertEquals(
        """
        A: old, 12 rows, version 0.1.0 abc123, on CPU X, c1
        B: new, 12 rows, version 0.1.0 abc123, on CPU X, c1

        sieve segmented scalar kernel: from=0 limit=30000000
        mode      nodes  ranks  threads  runs A  runs B  wall A, s  wall B, s    B/A   95 % interval  finding
        serial        1      1        1       5       5      1.000      1.210  1.210  1.210 to 1.210  slower, by more than 5 %
        forkjoin      1      1        2       5       5     0.5000     0.5000  1.000  0.800 to 1.200  not distinguishable
        forkjoin      1      1        4       1       1     0.3000     0.3000  1.000               -  too few rows

        geometric mean of 2 ratios B/A: 1.100 (0.984 to 1.205)
        0 faster, 1 slower, 1 not distinguishable, 1 too few rows
        only in A: 1 point: sieve segmented scalar from=0 limit=30000000, forkjoin 8
        only in B: 1 point: sieve segmented scalar from=0 limit=30000000, mpi 4
        Each interval stands for itself: were nothing changed, at least one of 2 points would still seem
            faster or slower with a probability of about 10 %.
        """,
        ComparisonTable.render(Comparison.of("old", a, "new", b), FIVE_PERCENT));
  }

  @Test
  void manyPointsOfOneSetAreCountedRatherThanListed() {
    List<RunRecord> a =
        IntStream.rangeClosed(1, 30)
            .mapToObj(n -> runs(Samples.forkjoin(n), 1).getFirst())
            .toList();
    String text =
        ComparisonTable.markdown(
            Comparison.of("a|b", a, "new\u001b[2J", List.of()), OptionalDouble.empty());
    assertTrue(text.contains("- only in A: 30 points: sieve"), text);
    assertTrue(text.contains("forkjoin 10; and 20 more\n"), text);
    assertTrue(text.contains("- A: a\\|b, 30 rows"), text);
    assertTrue(text.contains("- B: new?\\[2J, 0 rows\n"), text);
  }

  @Test
  void jsonHasAnObjectForEachPointAndOneForAll() {
    List<RunRecord> a = runs(Samples.serial(), 1, 1, 1, 1, 1);
    List<String> lines =
        ComparisonFile.json(Comparison.of("old", a, "new", runs(Samples.serial(), 2)))
            .lines()
            .toList();
    assertEquals(2, lines.size());
    assertTrue(
        lines
            .getFirst()
            .endsWith(
                "\"wall_median_a_s\":1,\"wall_median_b_s\":2,\"ratio\":2,\"ratio_low\":null,"
                    + "\"ratio_high\":null,\"finding\":\"too few rows\"}"),
        lines::toString);
    assertEquals(
        "{\"geometric_mean\":2,\"geometric_mean_low\":null,\"geometric_mean_high\":null,"
            + "\"geometric_mean_of\":1,\"faster\":0,\"slower\":0,\"not_distinguishable\":0}",
        lines.getLast());
  }

  private static List<RunRecord> runs(Placement placement, double... walls) {
    List<RunRecord> runs = new ArrayList<>();
    DoubleStream.of(walls)
        .forEach(wall -> runs.add(Samples.run(placement, runs.size() + 1, wall, "1857859")));
    return runs;
  }
}
