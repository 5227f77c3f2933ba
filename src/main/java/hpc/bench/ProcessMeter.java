package hpc.bench;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process uses: processor time, collector and compiler time, memory. */
final class ProcessMeter {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessMeter.class);

  private static final int CLOCK_PROCESS_CPUTIME_ID = 2;

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
   * @return bytes that all threads have allocated so far, for {@link #putMemory}
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

  /** Adds the peaks since {@link #forgetPeaks}, and what was allocated since. */
  void putMemory(long allocatedBefore, Map<Measure, Double> figures) {
    long allocated = threads.getTotalThreadAllocatedBytes();
    rssPeakBytes().ifPresent(bytes -> putRssPeak(bytes, figures));
    figures.put(
        Measure.HEAP_PEAK,
        (double) heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum());
    if (allocated >= 0) {
      figures.put(Measure.ALLOCATED, (double) (allocated - allocatedBefore));
    }
  }

  /** Adds the largest resident set of a rank, of which a job has a most and a sum. */
  static void putRssPeak(long bytes, Map<Measure, Double> figures) {
    figures.put(Measure.RSS_PEAK, (double) bytes);
    figures.put(Measure.RSS_TOTAL, (double) bytes);
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

  /** Counters of time that only grow. */
  record TimeUse(long cpuNanos, long gcMillis, long jitMillis) {

    /** Adds the seconds since {@code before}. */
    void putSince(TimeUse before, Map<Measure, Double> figures) {
      figures.put(Measure.CPU, (cpuNanos - before.cpuNanos) * 1e-9);
      figures.put(Measure.GC, (gcMillis - before.gcMillis) * 1e-3);
      figures.put(Measure.JIT, (jitMillis - before.jitMillis) * 1e-3);
    }
  }

  /**
   * The processor time of this process, in nanoseconds.
   *
   * <p>The JVM's own figure advances in ticks of 10 ms, a tenth of a short repetition; the clock of
   * the system that it is made from (clock_gettime, CLOCK_PROCESS_CPUTIME_ID of Linux) counts
   * nanoseconds. Where that clock is missing the JVM's figure serves.
   */
  static LongSupplier cpuClock() {
    return System.getProperty("os.name").equals("Linux") ? linuxClock() : jvmClock();
  }

  private static LongSupplier jvmClock() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getProcessCpuTime;
  }

  private static LongSupplier linuxClock() {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("clock_gettime")
        .map(symbol ->
            linker.downcallHandle(
                symbol, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ValueLayout.ADDRESS)))
        .map(ProcessMeter::reader)
        .orElseGet(ProcessMeter::jvmClock);
  }

  private static LongSupplier reader(MethodHandle clockGettime) {
    return () -> {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment timespec = arena.allocate(JAVA_LONG, 2); // seconds, nanoseconds
        int failed = (int) clockGettime.invokeExact(CLOCK_PROCESS_CPUTIME_ID, timespec);
        if (failed != 0) {
          throw new IllegalStateException("clock_gettime(CLOCK_PROCESS_CPUTIME_ID) failed");
        }
        return timespec.getAtIndex(JAVA_LONG, 0) * 1_000_000_000L
            + timespec.getAtIndex(JAVA_LONG, 1);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("clock_gettime throws nothing", e);
      }
    };
  }
}
