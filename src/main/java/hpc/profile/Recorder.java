package hpc.profile;

import static java.util.Map.entry;

import hpc.exec.FileError;
import hpc.exec.OwnFile;
import hpc.profile.ProfileView.Counting;
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
import jdk.jfr.Event;
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
          // a handful of methods that are called once or twice in a repetition, see TimedCall
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

  private static final List<Class<? extends Event>> EVENTS =
      List.of(
          RunFacts.class,
          CountEvent.Calls.class,
          CountEvent.Hits.class,
          CountEvent.Arrays.class,
          ProgramTime.ThreadTime.class,
          MemorySampler.MemorySample.class);

  private static final String TEMPORARY = "java.io.tmpdir";

  private final Subject subject;
  private final ProfileView view;
  private final Predicate<MethodName> byLine;

  /**
   * What is run.
   *
   * @param command the command line, for people
   * @param rank which rank of the job this process is
   * @param ranks how many there are
   * @param referenceSeconds what a solve takes without counters, if that is known
   */
  public record Subject(String command, int rank, int ranks, OptionalDouble referenceSeconds) {}

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
  public int record(Path file, Program.Entry entry) {
    Program program = Program.here();
    Optional<Instrumentation> counting = instrumentation(program);
    ProfiledLoader loader = new ProfiledLoader(Recorder.class.getClassLoader(), counting);
    Map<String, String> settings = new HashMap<>(ALWAYS);
    settings.put("jdk.MethodTrace#filter", TimedCall.filter(program.methods()));
    settings.putAll(ProgramTime.SETTINGS);
    settings.putAll(view.settings());
    startInOwnDirectory();
    try (Recording recording = new Recording(settings)) {
      EVENTS.forEach(recording::enable);
      recording.start();
      long cpuBefore = cpuNanos();
      ProgramTime.Clocks clocks = new ProgramTime.Clocks();
      long before = System.nanoTime();
      int status;
      try (MemorySampler _ = new MemorySampler(loader.phase())) {
        status = run(entry, loader);
      }
      clocks.commit();
      commitFacts(cpuNanos() - cpuBefore, System.nanoTime() - before, loader.loadingNanos());
      counting.ifPresent(instrumentation -> instrumentation.commit(loader));
      recording.stop();
      keep(recording, file);
      return status;
    }
  }

  /**
   * Starts Flight Recorder with a temporary directory of this process alone, which is removed at
   * the end. By default it makes a name in the common one of the time in seconds and the process
   * id: two nodes with one directory, or two containers that each count processes from 1, can then
   * have the same name, and the one that ends first removes the other's recording. Flight Recorder
   * reads the property once.
   */
  private static void startInOwnDirectory() {
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

  private Optional<Instrumentation> instrumentation(Program program) {
    return switch (view.counting()) {
      case NOTHING -> Optional.empty();
      case CALLS, LINES ->
          Optional.of(new CallInstrumentation(SmallMethods.of(program, byLine), byLine));
      case ARRAYS -> Optional.of(new ArrayInstrumentation());
    };
  }

  private static int run(Program.Entry entry, ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return (int)
          Class.forName(entry.type(), true, loader)
              .getMethod(entry.method(), List.class, String[].class)
              .invoke(null, entry.startedWith(), entry.arguments().toArray(String[]::new));
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(entry.type() + " cannot be started", e);
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
