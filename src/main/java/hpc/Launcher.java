package hpc;

import java.lang.reflect.InvocationTargetException;

/**
 * The first class of {@code hpc.jar}, in Java 8 bytecode: it says what is missing when the JVM is
 * too old, and otherwise starts the program with the JVM flags that it needs.
 */
public final class Launcher {

  private static final int NEEDED = 25;
  private static final int UNFIT_MACHINE = 2;

  private Launcher() {}

  /** Runs {@code hpc.Main} with {@code args}, or exits with 2 on a JVM that cannot. */
  public static void main(String[] args) throws Throwable {
    String version = System.getProperty("java.specification.version");
    if (feature(version) < NEEDED) {
      System.err.println(
          "hpc: Java "
              + NEEDED
              + " or later is needed, found Java "
              + version
              + " in "
              + System.getProperty("java.home")
              + "; set JAVA_HOME to a JDK "
              + NEEDED
              + " and use ./hpc or $JAVA_HOME/bin/java (on a cluster: module avail java)");
      System.exit(UNFIT_MACHINE);
    }
    // by name: both are bytecode that an old JVM cannot load
    try {
      call("hpc.launch.Restart", "ifNeeded", args);
    } catch (IllegalArgumentException e) {
      // the doctor names whatever is wrong here, besides all else
      if (args.length == 0 || !args[0].equals("doctor")) {
        System.err.println("hpc: " + e.getMessage());
        System.exit(UNFIT_MACHINE);
      }
    }
    call("hpc.Main", "main", args);
  }

  private static void call(String type, String method, String[] args) throws Throwable {
    try {
      Class.forName(type).getMethod(method, String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The release that a specification version names: 8 for {@code 1.8}, 25 for {@code 25}. */
  private static int feature(String version) {
    return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
  }
}
