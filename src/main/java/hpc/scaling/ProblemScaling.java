package hpc.scaling;

import hpc.exec.Problem;
import java.util.List;

/**
 * How one problem, solved by one kernel on one kind of processor, scales.
 *
 * @param problem what was solved
 * @param cpuModel on which processor
 * @param layouts figures per layout, by cores; at least one
 */
public record ProblemScaling(Problem problem, String cpuModel, List<LayoutFigures> layouts) {

  /** Copies the list. */
  public ProblemScaling {
    layouts = List.copyOf(layouts);
  }
}
