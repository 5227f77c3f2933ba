package hpc.external;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/** Waits for a process and reads what the kernel has counted for it: {@code wait4(2)} of Linux. */
final class Reaper {

  /** Of sys/prctl.h: orphans below this process become its children, not those of init. */
  private static final int PR_SET_CHILD_SUBREAPER = 36;

  private static final int EINTR = 4;

  /** struct rusage: two times of seconds and microseconds, then 14 numbers. */
  private static final long RUSAGE_BYTES = 18L * Long.BYTES;

  private static final int LARGEST_RESIDENT_SET = 4;

  private static final StructLayout ERRNO = Linker.Option.captureStateLayout();

  private final MethodHandle wait4;

  /** Makes this process the parent of every orphan below it. */
  Reaper() {
    Linker linker = Linker.nativeLinker();
    wait4 =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("wait4"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS),
            Linker.Option.captureCallState("errno"));
    MethodHandle prctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("prctl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    if (adopt(prctl) != 0) {
      throw new IllegalStateException("prctl(PR_SET_CHILD_SUBREAPER) failed");
    }
  }

  /**
   * How a process ended.
   *
   * @param exitCode its status; 0 if a signal ended it
   * @param signal the number of the signal, 0 if none did
   * @param cpuSeconds user and system time, children included that it waited for
   * @param rssPeakBytes the largest resident set, its own or of one of those children
   */
  record Ended(int exitCode, int signal, double cpuSeconds, long rssPeakBytes) {}

  /** Waits for the end of a child that no {@link Process} stands for. */
  Ended await(long pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rusage = arena.allocate(RUSAGE_BYTES, Long.BYTES);
      int word = await(pid, rusage);
      int signal = word & 0x7f;
      return new Ended(
          signal == 0 ? word >> 8 & 0xff : 0,
          signal,
          seconds(rusage, 0) + seconds(rusage, 2),
          rusage.getAtIndex(JAVA_LONG, LARGEST_RESIDENT_SET) * 1024);
    }
  }

  private int await(long pid, MemorySegment rusage) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(ERRNO);
      MemorySegment status = arena.allocate(JAVA_INT);
      while (call(errno, (int) pid, status, rusage) != pid) {
        int reason =
            errno.get(JAVA_INT, ERRNO.byteOffset(MemoryLayout.PathElement.groupElement("errno")));
        if (reason != EINTR) {
          throw new IllegalStateException("wait4(%s) failed: errno %s".formatted(pid, reason));
        }
      }
      return status.get(JAVA_INT, 0);
    }
  }

  private static double seconds(MemorySegment rusage, int index) {
    return rusage.getAtIndex(JAVA_LONG, index) + rusage.getAtIndex(JAVA_LONG, index + 1) * 1e-6;
  }

  private int call(MemorySegment errno, int pid, MemorySegment status, MemorySegment rusage) {
    try {
      return (int) wait4.invokeExact(errno, pid, status, 0, rusage);
    } catch (Throwable e) {
      throw new AssertionError("wait4 throws nothing", e);
    }
  }

  private static int adopt(MethodHandle prctl) {
    try {
      return (int) prctl.invokeExact(PR_SET_CHILD_SUBREAPER, 1L);
    } catch (Throwable e) {
      throw new AssertionError("prctl throws nothing", e);
    }
  }
}
