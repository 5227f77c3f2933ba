package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Samples;
import hpc.scaling.Aggregation;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryJsonTest {

  @Test
  void anObjectPerPlacementWithNumbersAsNumbers() {
    Aggregation aggregation =
        Aggregation.of(
            List.of(
                Samples.run(Samples.serial(), 1, 4, "1857859"),
                Samples.run(Samples.forkjoin(2), 1, 2, "1857859")));
    List<String> lines = SummaryJson.lines(aggregation).lines().toList();
    assertEquals(2, lines.size());
    String forkjoin = lines.getLast();
    assertTrue(forkjoin.startsWith("{\"app\":\"sieve\",\"algorithm\":"), forkjoin);
    assertTrue(forkjoin.contains("\"wall_median_s\":2,"), forkjoin);
    assertTrue(forkjoin.contains("\"speedup\":2,"), forkjoin);
    assertTrue(forkjoin.contains("\"mode\":\"forkjoin\","), forkjoin);
    assertTrue(forkjoin.endsWith("}"), forkjoin);
  }
}
