package hpc.profile;

import static java.util.Map.entry;

import hpc.exec.FileError;
import hpc.exec.OwnFile;
import hpc.exec.PhaseClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import jdk.jfr.FlightRecorder;
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
      Map.ofEntries(
          entry("jdk.MethodTiming#enabled", "true"),
          entry("jdk.MethodTiming#period", "endChunk"),
          // a handful of methods that are called once or twice in a repetition, see Span
          entry("jdk.MethodTrace#enabled", "true"),
          entry("jdk.MethodTrace#stackTrace", "false"),
          entry("jdk.CPUTimeSample#enabled", "true"),
          // as often as the kernel's clock allows, every 4 ms mostly
          entry("jdk.CPUTimeSample#throttle", "1ms"),
          entry("jdk.CPUTimeSamplesLost#enabled", "true"),
          entry("jdk.GarbageCollection#enabled", "true"),
          entry("jdk.GCHeapSummary#enabled", "true"),
          entry("jdk.GCPhasePause#enabled", "true"),
          entry("jdk.Deoptimization#enabled", "true"),
          entry("jdk.Deoptimization#stackTrace", "false"),
          entry("jdk.Compilation#enabled", "true"),
          entry("jdk.Compilation#threshold", "0 ms"),
          entry("jdk.ObjectAllocationSample#enabled", "true"),
          entry("jdk.ObjectAllocationSample#throttle", "300/s"));

  private static final String TEMPORARY = "java.io.tmpdir";

  private static final String SOLVE = "(L" + PhaseClock.class.getName().replace('.', '/') + ";)V";

  private final Subject subject;
  private final ProfileView view;
  private final Predicate<MethodName> byLine;

  /**
   * What is run.
   *
   * @param command its words, for people
   * @param rank which rank of the job this process is
   * @param ranks how many there are
   * @param referenceSeconds what a solve takes without counters, if that is known
   */
  public record Subject(String command, int rank, int ranks, OptionalDouble referenceSeconds) {}

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
   * Runs the program and writes {@code file}, also if it ends with another status than 0.
   *
   * @return its exit status
   * @throws java.io.UncheckedIOException if the recording cannot be written
   */
  public int record(Path file, Entry program) {
    ProgramClasses classes = ProgramClasses.here();
    Optional<Instrumentation> counting = counting(classes);
    ProfiledLoader loader = new ProfiledLoader(Recorder.class.getClassLoader(), counting);
    Map<String, String> settings = new HashMap<>(ALWAYS);
    settings.put("jdk.MethodTiming#filter", solveMethods(classes));
    settings.put("jdk.MethodTrace#filter", TimedCall.filter(classes.methods()));
    settings.putAll(ProgramTime.SETTINGS);
    settings.putAll(view.settings());
    beginInOwnDirectory();
    try (Recording recording = new Recording(settings)) {
      recording.enable(CallCount.class);
      recording.enable(LineCount.class);
      recording.enable(RunFacts.class);
      recording.enable(ThreadTime.class);
      recording.enable(MemorySample.class);
      recording.enable(ArrayCount.class);
      recording.start();
      long cpuBefore = cpuNanos();
      ThreadClocks clocks = ThreadClocks.start();
      long before = System.nanoTime();
      int status;
      try (MemorySampler _ = MemorySampler.start(loader.phase())) {
        status = run(program, loader);
      }
      clocks.commit();
      commitFacts(cpuNanos() - cpuBefore, System.nanoTime() - before, loader.loadingNanos());
      counting.ifPresent(weaving -> weaving.commit(loader));
      recording.stop();
      keep(recording, file);
      return status;
    }
  }

  /**
   * Has Flight Recorder begin with a temporary directory of this process alone, gone with it. By
   * itself it shares the one for all and takes a name there made of the second and the process id:
   * two nodes with one directory, or two containers that each count processes from 1, then have one
   * name, and who ends first removes the other's recording. Where it looks, it looks once.
   */
  private static void beginInOwnDirectory() {
    String shared = System.getProperty(TEMPORARY);
    try {
      Path own = Files.createTempDirectory("hpc-recording");
      own.toFile().deleteOnExit();
      System.setProperty(TEMPORARY, own.toString());
      FlightRecorder.getFlightRecorder();
    } catch (IOException e) {
      throw FileError.of(Path.of(shared), e);
    } finally {
      System.setProperty(TEMPORARY, shared);
    }
  }

  /** The methods that solve a workload, which Flight Recorder times: a few calls in a run. */
  private static String solveMethods(ProgramClasses classes) {
    return classes.methods().stream()
        .filter(name -> name.method().equals("solve") && name.descriptor().equals(SOLVE))
        .map(name -> name.type() + "::" + name.method())
        .collect(Collectors.joining(";"));
  }

  private Optional<Instrumentation> counting(ProgramClasses classes) {
    return switch (view.counting()) {
      case NOTHING -> Optional.empty();
      case CALLS, LINES ->
          Optional.of(new CountingTransform(SmallMethods.of(classes, byLine), byLine));
      case ARRAYS -> Optional.of(new ArrayTransform());
    };
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

  private void commitFacts(long cpuNanos, long wallNanos, long loadingNanos) {
    RunFacts facts = new RunFacts();
    facts.command = subject.command();
    facts.rank = subject.rank();
    facts.ranks = subject.ranks();
    facts.counting = view.counting().name();
    facts.referenceNanos = Math.round(subject.referenceSeconds().orElse(0) * 1e9);
    facts.highWaterBytes = ResidentSet.highWater();
    facts.cpuNanos = cpuNanos;
    facts.wallNanos = wallNanos;
    facts.loadingNanos = loadingNanos;
    facts.processors = Runtime.getRuntime().availableProcessors();
    facts.commit();
  }

  private static void keep(Recording recording, Path file) {
    Path aside = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      try {
        OwnFile.makeFile(aside);
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
