package hpc.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A JVM of its own for what cannot be tested inside this one. */
final class TestJvm {

  private TestJvm() {}

  /** A process that ended, and what it wrote to stdout. */
  record Ended(int status, String output) {}

  /** The command that runs {@code main} on this class path; small, so that little moves in it. */
  static List<String> command(Class<?> main, Object... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData", // its file would hit limits meant for ours
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    Stream.of(args).map(Object::toString).forEach(command::add);
    return command;
  }

  /** Runs {@code command} to its end. */
  static Ended run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
