package hpc.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayTallyTest {

  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 1000, 1_000_003})
  void everyTypeTakesWhatTheJvmSaysThatItTakes(int length) {
    assertTakes(() -> new boolean[length]);
    assertTakes(() -> new byte[length]);
    assertTakes(() -> new short[length]);
    assertTakes(() -> new char[length]);
    assertTakes(() -> new int[length]);
    assertTakes(() -> new float[length]);
    assertTakes(() -> new long[length]);
    assertTakes(() -> new double[length]);
    assertTakes(() -> new Object[length]);
    assertTakes(() -> new long[length][]);
  }

  private static void assertTakes(Supplier<Object> maker) {
    // what is done once, such as linking, allocates too
    assertNotNull(maker.get());
    THREADS.getCurrentThreadAllocatedBytes();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Object array = maker.get();
    long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertEquals(taken, ArrayTally.bytes(array), () -> array.getClass().getTypeName());
  }

  /** Makes arrays in all ways; loaded with looks woven in. */
  public static final class Maker {

    private Maker() {}

    /** Makes and returns some. */
    public static Object run(int n) {
      Object last = new byte[n];
      for (int i = 0; i < n; i++) {
        last = new long[i];
      }
      int[] copied = java.util.Arrays.copyOf(new int[n], 2 * n);
      return new Object[] {last, copied, copied.clone(), new double[n][3], new Object[n].clone()};
    }
  }

  @Test
  void everyWayToMakeAnArrayIsCounted() throws Exception {
    int n = 10;
    ArrayInstrumentation instrumentation = new ArrayInstrumentation();
    ProfiledLoader loader =
        new ProfiledLoader(ArrayTallyTest.class.getClassLoader(), Optional.of(instrumentation));
    // classes of the profiler itself are not woven
    byte[] woven;
    try (var in = Maker.class.getResourceAsStream("ArrayTallyTest$Maker.class")) {
      woven = instrumentation.apply(in.readAllBytes());
    }
    Class<?> maker =
        new ClassLoader(loader) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(Maker.class.getName())
                ? defineClass(name, woven, 0, woven.length)
                : super.loadClass(name, resolve);
          }
        }.loadClass(Maker.class.getName());
    maker.getMethod("run", int.class).invoke(null, n);
    long arrays = 0;
    long bytes = 0;
    for (Object[] thread : loader.snapshot(ArrayTally.class)) {
      for (long[] figures : (long[][]) thread[1]) {
        arrays += figures == null ? 0 : figures[ArrayTally.COUNT];
        bytes += figures == null ? 0 : figures[ArrayTally.BYTES];
      }
    }
    // byte[], ten long[], int[] and two copies, the result, double[][] as one, Object[] and its
    // copy
    assertEquals(1 + n + 3 + 1 + 1 + 2, arrays);
    long expected = ArrayTally.bytes(new byte[n]);
    for (int i = 0; i < n; i++) {
      expected += ArrayTally.bytes(new long[i]);
    }
    expected += ArrayTally.bytes(new int[n]) + 2 * ArrayTally.bytes(new int[2 * n]);
    expected += ArrayTally.bytes(new Object[5]);
    expected += ArrayTally.bytes(new double[n][]) + n * ArrayTally.bytes(new double[3]);
    expected += 2 * ArrayTally.bytes(new Object[n]);
    assertEquals(expected, bytes);
  }
}
