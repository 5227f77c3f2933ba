package hpc.scaling;

import static java.util.stream.Collectors.joining;

import hpc.bench.Placement;
import hpc.exec.Mode;
import hpc.table.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How many cores to ask for: the most that were measured with an efficiency at or above a
 * threshold; where none is above it the fewest. It names a placement of its own mode.
 *
 * @param mode threads of a process, or ranks
 * @param demands what it goes by
 * @param baselineCores cores that efficiency is against
 * @param choice the placement to use
 * @param largestMeasured the most cores measured
 * @param fit what the crossing is taken from
 * @param crossing cores on which the chosen fit falls below the threshold; empty without a fit, or
 *     if it does not within its limit
 * @param coreHours cores times wall time of a repetition
 * @param bytesPerCore peak resident memory per core with a fifth to spare; empty if not known
 */
public record Recommendation(
    Mode mode,
    Criteria demands,
    int baselineCores,
    PlacementFigures choice,
    int largestMeasured,
    Optional<ScalingFit> fit,
    OptionalDouble crossing,
    double coreHours,
    OptionalLong bytesPerCore) {

  private static final double TO_SPARE = 1.2;
  private static final double SECONDS_PER_HOUR = 3600;

  /** An efficiency of 3 / 4 must not miss 0.75 by the rounding of its division. */
  private static final double ROUNDING = 1e-9;

  /** The recommendation of {@code curve}. */
  public static Recommendation of(ScalingCurve curve, Criteria demands) {
    double threshold = demands.efficiency();
    PlacementFigures choice =
        curve.points().stream()
            .skip(1) // the baseline, which may be of another mode
            .filter(figures -> figures.efficiency() >= threshold - ROUNDING)
            .reduce((_, larger) -> larger)
            .orElse(curve.fewest());
    Placement placement = choice.placement();
    Optional<ScalingFit> fit = curve.chosen();
    return new Recommendation(
        curve.mode(),
        demands,
        curve.points().getFirst().placement().cores(),
        choice,
        curve.points().getLast().placement().cores(),
        fit,
        fit.map(chosen -> chosen.crossing(threshold)).orElse(OptionalDouble.empty()),
        placement.cores() * choice.wallMedian() / SECONDS_PER_HOUR,
        bytesPerCore(choice));
  }

  /** Of the largest rank, as each must fit; else the mean. */
  private static OptionalLong bytesPerCore(PlacementFigures choice) {
    Placement placement = choice.placement();
    if (choice.rssPeakBytes().isPresent()) {
      return spared((double) choice.rssPeakBytes().getAsLong() / placement.threads());
    }
    if (choice.rssTotalBytes().isPresent()) {
      return spared((double) choice.rssTotalBytes().getAsLong() / placement.cores());
    }
    return OptionalLong.empty();
  }

  private static OptionalLong spared(double bytes) {
    return OptionalLong.of((long) Math.ceil(bytes * TO_SPARE));
  }

  /** The cores to ask for. */
  public int cores() {
    return choice.placement().cores();
  }

  /** What to tell sbatch; without memory if that is not known. */
  public String sbatchOptions() {
    Placement placement = choice.placement();
    Stream<String> memory =
        bytesPerCore.stream().mapToObj(bytes -> "--mem-per-cpu=" + mebibytes(bytes) + "M");
    return Stream.of(
            Stream.of(demands.site()).filter(words -> !words.isEmpty()),
            Stream.of(
                "--nodes=" + placement.nodes(),
                "--ntasks=" + placement.ranks(),
                "--cpus-per-task=" + placement.threads()),
            memory)
        .flatMap(words -> words)
        .collect(joining(" "));
  }

  /** All of it in one sentence that holds the words "use N cores". */
  public String sentence() {
    return Stream.of(
            Stream.of(
                "%s: use %s: %s".formatted(mode.word(), Numbers.count(cores(), "core"), reason())),
            fitted().stream(),
            Stream.of(
                "%s core-hours a run".formatted(significant(coreHours)),
                "sbatch " + sbatchOptions()))
        .flatMap(parts -> parts)
        .collect(joining("; "));
  }

  private String reason() {
    String wanted = percent(demands.efficiency()) + " %";
    if (largestMeasured == baselineCores) {
      return "nothing else was measured";
    }
    if (cores() == baselineCores) {
      return "more do not reach an efficiency of " + wanted;
    }
    if (choice.efficiency() < demands.efficiency() - ROUNDING) {
      return "the fewest that were measured, with an efficiency of %s %% against %s"
          .formatted(percent(choice.efficiency()), baselineCores);
    }
    String interval =
        choice
            .efficiencyInterval()
            .map(ends -> " (%s to %s %%)".formatted(percent(ends.low()), percent(ends.high())))
            .orElse("");
    String against = baselineCores == 1 ? "" : " against " + baselineCores;
    return "efficiency %s %%%s%s, %s"
        .formatted(
            percent(choice.efficiency()),
            interval,
            against,
            cores() == largestMeasured
                ? "the most that were measured"
                : "the most measured with " + wanted + " or above");
  }

  private Optional<String> fitted() {
    return fit.map(chosen ->
        crossing.isPresent()
            ? "%s falls below at %s cores"
                .formatted(chosen.law().title(), significant(crossing.getAsDouble()))
            : chosen.efficiency(1) < demands.efficiency()
                ? chosen.law().title() + " lies below from the start"
                : "%s stays above up to %s cores".formatted(chosen.law().title(), chosen.limit()));
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f", fraction * 100).replaceFirst("\\.0$", "");
  }

  /** Two digits, and all before the point. */
  private static String significant(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(2));
    return rounded.scale() > 0
        ? rounded.toPlainString()
        : new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN).toPlainString();
  }

  /**
   * What a recommendation goes by.
   *
   * @param efficiency the least one wanted, in (0, 1]
   * @param site options of sbatch that every job has on this cluster, as words of a command; may be
   *     empty
   */
  public record Criteria(double efficiency, String site) {

    /**
     * Checks the efficiency.
     *
     * @throws IllegalArgumentException if it is none
     */
    public Criteria {
      if (!(0 < efficiency && efficiency <= 1)) {
        throw new IllegalArgumentException(
            "efficiency " + efficiency + "; accepted: above 0, at most 1");
      }
    }
  }
}
