package hpc.scaling;

import hpc.exec.Mode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How many cores to ask for: the most that were measured with an efficiency at or above a
 * threshold.
 *
 * @param mode threads of a process, or ranks
 * @param threshold least efficiency wanted, in (0, 1]
 * @param choice the placement to use
 * @param fit what the crossing is taken from
 * @param crossing cores on which the chosen fit falls below the threshold; empty without a fit or
 *     if it does not within its limit
 * @param coreHours cores times wall time of a repetition
 * @param bytesPerCore peak resident memory per core with a fifth to spare; empty if not known
 */
public record Recommendation(
    Mode mode,
    double threshold,
    PlacementFigures choice,
    Optional<ScalingFit> fit,
    OptionalDouble crossing,
    double coreHours,
    OptionalLong bytesPerCore) {}
