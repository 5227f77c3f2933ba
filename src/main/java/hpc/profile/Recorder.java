package hpc.profile;

import hpc.exec.FileError;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import jdk.jfr.Recording;

/**
 * Runs the program under Flight Recorder and keeps the recording.
 *
 * <p>The recording holds all that any view needs, what was counted included, as events of our own;
 * so a view that nobody thought of can be made long afterwards.
 */
public final class Recorder {

  /** Of every kind: they cost next to nothing, and a later view may want them. */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "jdk.CPUTimeSample#enabled", "true",
          // a thousand stacks per second of processor time cost about a hundredth of it
          "jdk.CPUTimeSample#throttle", "1ms",
          "jdk.CPUTimeSamplesLost#enabled", "true",
          "jdk.GarbageCollection#enabled", "true",
          "jdk.GCHeapSummary#enabled", "true",
          "jdk.Compilation#enabled", "true",
          "jdk.Compilation#threshold", "0 ms",
          "jdk.ObjectAllocationSample#enabled", "true",
          "jdk.ObjectAllocationSample#throttle", "300/s");

  private final Subject subject;
  private final ProfileView view;
  private final Predicate<MethodName> byLine;

  /**
   * What is run.
   *
   * @param command its words, for people
   * @param rank which rank of the job this process is
   * @param ranks how many there are
   */
  public record Subject(String command, int rank, int ranks) {}

  /**
   * Where the program begins: a public static method that takes the words with which this process
   * was started and the words of the program, and returns an exit status.
   *
   * @param type the name of its class
   * @param method its name
   * @param startedWith the first argument
   * @param words the second argument
   */
  public record Entry(String type, String method, List<String> startedWith, List<String> words) {

    private int call(ClassLoader loader) {
      try {
        return (int)
            Class.forName(type, true, loader)
                .getMethod(method, List.class, String[].class)
                .invoke(null, startedWith, words.toArray(String[]::new));
      } catch (InvocationTargetException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type + " cannot be started", e);
      }
    }
  }

  /**
   * Records for {@code view}.
   *
   * @param byLine the methods whose lines are counted, if the view wants lines counted
   */
  public Recorder(Subject subject, ProfileView view, Predicate<MethodName> byLine) {
    this.subject = subject;
    this.view = view;
    this.byLine = view.counting() == Counting.LINES ? byLine : _ -> false;
  }

  /**
   * Runs the program and writes {@code file}, also if the program fails.
   *
   * @return its exit status
   * @throws java.io.UncheckedIOException if the recording cannot be written
   */
  public int record(Path file, Entry program) {
    CountingTransform transform = new CountingTransform(byLine);
    ProfiledLoader loader =
        new ProfiledLoader(Recorder.class.getClassLoader(), view.counting(), transform);
    Map<String, String> settings = new HashMap<>(ALWAYS);
    settings.putAll(view.settings());
    try (Recording recording = new Recording(settings)) {
      recording.enable(CallCount.class);
      recording.enable(LineCount.class);
      recording.enable(RunFacts.class);
      recording.start();
      long cpuBefore = cpuNanos();
      long before = System.nanoTime();
      int status = run(program, loader);
      commitFacts(cpuNanos() - cpuBefore, System.nanoTime() - before);
      if (view.counting() != Counting.NOTHING) {
        commitCounts(transform.methods(), loader.tally());
      }
      recording.stop();
      keep(recording, file);
      return status;
    }
  }

  private static int run(Entry program, ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return program.call(loader);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private void commitFacts(long cpuNanos, long wallNanos) {
    RunFacts facts = new RunFacts();
    facts.command = subject.command();
    facts.rank = subject.rank();
    facts.ranks = subject.ranks();
    facts.counting = view.counting().name();
    facts.cpuNanos = cpuNanos;
    facts.wallNanos = wallNanos;
    facts.commit();
  }

  private static void commitCounts(List<CountedMethod> methods, List<Object[]> tally) {
    for (Object[] counted : tally) {
      String thread = (String) counted[0];
      long[] calls = (long[]) counted[1];
      long[][] lines = (long[][]) counted[2];
      for (int method = 0; method < Math.min(calls.length, methods.size()); method++) {
        if (calls[method] > 0) {
          commit(methods.get(method), thread, calls[method]);
        }
        if (lines[method] != null) {
          commit(methods.get(method), thread, lines[method]);
        }
      }
    }
  }

  private static void commit(CountedMethod method, String thread, long calls) {
    CallCount count = new CallCount();
    count.type = method.name().type();
    count.method = method.name().method();
    count.descriptor = method.name().descriptor();
    count.file = method.file();
    count.line = method.firstLine();
    count.inThread = thread;
    count.calls = calls;
    count.commit();
  }

  private static void commit(CountedMethod method, String thread, long[] hits) {
    for (int i = 0; i < hits.length; i++) {
      LineCount count = new LineCount();
      count.type = method.name().type();
      count.method = method.name().method();
      count.descriptor = method.name().descriptor();
      count.file = method.file();
      count.line = method.lines().get(i);
      count.inThread = thread;
      count.hits = hits[i];
      count.commit();
    }
  }

  private static void keep(Recording recording, Path file) {
    Path aside = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      try {
        recording.dump(aside);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }
}
