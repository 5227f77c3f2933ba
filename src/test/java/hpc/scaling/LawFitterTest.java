package hpc.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LawFitterTest {

  private static final int SEEDS = 200;
  private static final double NOISE = 0.03;
  private static final double[] CORES = {1, 2, 4, 8, 16, 32, 64, 128};

  /**
   * Throughput of a Cisco benchmark on 1 to 32 cores, and the fit to it: B. Schwartz, Practical
   * Scalability Analysis with the Universal Scalability Law, 2015; both as they stand in ModelTest
   * of https://github.com/codahale/usl4j, which holds them to 0.02 %.
   */
  private static final double[] CISCO = {
    955.16, 1878.91, 2688.01, 3548.68, 4315.54, 5130.43, 5931.37, 6531.08, 7219.8, 7867.61, 8278.71,
    8646.7, 9047.84, 9426.55, 9645.37, 9897.24, 10097.6, 10240.5, 10532.39, 10798.52, 11151.43,
    11518.63, 11806, 12089.37, 12075.41, 12177.29, 12211.41, 12158.93, 12155.27, 12118.04, 12140.4,
    12074.39
  };

  private static final double CISCO_LAMBDA = 995.6486;
  private static final double CISCO_SIGMA = 0.02671591;
  private static final double CISCO_KAPPA = 7.690945e-4;
  private static final double BOOK_ACCURACY = 2e-4;

  /**
   * Ray-geometry intersections a second on an SGI Origin 2000: N. J. Gunther, Guerrilla Capacity
   * Planning, Springer 2007; data set raytracer of the R package usl. Coefficients as in
   * tests/confint.Rout.save of https://github.com/smoeding/usl, to the digits printed there.
   */
  private static final double[] RAYTRACER_CORES = {1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64};

  private static final double[] RAYTRACER = {20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310};
  private static final double RAYTRACER_SIGMA = 0.0578;
  private static final double RAYTRACER_LAMBDA = 21.8488;

  @ParameterizedTest
  @CsvSource({
    "AMDAHL, 0.02, 0",
    "AMDAHL, 0.2, 0",
    "GUSTAFSON, 0.1, 0",
    "GUSTAFSON, 0.5, 0",
    "UNIVERSAL, 0.05, 0.0005",
    "UNIVERSAL, 0.02, 0.0001",
    "UNIVERSAL, 0.1, 0.002"
  })
  void intervalsHoldTheTruthAsOftenAsTheySay(ScalingLaw law, double fraction, double kappa) {
    double[] truth = {1, fraction, kappa};
    int[] held = new int[law.parameterNames().size()];
    for (int seed = 0; seed < SEEDS; seed++) {
      ScalingFit fit = fit(law, noisy(law, truth, new Random(seed))).orElseThrow();
      for (int i = 0; i < held.length; i++) {
        held[i] += fit.parameters().get(i).interval().holds(truth[i]) ? 1 : 0;
      }
    }
    assertTrue(
        Arrays.stream(held).allMatch(count -> 0.9 * SEEDS <= count && count <= 0.99 * SEEDS),
        law + " " + Arrays.toString(held));
  }

  @Test
  void theBandOfAFitHoldsTheTruthToo() {
    double[] truth = {1, 0.05, 0.0005};
    long held =
        IntStream.range(0, SEEDS)
            .filter(seed ->
                fit(ScalingLaw.UNIVERSAL, noisy(ScalingLaw.UNIVERSAL, truth, new Random(seed)))
                    .orElseThrow()
                    .band(40)
                    .holds(ScalingLaw.UNIVERSAL.speedup(40, truth)))
            .count();
    assertTrue(0.9 * SEEDS <= held && held <= 0.99 * SEEDS, "held " + held);
  }

  @Test
  void reproducesTheCiscoBenchmarkOfSchwartzsBook() {
    double[] cores = IntStream.rangeClosed(1, CISCO.length).asDoubleStream().toArray();
    ScalingFit fit =
        new LawFitter(cores, CISCO, ones(cores.length), 1).fit(ScalingLaw.UNIVERSAL).orElseThrow();
    assertEquals(CISCO_LAMBDA, fit.parameter("lambda").value(), BOOK_ACCURACY * CISCO_LAMBDA);
    assertEquals(CISCO_SIGMA, fit.parameter("sigma").value(), BOOK_ACCURACY * CISCO_SIGMA);
    assertEquals(CISCO_KAPPA, fit.parameter("kappa").value(), BOOK_ACCURACY * CISCO_KAPPA);
  }

  @Test
  void reproducesTheRaytracerOfGunthersBook() {
    ScalingFit fit =
        new LawFitter(RAYTRACER_CORES, RAYTRACER, ones(RAYTRACER.length), 1)
            .fit(ScalingLaw.UNIVERSAL)
            .orElseThrow();
    assertEquals(0, fit.parameter("kappa").value());
    assertEquals(RAYTRACER_SIGMA, fit.parameter("sigma").value(), 0.00005);
    assertEquals(RAYTRACER_LAMBDA, fit.parameter("lambda").value(), 0.00005);
    // its intervals hold kappa at the bound, ours come from the fit without bounds
    assertEquals(0, fit.parameter("kappa").interval().low());
    assertTrue(fit.parameter("sigma").interval().holds(RAYTRACER_SIGMA));
    assertTrue(fit.parameter("lambda").interval().holds(RAYTRACER_LAMBDA));
  }

  @Test
  void prefersTheLawThatMadeTheData() {
    int universal = 0;
    int amdahl = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      double[] contended = noisy(ScalingLaw.UNIVERSAL, new double[] {1, 0.05, 0.001}, random);
      double[] plain = noisy(ScalingLaw.AMDAHL, new double[] {1, 0.05}, random);
      universal += preferred(contended) == ScalingLaw.UNIVERSAL ? 1 : 0;
      amdahl += preferred(plain) == ScalingLaw.AMDAHL ? 1 : 0;
    }
    assertTrue(universal > 0.95 * SEEDS, "universal " + universal);
    assertTrue(amdahl > 0.8 * SEEDS, "amdahl " + amdahl);
  }

  @Test
  void parametersStayPossibleWhereTheDataAreNot() {
    // faster than linear: the free fit has sigma < 0
    double[] superlinear = Arrays.stream(CORES).map(p -> p * (1 + 0.02 * Math.log(p))).toArray();
    for (ScalingLaw law : ScalingLaw.values()) {
      ScalingFit fit = fit(law, superlinear).orElseThrow();
      assertTrue(
          fit.parameters().stream()
              .allMatch(parameter ->
                  parameter.value() >= 0 && parameter.interval().holds(parameter.value())),
          fit.toString());
      assertEquals(0, fit.parameters().get(1).value(), law.toString());
    }
    // slower with every core
    double[] hopeless = Arrays.stream(CORES).map(p -> 1 / p).toArray();
    assertEquals(1, fit(ScalingLaw.AMDAHL, hopeless).orElseThrow().parameter("f").value());
  }

  @Test
  void exactDataGiveExactParametersAndTheCrossing() {
    double[] exact = Arrays.stream(CORES).map(p -> p / (1 + 0.05 * (p - 1))).toArray();
    ScalingFit fit = fit(ScalingLaw.AMDAHL, exact).orElseThrow();
    assertEquals(0.05, fit.parameter("f").value(), 1e-9);
    // 1 / (1 + 0.05 (p - 1)) = 0.75
    assertEquals(1 + 20.0 / 3, fit.crossing(0.75).orElseThrow(), 1e-6);
    assertEquals(ScalingLaw.AMDAHL, preferred(exact), "the simpler of two that are perfect");
  }

  @Test
  void saysNothingBeyondTwiceTheLargestMeasurement() {
    double[] nearlyLinear = Arrays.stream(CORES).map(p -> p / (1 + 0.0001 * (p - 1))).toArray();
    ScalingFit fit = fit(ScalingLaw.AMDAHL, nearlyLinear).orElseThrow();
    assertEquals(256, fit.limit());
    assertEquals(256 / (1 + 0.0001 * 255), fit.speedup(256), 1e-6);
    assertTrue(fit.crossing(0.75).isEmpty());
    assertEquals(
        "Amdahl's law on 257.0 cores: accepted: from 1 to 256, twice the largest measurement",
        assertThrows(IllegalArgumentException.class, () -> fit.speedup(257)).getMessage());
  }

  @Test
  void fewPointsHaveNoFitOrNoCriterion() {
    double[] two = {1, 2};
    assertEquals(Optional.empty(), new LawFitter(two, two, two, 1).fit(ScalingLaw.AMDAHL));
    double[] cores = {1, 2, 4};
    double[] speedups = {1, 1.8, 3.1};
    List<ScalingFit> fits =
        new LawFitter(cores, speedups, speedups, 1).fits(ScalingLaw.UNIVERSAL, ScalingLaw.AMDAHL);
    assertEquals(List.of(ScalingLaw.AMDAHL), fits.stream().map(ScalingFit::law).toList());
    assertTrue(fits.getFirst().aicc().isEmpty());
  }

  private static ScalingLaw preferred(double[] speedups) {
    return new LawFitter(CORES, speedups, speedups, 1)
        .fits(ScalingLaw.UNIVERSAL, ScalingLaw.AMDAHL)
        .getFirst()
        .law();
  }

  private static Optional<ScalingFit> fit(ScalingLaw law, double[] speedups) {
    return new LawFitter(CORES, speedups, speedups, 1).fit(law);
  }

  /** Speedups against the first of them, as noisy as it is. */
  private static double[] noisy(ScalingLaw law, double[] truth, Random random) {
    return Arrays.stream(CORES)
        .map(p -> law.speedup(p, truth) * (1 + NOISE * random.nextGaussian()))
        .toArray();
  }

  private static double[] ones(int count) {
    return IntStream.range(0, count).mapToDouble(i -> 1).toArray();
  }
}
