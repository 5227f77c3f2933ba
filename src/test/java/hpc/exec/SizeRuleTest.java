package hpc.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hpc.exec.ProblemType.SizeRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeRuleTest {

  private static final SizeRule SIEVE = of("sieve");
  private static final SizeRule DIFFUSION = of("diffusion");

  @ParameterizedTest
  @CsvSource({
    "1000, 1000, 1, 1000, 1000",
    "1000, 1000, 2, 2000, 1000",
    "1000, 1000, 4, 2000, 2000",
    "1000, 1000, 6, 3000, 2000",
    "1000, 1000, 7, 7000, 1000",
    "1000, 1000, 12, 4000, 3000",
    "1000, 1000, 128, 16000, 8000",
    "1000, 4000, 4, 4000, 4000",
    "4000, 1000, 2, 4000, 2000",
    "2000, 1000, 2, 2000, 2000",
    "1e3, 1Ki, 4, 2e3, 2Ki"
  })
  void fieldGrowsTowardsASquare(String nx, String ny, long cores, String grownX, String grownY) {
    Map<String, String> grown = DIFFUSION.grown(options("nx", nx, "ny", ny), cores);

    assertEquals(Map.of("nx", grownX, "ny", grownY), grown);
  }

  @Test
  void pointsPerCoreAreEqualExactlyAndNoOtherFactorsAreSquarer() {
    Random random = new Random(3);
    for (int i = 0; i < 3000; i++) {
      long nx = 1L + random.nextInt(5000);
      long ny = 1L + random.nextInt(5000);
      long cores = 1L + random.nextInt(600);
      SequencedMap<String, String> one =
          options("nx", Long.toString(nx), "ny", Long.toString(ny), "steps", "7");
      SequencedMap<String, String> grown = DIFFUSION.grown(one, cores);
      long x = number(grown, "nx");
      long y = number(grown, "ny");

      assertEquals(nx * ny * cores, x * y);
      assertEquals(0, x % nx);
      assertEquals("7", grown.get("steps"));
      double least =
          LongStream.rangeClosed(1, cores)
              .filter(a -> cores % a == 0)
              .mapToDouble(a -> ratio(nx * a, ny * (cores / a)))
              .min()
              .orElseThrow();
      assertEquals(least, ratio(x, y), 1e-12 * least);
    }
  }

  @Test
  void presetGivesTheSizeThatIsNotGiven() {
    assertEquals(
        options("preset", "csc-heat", "nx", "4000", "ny", "2000"),
        DIFFUSION.grown(options("preset", "csc-heat"), 2));
    assertEquals(
        options("preset", "csc-heat", "nx", "2000", "ny", "2000"),
        DIFFUSION.grown(options("preset", "csc-heat", "nx", "1000"), 2));
  }

  @Test
  void presetOnOneCoreStaysWhatItIs() {
    SequencedMap<String, String> one = options("preset", "csc-heat", "steps", "5");
    assertEquals(one, DIFFUSION.grown(one, 1));
  }

  @Test
  void intervalGrowsInProportion() {
    Random random = new Random(5);
    for (int i = 0; i < 3000; i++) {
      long from = random.nextInt(1_000_000);
      long numbers = 100L + random.nextInt(1_000_000_000);
      long cores = 1L + random.nextInt(10_000);
      SequencedMap<String, String> grown =
          SIEVE.grown(
              options("limit", Long.toString(from + numbers), "from", Long.toString(from)), cores);

      assertEquals(from, number(grown, "from"));
      assertEquals(numbers * cores, number(grown, "limit") - from);
    }
  }

  @Test
  void limitKeepsItsSpelling() {
    assertEquals("1.6e10", SIEVE.grown(options("limit", "1e9"), 16).get("limit"));
    assertEquals("1_000_000", SIEVE.grown(options("limit", "1_000_000"), 1).get("limit"));
  }

  @Test
  void workGrowsInProportionAndItsPartsWithIt() {
    assertEquals(
        options("parallel", "0.9", "work", "7e9"),
        of("amdahl").grown(options("parallel", "0.9", "work", "1e9"), 7));
  }

  @ParameterizedTest
  @CsvSource({
    "amdahl, parallel, 0.5, 2, 'no size to grow; accepted: with work, for one core'",
    "amdahl, work, 2^53, 2, 'work 2^53 on 2 cores is more than 2^53; take a smaller one for one core'",
    "amdahl, work, much, 1, 'work \"much\": not a whole number; accepted: numbers up to 2^63-1, written as 1e9, 1_000_000 or 64Ki'",
    "sieve, from, 5, 1, 'no size to grow; accepted: with limit, for one core'",
    "sieve, limit, 99, 1, 'limit 99: too few numbers to share evenly; accepted: 100 more than from, for one core'",
    "sieve, limit, -5, 1, 'limit -5: too few numbers to share evenly; accepted: 100 more than from, for one core'",
    "sieve, limit, 1e18, 10, 'limit 1e18 on 10 cores is more than 2^63-1; take a smaller one for one core'",
    "sieve, limit, many, 1, 'limit \"many\": not a whole number; accepted: numbers up to 2^63-1, written as 1e9, 1_000_000 or 64Ki'",
    "diffusion, ny, 5, 2, 'no size to grow, nx is missing; accepted: with nx and ny, or a preset, for one core'",
    "diffusion, nx, 5, 2, 'no size to grow, ny is missing; accepted: with nx and ny, or a preset, for one core'",
    "diffusion, nx, 0, 2, 'nx \"0\": accepted: 1 to 1073741824'",
    "diffusion, preset, none, 2, '--preset none: accepted: sine, csc-heat'"
  })
  void whatCannotGrowIsRefused(
      String workload, String option, String value, long cores, String expected) {
    SizeRule size = of(workload);

    assertEquals(
        expected,
        assertThrows(
                IllegalArgumentException.class, () -> size.grown(options(option, value), cores))
            .getMessage());
  }

  @Test
  void fieldThatIsTooLongIsRefused() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> DIFFUSION.grown(options("nx", "1Gi", "ny", "1Gi"), 2))
            .getMessage();
    assertEquals(
        "nx 1Gi times 2 is more than 1073741824; take a smaller one for one core", message);
  }

  private static SizeRule of(String problem) {
    return ProblemType.named(problem).flatMap(ProblemType::size).orElseThrow();
  }

  private static SequencedMap<String, String> options(String... namesAndValues) {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      options.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return options;
  }

  private static double ratio(long x, long y) {
    return (double) Math.max(x, y) / Math.min(x, y);
  }

  private static long number(Map<String, String> options, String option) {
    return WholeValue.parse(options.get(option)).value();
  }
}
