package hpc.mpi;

import hpc.mpi.ControlMessage.Awaits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds messages that were sent and do not come although both ranks are alive: a network may lose
 * long packets alone, or a byte in the middle. A rank that waits for long asks the sender, over the
 * control of the job, heartbeat after heartbeat.
 */
final class ProgressWatch {

  private final Traffic traffic;
  private final int maxQuestions;
  private final Map<Route, Asked> asked = new HashMap<>();
  private Set<Awaits> before = Set.of();

  /** The messages between this rank and the others. */
  interface Traffic {

    /** What this rank waits for now. */
    Set<Awaits> awaited();

    /** How many messages of a kind this rank has begun to send to {@code peer}. */
    long sent(int peer, int kind);
  }

  private record Route(int rank, int kind) {}

  /** How often a question was asked to which the answer was: sent. */
  private record Asked(long received, int times) {}

  /** After {@code maxQuestions} questions for a message that was sent it counts as lost. */
  ProgressWatch(Traffic traffic, int maxQuestions) {
    this.traffic = traffic;
    this.maxQuestions = maxQuestions;
  }

  /** What this rank waits for, and waited for when this was called last. */
  synchronized Set<Awaits> questions() {
    Set<Awaits> now = traffic.awaited();
    Set<Awaits> stalled = new HashSet<>(now);
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
    return times >= maxQuestions;
  }
}
