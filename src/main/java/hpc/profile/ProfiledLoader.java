package hpc.profile;

import hpc.exec.PhaseClock;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Loads the program a second time, beside the one that profiles it, with counters woven in.
 *
 * <p>So neither an agent nor a flag of the JVM is needed, and classes that the start has loaded
 * already are counted like all others. Libraries are loaded anew too, since some of them share
 * packages with the program; of the JDK there is one.
 */
final class ProfiledLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String PHASES = PhaseClock.class.getName();

  private final ClassLoader program;
  private final Optional<Instrumentation> counting;
  private final LongAdder loadingNanos = new LongAdder();
  private final ThreadLocal<Boolean> loading = ThreadLocal.withInitial(() -> false);

  /**
   * Loads what {@code program} loads.
   *
   * @param counting what weaves the counters, if anything is counted
   */
  ProfiledLoader(ClassLoader program, Optional<Instrumentation> counting) {
    super("profiled", ClassLoader.getPlatformClassLoader());
    this.program = program;
    this.counting = counting;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (loading.get()) {
      return load(name); // what the class that is being loaded extends
    }
    loading.set(true);
    long before = ProgramTime.ofThisThread();
    try {
      return load(name);
    } finally {
      loadingNanos.add(ProgramTime.ofThisThread() - before);
      loading.set(false);
    }
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    byte[] original = name.equals(PHASES) ? PhaseMark.weave(bytes(name)) : bytes(name);
    byte[] loaded =
        counting
            .filter(_ -> Program.owns(name))
            .map(transform -> transform.apply(original))
            .orElse(original);
    return defineClass(name, loaded, 0, loaded.length);
  }

  /** The processor time that threads have spent in here, which the program alone would not take. */
  long loadingNanos() {
    return loadingNanos.sum();
  }

  private byte[] bytes(String name) throws ClassNotFoundException {
    try (InputStream in = program.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /**
   * What the program has counted, thread by thread.
   *
   * @param tally {@link CallTally} or {@link ArrayTally}, where the contents are described
   */
  List<Object[]> snapshot(Class<?> tally) {
    try {
      Object threads = loadClass(tally.getName()).getMethod("snapshot").invoke(null);
      return ((List<?>) threads).stream().map(Object[].class::cast).toList();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the counters cannot be read", e);
    }
  }

  /** The phase in which the program is, see {@link PhaseMark#current}; to be asked at any time. */
  Supplier<String> phase() {
    try {
      Method current = loadClass(PhaseMark.class.getName()).getMethod("current");
      return () -> {
        try {
          return (String) current.invoke(null);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("the phase cannot be read", e);
        }
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the phase cannot be read", e);
    }
  }

  @Override
  protected URL findResource(String name) {
    return program.getResource(name);
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return program.getResources(name);
  }
}
