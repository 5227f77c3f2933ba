package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hpc.profile.MethodChoice;
import hpc.profile.Program;
import hpc.sieve.SieveAlgorithm;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels are named by words: a method that is renamed must be renamed there too. */
class KernelsOfProblemsTest {

  private static final Program PROGRAM = Program.here();

  static Stream<String> commands() {
    return Stream.concat(
        Stream.of(SieveAlgorithm.values())
            .map(algorithm -> "sieve --limit 9 --algorithm " + algorithm.word()),
        Stream.of(
            "sieve --limit 9",
            "sieve --limit 9 --algorithm NAIVE",
            "diffusion",
            "diffusion --scheme explicit --kernel scalar",
            "diffusion --scheme adi --dt 0.01",
            "amdahl -p 0.9"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachIsThere(String command) {
    String[] words = command.split(" ", -1);
    List<MethodChoice> kernels =
        ProfileCommand.kernels(
            ProblemCommand.of(HpcCommand.commandLine(words).parseArgs(words).subcommand()));
    assertFalse(kernels.isEmpty());
    kernels.forEach(kernel -> assertDoesNotThrow(() -> PROGRAM.require(kernel)));
  }
}
