package hpc.profile;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Notes the memory of the process every few milliseconds while the program runs: about two
 * microseconds of work each time.
 */
final class MemorySampler implements AutoCloseable {

  static final String THREAD = "memory sampler";

  /** What lives shorter is not seen, unless a sample happens to hit it. */
  private static final long PERIOD_MILLIS = 5;

  private final ResidentSet resident = new ResidentSet();
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Supplier<String> phase;
  private final Thread thread;

  private MemorySampler(Supplier<String> phase) {
    this.phase = phase;
    this.thread = Thread.ofPlatform().daemon().name(THREAD).unstarted(this::sample);
  }

  /**
   * Begins.
   *
   * @param phase what the main thread is doing, empty if nothing that has a name
   */
  static MemorySampler start(Supplier<String> phase) {
    MemorySampler sampler = new MemorySampler(phase);
    sampler.thread.start();
    return sampler;
  }

  private void sample() {
    try {
      do {
        commit();
      } while (!end.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
      commit();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
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
