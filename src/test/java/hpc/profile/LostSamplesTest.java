package hpc.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import hpc.profile.LostSamples.OfThread;
import hpc.profile.Profile.Frame;
import hpc.profile.Profile.Stack;
import hpc.profile.Profile.Time;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LostSamplesTest {

  private static final OfThread MAIN = new OfThread(0, "main");
  private static final OfThread OTHER = new OfThread(1, "main");

  private final LostSamples lost = new LostSamples();

  @Test
  void theirTimeGoesWhereTheThreadLastWas() {
    // out of order, as the buffers of a recording are
    lost.sampled(MAIN, at(30), stack(MAIN, "late"), 5);
    lost.sampled(MAIN, at(10), stack(MAIN, "early"), 3);
    lost.sampled(OTHER, at(11), stack(OTHER, "elsewhere"), 4);
    lost.lost(MAIN, at(20), 7);
    lost.lost(MAIN, at(31), 2);
    lost.lost(MAIN, at(5), 1);
    lost.lost(OTHER, at(10), 1);
    assertEquals(11, lost.count());
    assertEquals(
        Map.of(
            stack(MAIN, "early"), new Time(32, 8),
            stack(MAIN, "late"), new Time(8, 2),
            stack(OTHER, "elsewhere"), new Time(4, 1)),
        placed());
  }

  @Test
  void aThreadThatWasNeverSeenHasNoPlace() {
    lost.lost(MAIN, at(1), 3);
    assertEquals(Map.of(), placed());
    lost.sampled(OTHER, at(1), Optional.empty(), 10);
    assertEquals(30, lost.place((stack, _) -> fail(stack::toString)));
    assertEquals(3, lost.count());
  }

  private Map<Optional<Stack>, Time> placed() {
    Map<Optional<Stack>, Time> times = new HashMap<>();
    lost.place((stack, time) -> times.merge(stack, time, Time::plus));
    return times;
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private static Optional<Stack> stack(OfThread thread, String method) {
    Frame frame = new Frame(new MethodName("hpc.A", method, "()V"), 1);
    return Optional.of(new Stack(thread.rank(), thread.thread(), List.of(frame)));
  }
}
