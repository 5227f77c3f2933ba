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
 */
public record DiffusionWorkload(DiffusionProblem diffusion, Kernel kernel) implements Workload {

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
  public void requireFit(Layout layout) {
    RowPartition partition = new RowPartition(diffusion.grid().nx(), layout.ranks());
    Field.requireRoom(diffusion.grid(), partition, Runtime.getRuntime().maxMemory());
  }

  @Override
  public DiffusionRun prepare(Execution execution) {
    return new DiffusionRun(diffusion, kernel, execution);
  }
}
