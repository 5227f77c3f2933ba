package hpc.mpi;

import java.util.ArrayList;
import java.util.List;

/** Starts classes of the test class path in a JVM of their own. */
public final class TestJvm {

  private TestJvm() {}

  /** The command line of a small JVM that runs {@code main}. */
  public static List<String> command(Class<?> main, List<String> args) {
    return command(System.getProperty("java.class.path"), main, args);
  }

  /** The same with {@code main} elsewhere. */
  public static List<String> command(String classPath, Class<?> main, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-Xmx600m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-Xshare:auto", "-cp", classPath));
    command.add(main.getName());
    command.addAll(args);
    return List.copyOf(command);
  }
}
