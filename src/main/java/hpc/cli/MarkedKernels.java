package hpc.cli;

import hpc.profile.MethodChoice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/**
 * The methods in which each solver spends its time, whose lines {@code hpc profile lines} counts
 * unless it is told others. They are named here, so that the numerics need not know of it.
 */
final class MarkedKernels {

  private static final Map<String, List<String>> SIEVES =
      Map.of(
          "boxed", List.of("BoxedSieve::sieve", "BoxedSieve::count"),
          "naive", List.of("NaiveSieve::sieve", "NaiveSieve::count"),
          "odds", List.of("OddsSieve::<init>", "OddsSieve::count"),
          "bits", List.of("BitsSieve::<init>", "BitsSieve::count"),
          "segmented", List.of("SegmentedSieve::sieve", "SegmentedSieve::crossOff"),
          "wheel",
              List.of(
                  "WheelSieve::sieve",
                  "WheelSieve::sieveSlice",
                  "WheelCrossing",
                  "LargePrimes::crossOff",
                  "PreSieve::apply"));

  private static final List<String> EXPLICIT =
      List.of("Wavefront::run", "ScalarKernel", "VectorKernel");

  private static final List<String> ADI =
      List.of(
          "AdiStepper::advance",
          "AdiStepper::solveRows",
          "Tridiagonal::solveRows",
          "Tridiagonal::solveRow",
          "Tridiagonal::solveFourRows",
          "ScalarAdiKernel",
          "VectorAdiKernel");

  private MarkedKernels() {}

  /** Those of a solver command. */
  static List<MethodChoice> of(ParseResult solver) {
    return names(solver).map(MethodChoice::parse).toList();
  }

  private static Stream<String> names(ParseResult solver) {
    if (solver.commandSpec().name().equals("sieve")) {
      return SIEVES.get(word(solver, "--algorithm", "wheel")).stream()
          .map(name -> "hpc.sieve." + name);
    }
    List<String> kernels = word(solver, "--scheme", "explicit").equals("adi") ? ADI : EXPLICIT;
    return kernels.stream().map(name -> "hpc.diffusion." + name);
  }

  private static String word(ParseResult solver, String option, String usual) {
    return solver.hasMatchedOption(option)
        ? solver.matchedOption(option).getValue().toString().toLowerCase(Locale.ROOT)
        : usual;
  }
}
