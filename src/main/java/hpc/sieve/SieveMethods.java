package hpc.sieve;

import hpc.exec.ProblemType.TimedPart;
import hpc.exec.ProblemType.TimedPart.Nesting;
import java.util.List;
import java.util.stream.Stream;

/** What a profile looks at, by name, so that the sieves need not know of it. */
final class SieveMethods {

  private static final String PACKAGE = "hpc.sieve.";

  private SieveMethods() {}

  /** Where an algorithm spends its time. */
  static List<String> hot(SieveAlgorithm algorithm) {
    Stream<String> names =
        switch (algorithm) {
          case BOXED ->
              Stream.of("BoxedSieve::create", "BoxedSieve::crossOff", "BoxedSieve::count");
          case NAIVE -> Stream.of("NaiveSieve::create", "NaiveSieve::sieve", "NaiveSieve::count");
          case ODDS -> Stream.of("OddsSieve::create", "OddsSieve::crossOff", "OddsSieve::count");
          case BITS -> Stream.of("BitsSieve::create", "BitsSieve::crossOff", "BitsSieve::count");
          case SEGMENTED -> Stream.of("SegmentedSieve::sieve", "SegmentedSieve::crossOff");
          case WHEEL ->
              Stream.of(
                  "WheelSieve::sieve",
                  "WheelSieve::sieveSlice",
                  "WheelCrossing",
                  "LargePrimes::crossOff",
                  "PreSieve::apply");
        };
    return names.map(PACKAGE::concat).toList();
  }

  /**
   * Of the sieves that have one array the parts of the course's program. The others find primes to
   * sieve with and then cross out and collect in one segment after the other, by all threads at
   * once, which no part could tell apart.
   */
  static List<TimedPart> parts() {
    return List.of(
        part("create", "BoxedSieve::create"),
        part("create", "NaiveSieve::create"),
        part("create", "OddsSieve::create"),
        part("create", "BitsSieve::create"),
        part("cross out", "BoxedSieve::crossOff"),
        part("cross out", "NaiveSieve::sieve"),
        part("cross out", "OddsSieve::crossOff"),
        part("cross out", "BitsSieve::crossOff"),
        part("collect", "BoxedSieve::count"),
        part("collect", "NaiveSieve::count"),
        part("collect", "OddsSieve::count"),
        part("collect", "BitsSieve::count"),
        new TimedPart(PACKAGE + "SievingPrimes::upToRootOf", "sieving primes", Nesting.WHOLE),
        new TimedPart(PACKAGE + "BlockTally::addBlocks", "segments", Nesting.ELSE));
  }

  private static TimedPart part(String label, String method) {
    return new TimedPart(PACKAGE + method, label);
  }
}
