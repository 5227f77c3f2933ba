package hpc.diffusion;

import hpc.exec.Execution;
import hpc.exec.Layout;
import hpc.exec.Problem;
import hpc.exec.Workload;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Explicit diffusion as something to be run and timed.
 *
 * @param diffusion what is solved
 * @param kernel with what
 * @param decomposition how ranks share the field
 * @param blocking how a rank goes through its share
 */
public record DiffusionWorkload(
    DiffusionProblem diffusion, Kernel kernel, Decomposition decomposition, Blocking blocking)
    implements Workload {

  /** Shared and blocked by rule. */
  public DiffusionWorkload(DiffusionProblem diffusion, Kernel kernel) {
    this(diffusion, kernel, Decomposition.AUTO, Blocking.AUTO);
  }

  @Override
  public Problem problem() {
    Grid grid = diffusion.grid();
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("nx", Long.toString(grid.nx()));
    parameters.put("ny", Long.toString(grid.ny()));
    parameters.put("dx", Double.toString(grid.dx()));
    parameters.put("dy", Double.toString(grid.dy()));
    parameters.put("diffusivity", Double.toString(diffusion.diffusivity()));
    parameters.put("dt", Double.toString(diffusion.dt()));
    parameters.put("steps", Long.toString(diffusion.steps()));
    parameters.put("bc", diffusion.sides().toString());
    parameters.put("ic", diffusion.initial().toString());
    return new Problem(
        "diffusion",
        "explicit",
        kernel.name(),
        parameters,
        grid.points(),
        diffusion.updates(),
        "updates",
        "MLUP/s");
  }

  @Override
  public void requireFit(Layout layout, long heapBytes) {
    Block block = share(0, layout.ranks());
    Tiling tiling = blocking.over(block, layout.threads(), diffusion.steps());
    Field.requireRoom(block, tiling.steps(), heapBytes);
  }

  /** What rank {@code rank} of {@code ranks} has of the field. */
  Block share(int rank, int ranks) {
    RankGrid grid = decomposition.over(diffusion.grid(), diffusion.sides(), ranks);
    return new Block(grid, diffusion.sides(), rank);
  }

  @Override
  public DiffusionRun prepare(Execution execution) {
    return new DiffusionRun(this, execution);
  }
}
