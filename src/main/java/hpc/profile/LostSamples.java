package hpc.profile;

import hpc.profile.Profile.Stack;
import hpc.profile.Profile.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Places the time of samples that Flight Recorder has lost. It keeps a few for each thread until
 * the thread comes to a point where its stack can be read; the JVM setting a large array to zero is
 * a long way without one, and that is where samples are lost. So they are taken to be of the place
 * of the nearest sample of the same thread, and of mean length.
 */
final class LostSamples {

  private final Map<OfThread, List<Sample>> samples = new HashMap<>();
  private final List<Loss> losses = new ArrayList<>();
  private long sampleNanos;
  private long sampleCount;

  /** A thread of a rank. */
  record OfThread(int rank, String thread) {}

  private record Sample(Instant at, Optional<Stack> stack) {}

  private record Loss(OfThread thread, Instant at, long count) {}

  /** Takes a sample that was not lost; without a stack it was the profiler that worked. */
  void sampled(OfThread thread, Instant at, Optional<Stack> stack, long nanos) {
    samples.computeIfAbsent(thread, _ -> new ArrayList<>()).add(new Sample(at, stack));
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
   * Hands over the places of those that were lost.
   *
   * @return the time of those that have none, since nothing else is known of their threads
   */
  long place(BiConsumer<Optional<Stack>, Time> taker) {
    if (sampleCount == 0) {
      return 0;
    }
    long mean = sampleNanos / sampleCount;
    Comparator<Sample> byTime = Comparator.comparing(Sample::at);
    samples.values().forEach(list -> list.sort(byTime));
    long withoutPlace = 0;
    for (Loss loss : losses) {
      List<Sample> ofThread = samples.getOrDefault(loss.thread(), List.of());
      if (ofThread.isEmpty()) {
        withoutPlace += mean * loss.count();
      } else {
        taker.accept(
            nearest(ofThread, loss.at()).stack(), new Time(mean * loss.count(), loss.count()));
      }
    }
    return withoutPlace;
  }

  /** The last one before {@code at}, else the first. */
  private static Sample nearest(List<Sample> samples, Instant at) {
    int low = 0;
    int high = samples.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (samples.get(middle).at().isAfter(at)) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return samples.get(low);
  }
}
