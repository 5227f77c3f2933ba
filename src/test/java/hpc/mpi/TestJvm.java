package hpc.mpi;

import java.util.ArrayList;
import java.util.List;

/** Starts classes of the test class path in a JVM of their own. */
public final class TestJvm {

  private TestJvm() {}

  /** The command line of a small JVM that runs {@code main}. */
  public static List<String> command(Class<?> main, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-Xmx600m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-Xshare:auto", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(args);
    return List.copyOf(command);
  }
}
