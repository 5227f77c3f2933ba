package hpc.bench;

import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** What a repetition is measured by: its column, and how the figure of a job follows from ranks. */
public enum Measure {
  /** from the common start to the end of the last rank */
  WALL("wall_s", DoubleStream::max),
  /** inside phase compute, as others averaged: what is left of wall is waiting for the last rank */
  COMPUTE("compute_s", DoubleStream::average),
  /** inside phase communication */
  COMMUNICATION("comm_s", DoubleStream::average),
  /** inside phase wait, for the messages of other ranks */
  WAITING("wait_s", DoubleStream::average),
  /** inside phase I/O */
  IO("io_s", DoubleStream::average),
  /** processor time of all threads, the JVM's own included */
  CPU("cpu_s", Measure::sum),
  /** pauses for garbage collection */
  GC("gc_s", DoubleStream::max),
  /** work of the compiler threads */
  JIT("jit_s", DoubleStream::max),
  /** the largest resident set: what a task must be allowed */
  RSS_PEAK("rss_peak_bytes", DoubleStream::max),
  /** the peaks added up; pages that ranks share are counted in each */
  RSS_TOTAL("rss_total_bytes", Measure::sum),
  /** the fullest Java heap, garbage included */
  HEAP_PEAK("heap_peak_bytes", DoubleStream::max),
  /** Java heap handed out by all threads, whether still in use or not */
  ALLOCATED("alloc_bytes", Measure::sum),
  /** most that the control group has held since it was made, whatever else runs in it included */
  CGROUP_PEAK("cgroup_peak_bytes", DoubleStream::max),
  /** what the processors of all nodes took during the solve, whoever used them */
  ENERGY("energy_j", Measure::sum),
  /** time of a fixed piece of arithmetic before or after, whichever was longer */
  CALIBRATION("calibration_s", DoubleStream::max);

  private final String title;

  // immutable in fact: the functions above capture nothing
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<DoubleStream, OptionalDouble> overRanks;

  Measure(String title, Function<DoubleStream, OptionalDouble> overRanks) {
    this.title = title;
    this.overRanks = overRanks;
  }

  /** The name of its column, with the unit. */
  public String title() {
    return title;
  }

  /** Whether it counts bytes, exactly. */
  public boolean isBytes() {
    return title.endsWith("_bytes");
  }

  /** The figure of a job from those of its ranks; not a number if one of them is not. */
  double over(DoubleStream ranks) {
    return overRanks.apply(ranks).orElse(Double.NaN);
  }

  private static OptionalDouble sum(DoubleStream ranks) {
    return OptionalDouble.of(ranks.sum());
  }
}
