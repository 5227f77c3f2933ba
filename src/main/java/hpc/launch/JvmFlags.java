package hpc.launch;

import hpc.slurm.Allocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The JVM flags that fit a process into its share of a node.
 *
 * <p>Memory: the share is that of the Slurm task, or that of the machine divided by the tasks on
 * it, whichever is less, divided by the ranks started on this spot. A reserve of it is not heap: a
 * sixteenth (bitmaps and card tables of the collector grow with the heap), but never less than a
 * quarter up to 1 GiB (code, metaspace, stacks), nor than 128 MiB, nor more than one half. One half
 * of the reserve bounds direct memory, in which messages are packed.
 */
public final class JvmFlags {

  /** The system property of a JVM that has our flags. */
  static final String MARK_PROPERTY = "hpc.launched";

  /** The last of our own flags; what follows is the user's. */
  static final String MARK = "-D" + MARK_PROPERTY + "=true";

  /** The variable with further flags. */
  static final String EXTRA_VARIABLE = "HPC_JAVA_OPTS";

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long LEAST_RESERVE_BYTES = 128 * MIB;
  private static final long LEAST_HEAP_BYTES = 8 * MIB;

  /** With less a JVM with two cpus does not come up. */
  private static final long LEAST_ADDRESS_SPACE_BYTES = GIB;

  /** Enough for the start of the program without a collection, little in the peak of a process. */
  private static final long FIRST_HEAP_BYTES = 32 * MIB;

  /** Collections here are short (few, large arrays): more threads cost memory and bring nothing. */
  private static final int MOST_GC_THREADS = 8;

  /** Names the archive of classes. */
  static final String ARCHIVE = "-XX:SharedArchiveFile=";

  /**
   * Beginnings of the user's flags that an archive does not go with: those that name another one,
   * change the modules or watch classes being loaded. The JVM would leave the archive aside, and
   * its own with it.
   */
  private static final List<String> WITHOUT_ARCHIVE =
      List.of(
          ARCHIVE, "-Xshare", "-XX:AOT", "--", "-agent", "-javaagent", "-XX:StartFlightRecording");

  /**
   * For {@code hpc profile}: compiled code that knows the line of every instruction, not only of
   * those where it may be stopped; room for the classes of the profiler and for the program's,
   * which are loaded twice, without a collection that the program alone would not have; and Flight
   * Recorder, which would log on stdout, on stderr.
   */
  static final List<String> PROFILING =
      List.of(
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:+DebugNonSafepoints",
          "-XX:MetaspaceSize=64m",
          "-Xlog:disable",
          "-Xlog:all=error,cds*=off,aot*=off:stderr");

  /** Every object begins a cache line, see {@link JvmNeeds#LARGE_ARRAYS}. */
  static final String ALIGNED = "-XX:ObjectAlignmentInBytes=64";

  private static final String HEAP = "-Xmx";
  private static final String FIRST_HEAP = "-Xms";

  private JvmFlags() {}

  /**
   * The flags for one process.
   *
   * @param machine what the node grants
   * @param allocation what Slurm grants
   * @param localRanks processes that share this allocation, at least 1
   * @return the flags, {@link #MARK} last
   */
  public static List<String> of(Machine machine, Allocation allocation, int localRanks) {
    int cpus = cpus(machine, allocation, localRanks);
    long memory = memoryBytes(machine, allocation, localRanks);
    long reserve = reserveBytes(memory);
    long heap = heapBytes(machine, allocation, localRanks);
    List<String> flags = new ArrayList<>();
    flags.add("-XX:ActiveProcessorCount=" + cpus);
    addCollector(flags, cpus);
    flags.add(HEAP + heap / MIB + "m");
    flags.add(FIRST_HEAP + Math.min(heap, FIRST_HEAP_BYTES) / MIB + "m");
    flags.add("-XX:MaxDirectMemorySize=" + Math.max(1, reserve / 2 / MIB) + "m");
    // no memory-mapped file in a /tmp that many ranks share
    flags.add("-XX:-UsePerfData");
    // stdout is the result: messages of the JVM go to stderr
    flags.add("-XX:+DisplayVMOutputToStderr");
    flags.add("-Xlog:disable");
    // an archive of classes that does not fit is no problem; a thread that cannot be started is an
    // error, which the program reports
    flags.add("-Xlog:all=warning,cds*=off,aot*=off,os+thread*=off:stderr");
    if (machine.hasLimitedAddressSpace()) {
      addReservations(flags, machine.addressSpaceBytes());
    }
    addTemporaryDirectory(flags, allocation.scratch());
    flags.add(MARK);
    return flags;
  }

  /**
   * What the heap of a process that is started with {@link #of} may hold, as {@link
   * Runtime#maxMemory} reports it there: one survivor space is never counted. By default a third of
   * the heap is young, and of this the parallel collector may make a third a survivor space, the
   * serial one makes a tenth.
   */
  static long usableHeapBytes(Machine machine, Allocation allocation, int localRanks) {
    long heap = heapBytes(machine, allocation, localRanks);
    int survivors = cpus(machine, allocation, localRanks) == 1 ? 30 : 9;
    return heap - Math.ceilDiv(heap, survivors);
  }

  /**
   * Bounds the young generation: the collector would let it grow with the memory of the machine,
   * although little of it is in use at any time.
   *
   * @param most bytes, if the heap is large
   */
  static String youngBound(long most, long heapBytes) {
    return "-XX:MaxNewSize=" + Math.max(1, Math.min(most, heapBytes / 3) / MIB) + "m";
  }

  /** Cpus for one of {@code localRanks} processes, at least 1. */
  public static int cpus(Machine machine, Allocation allocation, int localRanks) {
    OptionalInt granted = allocation.cpus();
    int cpus = granted.isPresent() ? Math.min(granted.getAsInt(), machine.cpus()) : machine.cpus();
    return Math.max(1, cpus / localRanks);
  }

  /** Bytes of memory for one of {@code localRanks} processes. */
  static long memoryBytes(Machine machine, Allocation allocation, int localRanks) {
    long share = machine.memoryBytes() / allocation.tasksOnNode();
    return Math.min(share, allocation.memoryBytes().orElse(Long.MAX_VALUE)) / localRanks;
  }

  /** The largest size of the heap of one of {@code localRanks} processes. */
  static long heapBytes(Machine machine, Allocation allocation, int localRanks) {
    long memory = memoryBytes(machine, allocation, localRanks);
    return Math.max(LEAST_HEAP_BYTES, memory - reserveBytes(memory));
  }

  private static long reserveBytes(long memory) {
    long reserve = Math.max(memory / 16, Math.min(memory / 4, GIB));
    return Math.min(memory / 2, Math.max(reserve, LEAST_RESERVE_BYTES));
  }

  /**
   * The serial collector needs the least memory and no threads. With several cpus the parallel one:
   * it is the other one without concurrent work that would disturb a measurement, and copies
   * faster.
   */
  private static void addCollector(List<String> flags, int cpus) {
    if (cpus == 1) {
      flags.add("-XX:+UseSerialGC");
    } else {
      flags.add("-XX:+UseParallelGC");
      flags.add("-XX:ParallelGCThreads=" + Math.min(cpus, MOST_GC_THREADS));
    }
  }

  /**
   * In a limited address space (ulimit -v) what is reserved counts, not what is used. A JVM by
   * itself reserves 1.25 GiB beside the heap.
   */
  private static void addReservations(List<String> flags, long addressSpaceBytes) {
    if (addressSpaceBytes < LEAST_ADDRESS_SPACE_BYTES) {
      throw new IllegalArgumentException(
          "the address space is limited to "
              + addressSpaceBytes / MIB
              + " MiB (ulimit -v), too little for a JVM; at least "
              + LEAST_ADDRESS_SPACE_BYTES / MIB
              + " MiB are needed: raise it with 'ulimit -v unlimited', or run this in a job");
    }
    flags.add("-XX:CompressedClassSpaceSize=96m");
    flags.add("-XX:ReservedCodeCacheSize=96m");
    // errors go to stderr, not to files in the current directory
    flags.add("-XX:ErrorFile=/dev/null");
    flags.add("-XX:ReplayDataFile=/dev/null");
  }

  private static void addTemporaryDirectory(List<String> flags, List<Path> candidates) {
    for (Path candidate : candidates) {
      if (Files.isDirectory(candidate) && Files.isWritable(candidate)) {
        flags.add("-Djava.io.tmpdir=" + candidate);
        return;
      }
    }
  }

  /**
   * Our flags followed by the user's. Ours are left out where the user's decide the same: the JVM
   * refuses two collectors and a first heap above the largest.
   */
  static List<String> merge(List<String> ours, List<String> users) {
    boolean collector = false;
    boolean heap = false;
    for (String flag : users) {
      collector |= flag.startsWith("-XX:+Use") && flag.endsWith("GC");
      heap |= isHeapSize(flag);
    }
    List<String> flags = new ArrayList<>();
    for (String flag : ours) {
      boolean sizesHeap = flag.startsWith(HEAP) || flag.startsWith(FIRST_HEAP);
      boolean given = (collector && flag.endsWith("GC")) || (heap && sizesHeap);
      if (!given) {
        flags.add(flag);
      }
    }
    flags.addAll(users);
    return flags;
  }

  /** Whether an archive of classes is of no use to a JVM with these flags of the user. */
  static boolean ruleOutArchive(List<String> users) {
    for (String flag : users) {
      for (String beginning : WITHOUT_ARCHIVE) {
        if (flag.startsWith(beginning)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether {@code flags} say how large the heap is. */
  static boolean sizeHeap(List<String> flags) {
    return flags.stream().anyMatch(JvmFlags::isHeapSize);
  }

  private static boolean isHeapSize(String flag) {
    return flag.startsWith(HEAP)
        || flag.startsWith(FIRST_HEAP)
        || flag.startsWith("-XX:MaxHeapSize=")
        || flag.startsWith("-XX:InitialHeapSize=")
        || flag.startsWith("-XX:MaxRAM")
        || flag.startsWith("-XX:InitialRAM");
  }

  /**
   * The user's flags in the arguments of a JVM: those after {@link #MARK}, or all if we did not
   * start it.
   *
   * @param repeated flags that the next JVM reads from the environment itself; of those that would
   *     then take effect twice (an agent, a recording) none is left
   */
  static List<String> usersOf(List<String> arguments, List<String> repeated) {
    List<String> flags =
        new ArrayList<>(arguments.subList(arguments.indexOf(MARK) + 1, arguments.size()));
    flags.removeIf(flag -> addsUp(flag) && repeated.contains(flag));
    return flags;
  }

  private static boolean addsUp(String flag) {
    return flag.startsWith("-agent")
        || flag.startsWith("-javaagent")
        || flag.startsWith("-XX:StartFlightRecording");
  }

  /**
   * Splits {@link #EXTRA_VARIABLE} at blanks; quotes, single or double, keep blanks in a word.
   *
   * @throws IllegalArgumentException if a quote is not closed
   */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0 ? c == quote : c == '"' || c == '\'') {
        quote = quote == 0 ? c : 0;
        inWord = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
        }
        inWord = false;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException(
          EXTRA_VARIABLE + ": " + text.strip() + " has a quote " + quote + " that is not closed");
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
