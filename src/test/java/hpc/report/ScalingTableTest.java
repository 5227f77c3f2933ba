package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Conditions;
import hpc.bench.Measure;
import hpc.bench.Measures;
import hpc.bench.Placement;
import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.Problem;
import hpc.scaling.Aggregation;
import hpc.scaling.Recommendation.Criteria;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScalingTableTest {

  private static final String ANSWER = "1857859";
  private static final int PAGE_WIDTH = 100;
  private static final Criteria DEMANDS = new Criteria(0.75, "");

  @Test
  void showsABlockPerProblem() {
    Aggregation aggregation =
        Aggregation.of(
            List.of(
                Samples.run(Samples.serial(), 1, 0.0951237, ANSWER),
                Samples.run(Samples.forkjoin(2), 1, 0.05, ANSWER),
                Samples.run(new Placement(Mode.MPI, 2, 128, 64), 1, 0.001, ANSWER)));

    assertEquals(
        """
        sieve segmented scalar kernel: from=0 limit=30000000
        mode      nodes  ranks  threads  cores  runs    wall s  Mnumbers/s  speedup  efficiency  RSS MiB
        serial        1      1        1      1     1   0.09512       315.4     1.00     100.0 %     64.0
        forkjoin      1      1        2      2     1   0.05000       600.0     1.90      95.1 %     64.0
        mpi           2    128       64   8192     1  0.001000       30000    95.12       1.2 %   8192.0
        forkjoin: use 2 cores: efficiency 95.1 %, the most that were measured; 0.000028 core-hours a run;
            sbatch --nodes=1 --ntasks=1 --cpus-per-task=2 --mem-per-cpu=39M
        mpi: use 1 core: more do not reach an efficiency of 75 %; 0.000026 core-hours a run; sbatch
            --nodes=1 --ntasks=1 --cpus-per-task=1 --mem-per-cpu=77M
        """,
        Section.text(ScalingTable.sections(aggregation, DEMANDS)));
  }

  @Test
  void breaksLongProblemsBetweenParametersAndNamesProcessorsWhenThereAreSeveral() {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    IntStream.range(0, 12).forEach(i -> parameters.put("parameter" + i, "1.25"));
    Aggregation aggregation =
        Aggregation.of(List.of(run(parameters, "CPU X"), run(parameters, "CPU Y\u001b[2J")));

    String text = Section.text(ScalingTable.sections(aggregation, DEMANDS));

    assertTrue(text.lines().allMatch(line -> line.length() <= PAGE_WIDTH), text);
    assertTrue(text.contains("parameter11=1.25 on CPU X\nmode "), text);
    assertTrue(text.contains("parameter11=1.25 on CPU Y?[2J\nmode "), text);
    assertTrue(text.contains("\n\ndiffusion explicit"), text);
  }

  @Test
  void nothingIsAnEmptyText() {
    assertEquals("", Section.text(ScalingTable.sections(Aggregation.of(List.of()), DEMANDS)));
  }

  private static RunRecord run(SequencedMap<String, String> parameters, String cpuModel) {
    return new RunRecord(
        new RunMetadata("r1", "", "n1", "", "", "", "", cpuModel, "25", "", "0.1.0", ""),
        Instant.EPOCH,
        1,
        RunRecord.Status.OK,
        1,
        new Problem("diffusion", "explicit", "scalar", parameters, 1, 1, "updates", "MLUP/s"),
        Samples.serial(),
        new Measures(Map.of(Measure.WALL, 1.0)),
        new Outcome("mean=1;field=0", Outcome.Verdict.UNCHECKED, ""),
        Conditions.UNKNOWN);
  }
}
