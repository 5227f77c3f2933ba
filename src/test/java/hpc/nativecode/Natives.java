package hpc.nativecode;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the tests of kernels in other languages need. */
public final class Natives {

  private Natives() {}

  /** Skips the test, saying why, where the library has not been built. */
  public static void require(NativeLanguage language) {
    assumeTrue(
        NativeLibrary.find(language, List.of(Path.of("target"))).isPresent(),
        "target/%s is not there: hpc build --native".formatted(language.library()));
  }

  /** Skips the test, saying why, where a program is not on the PATH. */
  static void requireProgram(String name) {
    boolean found =
        List.of(System.getenv("PATH").split(":", -1)).stream()
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    assumeTrue(found, "not installed: " + name);
  }
}
