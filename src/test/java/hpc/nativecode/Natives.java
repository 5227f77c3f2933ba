package hpc.nativecode;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
}
