package hpc.mpi;

import hpc.mpi.ControlMessage.Awaits;
import hpc.mpi.Traffic.Awaited;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds messages that were sent and do not come, while both ranks give signs of life: a network may
 * lose long packets alone, or a byte in the middle. Who waits for long asks the sender, by the
 * control of the job, heartbeat after heartbeat.
 */
final class ProgressWatch {

  private final Traffic traffic;
  private final int patience;
  private final Map<Route, Asked> asked = new HashMap<>();
  private Set<Awaited> before = Set.of();

  /** The lane of a question. */
  private record Route(int rank, int kind) {}

  /** How often a question was asked to which the answer was: sent. */
  private record Asked(long received, int times) {}

  /**
   * Watches {@code traffic}.
   *
   * @param patience how often a rank asks for a message that was sent before it is lost
   */
  ProgressWatch(Traffic traffic, int patience) {
    this.traffic = traffic;
    this.patience = patience;
  }

  /** What this rank waits for, and did at the last look too. */
  synchronized Set<Awaited> stalled() {
    Set<Awaited> now = traffic.awaited();
    Set<Awaited> stalled = new HashSet<>(now);
    stalled.retainAll(before);
    before = now;
    return stalled;
  }

  /** Whether what another rank waits for was sent by this one and lost. */
  synchronized boolean isLost(Awaits question) {
    Route route = new Route(question.rank(), question.kind());
    Asked last = asked.get(route);
    if (traffic.sent(question.rank(), question.kind()) <= question.received()) {
      asked.remove(route);
      return false;
    }
    int times = last != null && last.received() == question.received() ? last.times() + 1 : 1;
    asked.put(route, new Asked(question.received(), times));
    return times >= patience;
  }
}
