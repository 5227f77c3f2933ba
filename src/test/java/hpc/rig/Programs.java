package hpc.rig;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The programs of this machine. */
public final class Programs {
  /** Daemons are where the PATH of most users does not lead. */
  private static final List<String> FOLDERS =
      List.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"));

  private Programs() {}

  /** Skips the test, saying why, unless all of these programs are installed. */
  public static void require(String... names) {
    List<String> missing = Stream.of(names).filter(name -> !isInstalled(name)).toList();
    assumeTrue(missing.isEmpty(), "not installed: " + String.join(", ", missing));
  }

  private static boolean isInstalled(String name) {
    return FOLDERS.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
