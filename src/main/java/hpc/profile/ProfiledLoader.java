package hpc.profile;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

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

  private static final String OWN = "hpc.";
  private static final String PROFILER = "hpc.profile.";

  private final ClassLoader program;
  private final Optional<CountingTransform> counting;

  /**
   * Loads what {@code program} loads.
   *
   * @param counting what weaves the counters, if anything is counted
   */
  ProfiledLoader(ClassLoader program, Optional<CountingTransform> counting) {
    super("profiled", ClassLoader.getPlatformClassLoader());
    this.program = program;
    this.counting = counting;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] original = bytes(name);
    boolean ours = name.startsWith(OWN) && !name.startsWith(PROFILER);
    byte[] loaded =
        counting.filter(_ -> ours).map(transform -> transform.apply(original)).orElse(original);
    return defineClass(name, loaded, 0, loaded.length);
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

  /** What the program has counted, see {@link Tally#snapshot}. */
  List<Object[]> tally() {
    try {
      Object threads = loadClass(Tally.class.getName()).getMethod("snapshot").invoke(null);
      return ((List<?>) threads).stream().map(Object[].class::cast).toList();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the counters cannot be read", e);
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
