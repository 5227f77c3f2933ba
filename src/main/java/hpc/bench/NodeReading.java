package hpc.bench;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one rank saw of its node during a repetition.
 *
 * @param host the node
 * @param cgroupPeakBytes most memory that the control group of the rank has held; shared by what
 *     else is in it
 * @param energyJoules taken by the processors of the node, not a number if not known
 * @param calibrationSeconds time of the fixed arithmetic, not a number if not known
 * @param disturbances words for what makes times longer
 * @param coresByCpu the core of each cpu that the rank may use; empty if not known
 */
record NodeReading(
    String host,
    OptionalLong cgroupPeakBytes,
    double energyJoules,
    double calibrationSeconds,
    List<String> disturbances,
    Map<Integer, Integer> coresByCpu) {

  /** Nothing but where it was. */
  static NodeReading of(String host) {
    return new NodeReading(host, OptionalLong.empty(), Double.NaN, Double.NaN, List.of(), Map.of());
  }
}
