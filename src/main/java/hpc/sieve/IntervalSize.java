package hpc.sieve;

import hpc.exec.ProblemType.SizeRule;
import hpc.exec.WholeValue;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The interval of a sieve. Work is counted in numbers, so the interval grows in proportion to the
 * cores. (Operations grow a little faster, by ln ln n: 5 % more a core from 1e10 to 1e11.)
 */
final class IntervalSize implements SizeRule {

  private static final String LIMIT = "limit";
  private static final String FROM = "from";

  /** Both ends are in the interval: with fewer numbers the odd one would weigh a percent. */
  private static final long LEAST_NUMBERS = 100;

  @Override
  public Set<String> options() {
    return Set.of(LIMIT, FROM, "nth");
  }

  @Override
  public Set<String> notGrowing() {
    return Set.of("nth");
  }

  @Override
  public SequencedMap<String, String> grown(SequencedMap<String, String> one, long cores) {
    if (!one.containsKey(LIMIT)) {
      throw new IllegalArgumentException("no size to grow; accepted: with limit, for one core");
    }
    WholeValue limit = size(LIMIT, one.get(LIMIT));
    long from = size(FROM, one.getOrDefault(FROM, "0")).value();
    long numbers = limit.value() - from;
    if (from < 0 || numbers < LEAST_NUMBERS) {
      throw new IllegalArgumentException(
          "limit %s: too few numbers to share evenly; accepted: %s more than from, for one core"
              .formatted(one.get(LIMIT), LEAST_NUMBERS));
    }
    if (numbers > (Long.MAX_VALUE - from) / cores) {
      throw new IllegalArgumentException(
          "limit %s on %s cores is more than 2^63-1; take a smaller one for one core"
              .formatted(one.get(LIMIT), cores));
    }
    SequencedMap<String, String> grown = new LinkedHashMap<>(one);
    if (cores > 1) {
      grown.put(LIMIT, limit.with(from + numbers * cores).spelled());
    }
    return grown;
  }

  private static WholeValue size(String option, String text) {
    try {
      return WholeValue.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + " \"" + text + "\": " + e.getMessage(), e);
    }
  }
}
