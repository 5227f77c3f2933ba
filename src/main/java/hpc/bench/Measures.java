package hpc.bench;

import static java.util.stream.Collectors.toMap;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** The figures of one repetition, of a rank or of a whole job; those not known are empty. */
@SuppressWarnings("EnumOrdinal") // places in an array that never leaves this class
public final class Measures {

  /** Nothing is known: the repetition did not end. */
  public static final Measures UNKNOWN = new Measures(Map.of());

  /** By ordinal; not a number where nothing is known. */
  private final double[] values = new double[Measure.values().length];

  /**
   * Figures.
   *
   * @param known those that are known, in seconds, bytes and joules; not a number is not known
   * @throws IllegalArgumentException naming one that is negative or infinite
   */
  public Measures(Map<Measure, Double> known) {
    Arrays.fill(values, Double.NaN);
    known.forEach((measure, value) -> {
      if (value < 0 || value.isInfinite()) {
        throw new IllegalArgumentException(
            "%s of %s: must be at least 0, and finite".formatted(measure.title(), value));
      }
      values[measure.ordinal()] = value;
    });
  }

  /** Those of a job from those of its ranks: known only where every rank knows. */
  static Measures over(List<RankReading> ranks) {
    Set<String> hosts = new HashSet<>();
    // ranks of a node read the same counter: that of the first counts
    List<RankReading> onePerNode = ranks.stream().filter(rank -> hosts.add(rank.host())).toList();
    Map<Measure, Double> known = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      known.put(
          measure,
          measure.over(
              (measure == Measure.ENERGY ? onePerNode : ranks)
                  .stream().mapToDouble(rank -> rank.measures().value(measure))));
    }
    return new Measures(known);
  }

  /** One figure. */
  public OptionalDouble get(Measure measure) {
    double value = value(measure);
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** One that counts bytes. */
  public OptionalLong bytes(Measure measure) {
    double value = value(measure);
    return Double.isNaN(value) ? OptionalLong.empty() : OptionalLong.of((long) value);
  }

  /** One figure; not a number if it is not known. */
  double value(Measure measure) {
    return values[measure.ordinal()];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Measures others && Arrays.equals(values, others.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Stream.of(Measure.values())
        .filter(measure -> get(measure).isPresent())
        .collect(toMap(measure -> measure, this::value))
        .toString();
  }
}
