package hpc.profile;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What {@link ArrayInstrumentation} weaves around the making of arrays: how many each place has
 * made and how large, to the byte. Like {@link CallTally} it is defined anew for every run, and
 * each thread counts for itself.
 */
public final class ArrayTally {

  // what is kept of a place, by index
  static final int COUNT = 0;
  static final int BYTES = 1;

  /** Elements of its largest array. */
  static final int LENGTH = 2;

  static final int LARGEST_BYTES = 3;

  /** Around the making of its largest array, 0 if nobody looked. */
  static final int RESIDENT_BEFORE = 4;

  static final int RESIDENT_AFTER = 5;
  private static final int FIGURES = 6;

  /** Of elements; for arrays from here on a look at the resident set is cheap. */
  private static final int LARGE = 16_384;

  private static final int REFERENCE = option("UseCompressedOops") ? Integer.BYTES : Long.BYTES;
  private static final boolean COMPACT = option("UseCompactObjectHeaders");
  private static final ResidentSet RESIDENT = new ResidentSet();
  private static final Queue<OfThread> THREADS = new ConcurrentLinkedQueue<>();
  private static final ThreadLocal<OfThread> MINE = ThreadLocal.withInitial(ArrayTally::enlist);

  private ArrayTally() {}

  private static boolean option(String name) {
    return Boolean.parseBoolean(
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption(name)
            .getValue());
  }

  /** What one thread has made, by place. */
  private static final class OfThread {
    private static final int FIRST_SITES = 256;
    private final String thread = Thread.currentThread().getName();
    private long[][] figures = new long[FIRST_SITES][];
    private String[] types = new String[FIRST_SITES];
    private long residentBefore;

    private long[] of(int site) {
      if (site >= figures.length) {
        figures = Arrays.copyOf(figures, 2 * site);
        types = Arrays.copyOf(types, 2 * site);
      }
      if (figures[site] == null) {
        figures[site] = new long[FIGURES];
      }
      return figures[site];
    }
  }

  private static OfThread enlist() {
    OfThread mine = new OfThread();
    THREADS.add(mine);
    return mine;
  }

  /** Before an array of one dimension is made. */
  public static void before(int length) {
    if (length >= LARGE) {
      MINE.get().residentBefore = RESIDENT.bytes();
    }
  }

  /** After an array was made. */
  public static void made(Object array, int site) {
    count(array, bytes(array), site);
  }

  /** After an array was made with those that are its elements. */
  public static void madeWithElements(Object array, int site) {
    count(array, deepBytes(array), site);
  }

  private static void count(Object array, long bytes, int site) {
    OfThread mine = MINE.get();
    long[] figures = mine.of(site);
    figures[COUNT]++;
    figures[BYTES] += bytes;
    if (bytes > figures[LARGEST_BYTES]) {
      mine.types[site] = array.getClass().getTypeName();
      figures[LARGEST_BYTES] = bytes;
      figures[LENGTH] = Array.getLength(array);
      figures[RESIDENT_BEFORE] = mine.residentBefore;
      figures[RESIDENT_AFTER] = mine.residentBefore == 0 ? 0 : RESIDENT.bytes();
    }
    mine.residentBefore = 0;
  }

  /** What an array takes of the heap: header, length and elements, a multiple of 8. */
  static long bytes(Object array) {
    int width = width(array.getClass().getComponentType());
    int head = COMPACT && width < Long.BYTES ? 12 : 16;
    return (head + (long) width * Array.getLength(array) + 7) & -8;
  }

  private static long deepBytes(Object array) {
    long bytes = bytes(array);
    if (array instanceof Object[] elements && array.getClass().getComponentType().isArray()) {
      for (Object element : elements) {
        bytes += element == null ? 0 : deepBytes(element);
      }
    }
    return bytes;
  }

  private static int width(Class<?> type) {
    if (!type.isPrimitive()) {
      return REFERENCE;
    }
    return switch (type.getName()) {
      case "boolean", "byte" -> Byte.BYTES;
      case "short", "char" -> Short.BYTES;
      case "int", "float" -> Integer.BYTES;
      default -> Long.BYTES;
    };
  }

  /**
   * What was made, thread by thread: its name (String), figures by place (long[][], in the order of
   * the constants above, null where nothing was made), the type of the largest array (String[]).
   */
  public static List<Object[]> snapshot() {
    List<Object[]> threads = new ArrayList<>();
    for (OfThread one : THREADS) {
      threads.add(new Object[] {one.thread, one.figures, one.types});
    }
    return threads;
  }
}
