package hpc.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process uses: processor time, collector and compiler time, memory. */
final class ProcessMeter {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessMeter.class);

  private final Path proc;
  private final LongSupplier cpuNanos;
  private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final List<MemoryPoolMXBean> heap =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();

  /**
   * A meter of this process.
   *
   * @param proc its directory in the proc file system, {@code /proc/self} outside tests
   * @param cpuNanos its processor time
   */
  ProcessMeter(Path proc, LongSupplier cpuNanos) {
    this.proc = proc;
    this.cpuNanos = cpuNanos;
  }

  /**
   * Forgets the memory of earlier repetitions: their garbage is collected, since two fields in
   * memory would look like the need of one run, and the peaks start anew from what is in use now.
   *
   * @return bytes that all threads have allocated so far, for {@link #memorySince}
   */
  long forgetPeaks() {
    System.gc();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    try {
      // sets the high-water mark of the resident set to its present size (proc(5))
      Files.writeString(proc.resolve("clear_refs"), "5", StandardOpenOption.WRITE);
    } catch (IOException e) {
      LOG.debug("peak RSS is that of the whole process: cannot write {}", e.getMessage());
    }
    return threads.getTotalThreadAllocatedBytes();
  }

  /** Peaks since {@link #forgetPeaks}, and what was allocated since it returned its value. */
  MemoryUse memorySince(long allocatedBefore) {
    long allocated = threads.getTotalThreadAllocatedBytes();
    return new MemoryUse(
        rssPeakBytes(),
        OptionalLong.of(heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum()),
        allocated < 0 ? OptionalLong.empty() : OptionalLong.of(allocated - allocatedBefore));
  }

  /** Times used up since the process started. */
  TimeUse time() {
    return new TimeUse(
        cpuNanos.getAsLong(),
        collectors.stream().mapToLong(gc -> Math.max(0, gc.getCollectionTime())).sum(),
        compiler == null ? 0 : compiler.getTotalCompilationTime());
  }

  /** VmHWM of the process; not known on systems without it. */
  private OptionalLong rssPeakBytes() {
    try {
      for (String line : Files.readAllLines(proc.resolve("status"))) {
        if (line.startsWith("VmHWM:")) {
          return OptionalLong.of(Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024);
        }
      }
    } catch (IOException | NumberFormatException e) {
      LOG.debug("peak RSS is not known: {}", e.getMessage());
    }
    return OptionalLong.empty();
  }

  /** Peaks and sums of memory in bytes. */
  record MemoryUse(OptionalLong rssPeak, OptionalLong heapPeak, OptionalLong allocated) {}

  /** Counters of time that only grow. */
  record TimeUse(long cpuNanos, long gcMillis, long jitMillis) {

    double cpuSecondsSince(TimeUse before) {
      return (cpuNanos - before.cpuNanos) * 1e-9;
    }

    double gcSecondsSince(TimeUse before) {
      return (gcMillis - before.gcMillis) * 1e-3;
    }

    double jitSecondsSince(TimeUse before) {
      return (jitMillis - before.jitMillis) * 1e-3;
    }
  }
}
