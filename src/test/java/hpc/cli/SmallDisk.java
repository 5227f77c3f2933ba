package hpc.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system that fills up: hpc runs in a name space of its own, with a small one mounted. */
final class SmallDisk {

  private SmallDisk() {}

  /**
   * The command that runs hpc, its words to be appended, with a file system of {@code size} in
   * {@code small} below {@code directory}. Skips the test where user namespaces are not permitted.
   *
   * @param afterwards what the shell does, in {@code directory}, before the file system is gone
   */
  static List<String> command(Path directory, String size, String afterwards)
      throws IOException, InterruptedException {
    assumeTrue(
        new ProcessBuilder("unshare", "-Urm", "true").start().waitFor() == 0,
        "user namespaces are not permitted: no file system can be filled");
    Files.createDirectory(directory.resolve("small"));
    String script =
        "mount -t tmpfs -o size=%s tmpfs small && \"$@\"; s=$?; %s; exit $s"
            .formatted(size, afterwards);
    List<String> command = new ArrayList<>(List.of("unshare", "-Urm", "sh", "-c", script, "sh"));
    command.addAll(HpcProcess.command());
    return command;
  }
}
