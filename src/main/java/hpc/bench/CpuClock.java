package hpc.bench;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * The processor time of this process, in nanoseconds.
 *
 * <p>The JVM's own figure advances in ticks of 10 ms, a tenth of a short repetition; the clock of
 * the system that it is made from (clock_gettime, CLOCK_PROCESS_CPUTIME_ID of Linux) counts
 * nanoseconds. Where that clock is missing the JVM's figure serves.
 */
final class CpuClock {

  private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

  private CpuClock() {}

  static LongSupplier ofThisProcess() {
    return System.getProperty("os.name").equals("Linux") ? linuxClock() : jvmClock();
  }

  private static LongSupplier jvmClock() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        ::getProcessCpuTime;
  }

  private static LongSupplier linuxClock() {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("clock_gettime")
        .map(symbol ->
            linker.downcallHandle(symbol, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS)))
        .map(CpuClock::read)
        .orElseGet(CpuClock::jvmClock);
  }

  private static LongSupplier read(MethodHandle clockGettime) {
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
