package hpc.launch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** {@code execv(3)}: puts another program into this very process. */
final class NativeExec {

  private NativeExec() {}

  /**
   * Replaces this process: same pid, same open files. Returns only if that failed.
   *
   * @param command program and arguments, as bytes without a zero
   * @param changes of the environment, in ASCII
   * @return what went wrong
   */
  static String replaceBy(List<byte[]> command, Map<String, String> changes) {
    try (Arena arena = Arena.ofConfined()) {
      Linker linker = Linker.nativeLinker();
      // pointers are passed as numbers: half the linker's classes stay unloaded, in a process whose
      // life lasts a tenth of a second
      MethodHandle execv =
          linker.downcallHandle(
              linker.defaultLookup().find("execv").orElseThrow(),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
      MemorySegment pointers = arena.allocate(Long.BYTES * (command.size() + 1L), Long.BYTES);
      ByteBuffer vector = pointers.asByteBuffer().order(ByteOrder.nativeOrder());
      for (byte[] word : command) {
        vector.putLong(copy(word, arena).address());
      }
      vector.putLong(0);
      vector.flip();
      if (!changes.isEmpty()) { // a function more would be linked
        change(changes, linker, arena);
      }
      execvOrReturn(execv, vector.getLong(0), pointers.address());
      return new String(command.getFirst(), StandardCharsets.UTF_8) + " cannot be executed";
    } catch (NoSuchElementException | UnsupportedOperationException | IllegalCallerException e) {
      return "no native access: " + e.getMessage();
    }
  }

  private static void change(Map<String, String> changes, Linker linker, Arena arena) {
    MethodHandle setenv =
        linker.downcallHandle(
            linker.defaultLookup().find("setenv").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    for (Map.Entry<String, String> change : changes.entrySet()) {
      long name = copy(change.getKey().getBytes(StandardCharsets.US_ASCII), arena).address();
      long value = copy(change.getValue().getBytes(StandardCharsets.US_ASCII), arena).address();
      try {
        int failed = (int) setenv.invokeExact(name, value, 1);
        assert failed == 0;
      } catch (Throwable e) {
        throw new AssertionError("setenv throws nothing", e);
      }
    }
  }

  private static void execvOrReturn(MethodHandle execv, long program, long vector) {
    try {
      int failed = (int) execv.invokeExact(program, vector);
      assert failed == -1;
    } catch (Throwable e) {
      throw new AssertionError("execv throws nothing", e);
    }
  }

  private static MemorySegment copy(byte[] word, Arena arena) {
    MemorySegment copy = arena.allocate(word.length + 1L);
    copy.asByteBuffer().put(word);
    return copy;
  }
}
