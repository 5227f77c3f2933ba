package hpc.bench;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * The memory of one repetition, preparation included, in bytes. Empty means not known.
 *
 * @param rssPeak the largest resident set of a rank: what a task must be allowed
 * @param rssTotal the peaks of all ranks added up; pages that ranks share are counted in each
 * @param heapPeak the fullest Java heap of a rank, garbage included
 * @param allocated Java heap handed out by all threads of all ranks, whether still in use or not
 * @param cgroupPeak most that the control group of a rank has held since it was made, of the rank
 *     that had most; whatever else runs in it and files kept in memory included
 */
public record Memory(
    OptionalLong rssPeak,
    OptionalLong rssTotal,
    OptionalLong heapPeak,
    OptionalLong allocated,
    OptionalLong cgroupPeak) {

  /** Nothing is known: the repetition did not end. */
  public static final Memory UNKNOWN =
      new Memory(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());

  /** Rejects negative sizes. */
  public Memory {
    for (OptionalLong bytes : List.of(rssPeak, rssTotal, heapPeak, allocated, cgroupPeak)) {
      if (bytes.orElse(0) < 0) {
        throw new IllegalArgumentException("a size of " + bytes.getAsLong() + " bytes");
      }
    }
  }

  /** The memory of a repetition from that of its ranks; known only when every rank knows. */
  static Memory over(List<RankReading> ranks) {
    return new Memory(
        whenAllKnow(ranks, RankReading::rssPeakBytes, bytes -> bytes.max().orElse(0)),
        whenAllKnow(ranks, RankReading::rssPeakBytes, LongStream::sum),
        whenAllKnow(ranks, RankReading::heapPeakBytes, bytes -> bytes.max().orElse(0)),
        whenAllKnow(ranks, RankReading::allocatedBytes, LongStream::sum),
        whenAllKnow(ranks, rank -> rank.node().cgroupPeakBytes(), bytes -> bytes.max().orElse(0)));
  }

  private static OptionalLong whenAllKnow(
      List<RankReading> ranks,
      Function<RankReading, OptionalLong> size,
      Function<LongStream, Long> reduction) {
    List<OptionalLong> sizes = ranks.stream().map(size).toList();
    return sizes.stream().allMatch(OptionalLong::isPresent)
        ? OptionalLong.of(reduction.apply(sizes.stream().mapToLong(OptionalLong::getAsLong)))
        : OptionalLong.empty();
  }
}
