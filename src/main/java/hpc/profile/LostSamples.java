package hpc.profile;

import hpc.profile.Profile.Stack;
import hpc.profile.Profile.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Assigns the time of samples that Flight Recorder has lost. It keeps a few for each thread until
 * the thread comes to a point where its stack can be read; the JVM setting a large array to zero is
 * a long way without one, and that is where samples are lost. So each is taken to be where the
 * nearest sample of the same thread is, and of mean length.
 */
final class LostSamples {

  private final Map<OfThread, NavigableMap<Instant, Optional<Stack>>> samples = new HashMap<>();
  private final List<Loss> losses = new ArrayList<>();
  private long sampleNanos;
  private long sampleCount;

  /** A thread of a rank. */
  record OfThread(int rank, String thread) {}

  private record Loss(OfThread thread, Instant at, long count) {}

  /** Takes a sample that was not lost; without a stack it was the profiler that worked. */
  void sampled(OfThread thread, Instant at, Optional<Stack> stack, long nanos) {
    samples.computeIfAbsent(thread, _ -> new TreeMap<>()).put(at, stack);
    sampleNanos += nanos;
    sampleCount++;
  }

  /** Takes note that some were lost until {@code at}. */
  void lost(OfThread thread, Instant at, long count) {
    losses.add(new Loss(thread, at, count));
  }

  /** How many were lost. */
  long count() {
    return losses.stream().mapToLong(Loss::count).sum();
  }

  /**
   * Hands over the places of those that were lost: of the last sample before, else of the first.
   *
   * @return the time of those that have none, since nothing else is known of their threads
   */
  long place(BiConsumer<Optional<Stack>, Time> taker) {
    long mean = sampleCount == 0 ? 0 : sampleNanos / sampleCount;
    long withoutPlace = 0;
    for (Loss loss : losses) {
      NavigableMap<Instant, Optional<Stack>> ofThread = samples.get(loss.thread());
      if (ofThread == null) {
        withoutPlace += mean * loss.count();
      } else {
        Map.Entry<Instant, Optional<Stack>> before = ofThread.floorEntry(loss.at());
        taker.accept(
            before == null ? ofThread.firstEntry().getValue() : before.getValue(),
            new Time(mean * loss.count(), loss.count()));
      }
    }
    return withoutPlace;
  }
}
