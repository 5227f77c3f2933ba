package hpc.scaling;

import hpc.exec.Problem;
import java.util.List;

/**
 * How one problem, solved by one kernel on one kind of processor, scales.
 *
 * @param problem what was solved
 * @param cpuModel on which processor
 * @param placements figures per placement, by cores; at least one
 */
public record ProblemScaling(Problem problem, String cpuModel, List<PlacementFigures> placements) {

  /** Copies the list. */
  public ProblemScaling {
    placements = List.copyOf(placements);
  }
}
