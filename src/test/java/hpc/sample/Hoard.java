package hpc.sample;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** Takes memory by way of the JDK, in the ways that programs do. */
public final class Hoard {

  private Hoard() {}

  /** What the JVM says that {@code way} allocates, in a thread of its own. */
  public static long allocatedBy(IntFunction<Object> way, int n) throws InterruptedException {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    AtomicLong bytes = new AtomicLong();
    Object[] kept = new Object[2];
    Thread thread =
        new Thread(() -> {
          kept[0] = way.apply(1000); // classes that are loaded once
          long before = threads.getCurrentThreadAllocatedBytes();
          kept[1] = way.apply(n);
          bytes.set(threads.getCurrentThreadAllocatedBytes() - before);
        });
    thread.start();
    thread.join();
    return kept[1] == null ? 0 : bytes.get();
  }

  /** A list that grows. */
  public static Object list(int n) {
    List<Boolean> list = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      list.add(i % 2 == 0);
    }
    return list;
  }

  /** A list with room from the start. */
  public static Object presized(int n) {
    List<Boolean> list = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      list.add(i % 2 == 0);
    }
    return list;
  }

  /** A map: tables that grow, entries and boxed numbers. */
  public static Object map(int n) {
    Map<Integer, Boolean> map = new HashMap<>();
    for (int i = 0; i < n / 10; i++) {
      map.put(i, true);
    }
    return map;
  }

  /** A text that is put together. */
  public static Object text(int n) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < n; i++) {
      text.append(i % 10);
    }
    return text.toString();
  }

  /** Boxed numbers, in a list with room for them. */
  public static Object boxes(int n) {
    List<Long> list = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      list.add((long) i + 1000);
    }
    return list;
  }

  /** Arrays of its own. */
  public static Object own(int n) {
    int[] array = new int[n];
    return new Object[] {Arrays.copyOf(array, 2 * n), array.clone()};
  }
}
