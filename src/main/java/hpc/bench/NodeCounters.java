package hpc.bench;

import java.util.List;

/**
 * Counters that only grow, as they stood at one moment.
 *
 * @param stealTicks time that the host of this virtual machine gave to others
 * @param allTicks time of all processors, idle or not
 * @param runDelayNanos time that threads of this process waited for a processor, summed
 * @param throttles times that a quota or the heat slowed a processor down
 * @param majorFaults pages that this process had to wait for
 * @param energy microjoules of each processor, each counted from 0 to its range and again from 0
 */
record NodeCounters(
    long stealTicks,
    long allTicks,
    long runDelayNanos,
    long throttles,
    long majorFaults,
    List<EnergyCounter> energy) {

  /**
   * A counter of energy.
   *
   * @param microjoules where it stands
   * @param range the value at which it starts again from 0
   */
  record EnergyCounter(long microjoules, long range) {

    private long since(EnergyCounter before) {
      long taken = microjoules - before.microjoules;
      return taken < 0 ? taken + range : taken;
    }
  }

  /** Share of the processors' time that was given to others. */
  double stealShareSince(NodeCounters before) {
    long ticks = allTicks - before.allTicks;
    return ticks > 0 ? (double) (stealTicks - before.stealTicks) / ticks : 0;
  }

  /** Joules taken by all processors; not a number if there is no counter that can be read. */
  double joulesSince(NodeCounters before) {
    if (energy.isEmpty() || energy.size() != before.energy.size()) {
      return Double.NaN;
    }
    double joules = 0;
    for (int i = 0; i < energy.size(); i++) {
      joules += energy.get(i).since(before.energy.get(i)) * 1e-6;
    }
    return joules;
  }
}
