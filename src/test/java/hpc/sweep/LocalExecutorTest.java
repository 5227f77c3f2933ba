package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalExecutorTest {

  private final LocalExecutor executor = new LocalExecutor(List.of("java", "-jar", "hpc.jar"), 4);

  @Test
  void ranksGoToTheCommandAndNodesDoNot() {
    SweepPoint point =
        Points.of("sieve", "limit", "1e8", "mode", "mpi", "nodes", "1", "ranks", "2");

    assertEquals(
        List.of("java", "-jar", "hpc.jar", "sieve", "--limit=1e8", "--mode=mpi", "--ranks=2"),
        executor.command(
            new PointQueue.Attempt(
                point,
                1,
                executor
                    .allocator()
                    .take(executor.needs(point), CpuAllocator.Extent.PART)
                    .orElseThrow())));
  }

  @Test
  void asManyCpusAsThereAreFit() {
    assertEquals(Optional.empty(), executor.misfit(Points.of("sieve", "threads", "4")));
    assertEquals(
        Optional.empty(),
        executor.misfit(Points.of("sieve", "ranks", "2", "threads", "2", "nodes", "1")));
  }

  @Test
  void moreCpusThanThereAreDoNotFit() {
    assertEquals(
        Optional.of("wants 6 cpus, this machine has 4"),
        executor.misfit(Points.of("sieve", "ranks", "2", "threads", "3")));
  }

  @Test
  void twoNodesDoNotFit() {
    assertEquals(
        Optional.of("wants 2 nodes, this machine is one"),
        executor.misfit(Points.of("sieve", "ranks", "2", "nodes", "2")));
  }

  @Test
  void pointIsNoTaskOfTheJobAroundTheSweep() {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "SLURM_JOB_ID", "1",
                "SLURM_STEP_ID", "0",
                "SLURM_STEPID", "0",
                "SLURM_PROCID", "1",
                "SLURM_NTASKS", "2",
                "SLURM_NPROCS", "2",
                "SLURM_CPUS_PER_TASK", "4"));

    executor.adjust(environment);

    assertEquals(Map.of("SLURM_JOB_ID", "1"), environment);
  }
}
