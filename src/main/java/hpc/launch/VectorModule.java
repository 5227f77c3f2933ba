package hpc.launch;

/**
 * The module of the Vector API, which a JVM does not load unless it is asked to.
 *
 * <p>{@code --add-modules} would do, at a price: the JVM then prints a warning about incubator
 * modules on every start, in front of whatever a command has to say, and gives up the archived
 * module graph, which costs 25 ms. So the module is loaded while the program runs, in the way in
 * which the JVM itself loads one for an agent. That takes 20 ms, paid by solvers only; compiled
 * code is the same, since the JVM turns its vector support on when the module is defined, whenever
 * that is. The manifest opens the one internal package that is needed.
 */
public final class VectorModule {

  /** Its name. */
  public static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  private static boolean present() {
    try {
      Class.forName(NAME + ".Vector", false, VectorModule.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Loads it, if this JVM has it and lets us; called by those who choose a kernel.
   *
   * @return whether this process can use it; if not, no class that mentions it may be touched
   */
  public static synchronized boolean load() {
    if (present()) {
      return true;
    }
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, NAME);
    } catch (ReflectiveOperationException e) {
      // a runtime without the module, or a release that does it otherwise: scalar kernels run
      return false;
    }
    return present();
  }
}
