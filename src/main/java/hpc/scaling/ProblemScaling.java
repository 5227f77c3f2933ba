package hpc.scaling;

import hpc.exec.Problem;
import java.util.List;

/**
 * How one problem, solved by one kernel on one kind of processor, scales.
 *
 * @param problem what was solved
 * @param cpuModel on which processor
 * @param jvm flags of the JVM that a sweep compares with others; empty if none
 * @param placements figures per placement, by cores; at least one
 * @param curves one per mode that was measured; serial only if it is the only one
 */
public record ProblemScaling(
    Problem problem,
    String cpuModel,
    String jvm,
    List<PlacementFigures> placements,
    List<ScalingCurve> curves) {

  /** Copies the lists. */
  public ProblemScaling {
    placements = List.copyOf(placements);
    curves = List.copyOf(curves);
  }
}
