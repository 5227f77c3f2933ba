package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.sweep.SweepPolicy.BuildAndCpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the directory of a sweep tells of its rungs. */
class LadderStepTest {

  private static final String LADDER =
      """
      sweep: s
      runs:
        - {workload: sieve, rung: done, options: {limit: 1}}
        - {workload: sieve, options: {limit: 2}}
        - {workload: sieve, rung: skipped, options: {limit: 3}}
        - {workload: sieve, rung: failed, options: {limit: 4}}
        - {workload: diffusion, rung: to come}
        - {workload: command, rung: of others, name: x, program: x, solves: diffusion, answer: (.)}
      """;

  private static final BuildAndCpu HERE = new BuildAndCpu("1.0 abc", "a processor");

  @TempDir private Path directory;

  @Test
  void eachIsThereOrAbsentForAReason() throws IOException {
    SweepConfig config = write(LADDER);
    List<SweepPoint> points = config.points();
    try (Journal journal = begun()) {
      journal.started(points.get(0), 1);
      journal.done(points.get(0), 1.5);
      journal.skipped(points.get(2), "absent: libx.so is not built");
      journal.started(points.get(3), 1);
      journal.failed(points.get(3), PointFailure.FAILED, "exit 1: the end");
      journal.skipped(points.get(5), "wants 2 cpus");
    }
    assertEquals(
        List.of(
            new LadderStep("sieve", "done", points.get(0).id(), Optional.empty()),
            new LadderStep(
                "sieve", "skipped", points.get(2).id(), Optional.of("libx.so is not built")),
            new LadderStep(
                "sieve", "failed", points.get(3).id(), Optional.of("failed: exit 1: the end")),
            new LadderStep("diffusion", "to come", points.get(4).id(), Optional.of("has not run")),
            new LadderStep(
                "diffusion", "of others", points.get(5).id(), Optional.of("wants 2 cpus"))),
        LadderStep.in(directory, Catalogs.HPC));
  }

  @Test
  void whatWasSkippedOnceAndRunLaterIsThere() throws IOException {
    SweepPoint point = write(LADDER).points().getFirst();
    try (Journal journal = begun()) {
      journal.skipped(point, "absent: nothing is built");
    }
    assertEquals(
        Optional.of("nothing is built"),
        LadderStep.in(directory, Catalogs.HPC).getFirst().absence());
    try (Journal journal = begun()) {
      journal.started(point, 1);
      journal.done(point, 1.5);
    }
    assertEquals(Optional.empty(), LadderStep.in(directory, Catalogs.HPC).getFirst().absence());
  }

  @Test
  void elsewhereThereAreNone() throws IOException {
    assertEquals(List.of(), LadderStep.in(directory, Catalogs.HPC));
    write("sweep: s\nruns:\n  - workload: sieve\n");
    assertEquals(List.of(), LadderStep.in(directory, Catalogs.HPC));
    Files.writeString(directory.resolve("config.yaml"), "what: else\n");
    String complaint =
        assertThrows(IllegalArgumentException.class, () -> LadderStep.in(directory, Catalogs.HPC))
            .getMessage();
    assertTrue(complaint.contains("config.yaml:1:1"), complaint);
  }

  private SweepConfig write(String text) throws IOException {
    Files.writeString(directory.resolve("config.yaml"), text);
    return SweepConfig.parse("config.yaml", text, Catalogs.HPC);
  }

  private Journal begun() {
    Journal journal = Journal.open(directory.resolve("journal.log"));
    journal.begin(new SweepPolicy(SweepPolicy.Start.RESUMED, 2, HERE), 1);
    return journal;
  }
}
