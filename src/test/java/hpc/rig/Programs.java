package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The programs of this machine that tests start. */
public final class Programs {
  /** Prints the needs that are not met; it has the list of all. */
  static final Path NEEDS = Path.of("src/test/needs").toAbsolutePath();

  /** Daemons are where the PATH of most users does not lead. */
  private static final List<String> FOLDERS =
      List.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"));

  private Programs() {}

  /** Goes on if all of these programs are installed; see {@link #missing} for what happens else. */
  public static void require(String... names) {
    for (String name : names) {
      assertTrue(isListed(name), () -> "the list of " + NEEDS + " lacks the program " + name);
    }
    List<String> missing = Stream.of(names).filter(name -> !isInstalled(name)).toList();
    if (!missing.isEmpty()) {
      missing("not installed: " + String.join(", ", missing));
    }
  }

  /**
   * Ends a test that cannot run: skipped, but failed where {@code ./hpc test} has installed all
   * that tests need, so that a list with a gap is noticed.
   */
  public static void missing(String what) {
    if (canInstall()) {
      fail(what + "; ./hpc test installs what " + NEEDS + " lists");
    }
    abort(what);
  }

  /** Whether the wrapper hpc installs what is missing on this machine. */
  static boolean canInstall() {
    return System.getProperty("user.name").equals("root") && isInstalled("apt-get");
  }

  private static boolean isInstalled(String name) {
    return FOLDERS.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  private static boolean isListed(String name) {
    try {
      return Pattern.compile("(?m)^\\S+ +(program|modules) +" + Pattern.quote(name) + "$")
          .matcher(Files.readString(NEEDS))
          .find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
