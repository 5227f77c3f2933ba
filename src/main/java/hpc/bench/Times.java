package hpc.bench;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Where the time of one repetition went, in seconds. Only the solve is timed: neither preparation
 * nor checking. Empty means not known.
 *
 * @param wall from the common start to the end of the last rank
 * @param compute inside phase compute, mean over the ranks
 * @param communication inside phase communication, mean over the ranks
 * @param waiting inside phase wait, for the messages of other ranks, mean over the ranks
 * @param io inside phase I/O, mean over the ranks
 * @param cpu processor time of all threads of all ranks, the JVM's own included
 * @param gc pauses for garbage collection, of the rank that had most
 * @param jit work of the compiler threads, of the rank that had most
 */
public record Times(
    OptionalDouble wall,
    OptionalDouble compute,
    OptionalDouble communication,
    OptionalDouble waiting,
    OptionalDouble io,
    OptionalDouble cpu,
    OptionalDouble gc,
    OptionalDouble jit) {

  /** Nothing is known: the repetition did not end. */
  public static final Times UNKNOWN =
      new Times(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());

  /** Rejects negative and infinite times. */
  public Times {
    for (OptionalDouble seconds :
        List.of(wall, compute, communication, waiting, io, cpu, gc, jit)) {
      double value = seconds.orElse(0);
      if (!(value >= 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException("a time of " + value + " s");
      }
    }
  }

  /**
   * The times of a repetition from those of its ranks. Phases are averaged, so that {@code wall -
   * compute - communication - waiting - io} is the time in which ranks waited for the last one, or
   * did what no phase names.
   */
  static Times over(List<RankReading> ranks) {
    return new Times(
        max(ranks, RankReading::wallSeconds),
        mean(ranks, RankReading::computeSeconds),
        mean(ranks, RankReading::communicationSeconds),
        mean(ranks, RankReading::waitSeconds),
        mean(ranks, RankReading::ioSeconds),
        OptionalDouble.of(ranks.stream().mapToDouble(RankReading::cpuSeconds).sum()),
        max(ranks, RankReading::gcSeconds),
        max(ranks, RankReading::jitSeconds));
  }

  private static OptionalDouble max(List<RankReading> ranks, ToDoubleFunction<RankReading> time) {
    return known(ranks.stream().mapToDouble(time).max());
  }

  private static OptionalDouble mean(List<RankReading> ranks, ToDoubleFunction<RankReading> time) {
    return known(ranks.stream().mapToDouble(time).average());
  }

  private static OptionalDouble known(OptionalDouble seconds) {
    return Double.isNaN(seconds.orElse(0)) ? OptionalDouble.empty() : seconds;
  }
}
