package hpc.profile;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * Notes the memory of the process while the program runs: every few milliseconds at first, when
 * arrays are made, and less often the longer it lasts, since a wake-up takes some ten microseconds.
 */
final class MemorySampler implements AutoCloseable {

  static final String THREAD = "memory sampler";

  /** In a recording: the memory of the process at one moment, and what it was doing. */
  @Name(MemorySample.NAME)
  @Label("Memory of the Process")
  @Category("hpc")
  @StackTrace(false)
  static final class MemorySample extends Event {

    static final String NAME = "hpc.MemorySample";

    @Label("Resident Set")
    @DataAmount
    long resident;

    @Label("Heap in Use, Garbage Included")
    @DataAmount
    long heapUsed;

    @Label("Heap Committed")
    @DataAmount
    long heapCommitted;

    @Label("Phase of the Main Thread")
    String phase;
  }

  /** What lives shorter is not seen, unless a sample happens to hit it. */
  private static final long SHORTEST_MILLIS = 5;

  private static final long LONGEST_MILLIS = 50;

  /** Samples that are enough to draw all of a run by: the longer it lasts, the fewer it needs. */
  private static final long ENOUGH = 500;

  private final ResidentSet resident = new ResidentSet();
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Supplier<String> phase;
  private final Thread thread;

  /**
   * Starts sampling.
   *
   * @param phase what the main thread is doing, empty if nothing that has a name
   */
  MemorySampler(Supplier<String> phase) {
    this.phase = phase;
    this.thread = Thread.ofPlatform().daemon().name(THREAD).start(this::sample);
  }

  private void sample() {
    long begin = System.nanoTime();
    try {
      do {
        commit();
      } while (!end.await(periodMillis(System.nanoTime() - begin), TimeUnit.MILLISECONDS));
      commit();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static long periodMillis(long elapsedNanos) {
    long inProportion = TimeUnit.NANOSECONDS.toMillis(elapsedNanos) / ENOUGH;
    return Math.clamp(inProportion, SHORTEST_MILLIS, LONGEST_MILLIS);
  }

  private void commit() {
    MemorySample sample = new MemorySample();
    MemoryUsage heap = memory.getHeapMemoryUsage();
    sample.resident = resident.bytes();
    sample.heapUsed = heap.getUsed();
    sample.heapCommitted = heap.getCommitted();
    sample.phase = phase.get();
    sample.commit();
  }

  /** Takes a last sample and ends. */
  @Override
  public void close() {
    end.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
