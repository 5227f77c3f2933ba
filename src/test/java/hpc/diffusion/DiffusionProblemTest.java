package hpc.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.Layout;
import hpc.exec.Mode;
import hpc.exec.Problem;
import hpc.mpi.ThreadRanks;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffusionProblemTest {

  private static String refusal(Consumer<ProblemBuilder> options) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> {
                  ProblemBuilder builder = ProblemBuilder.start();
                  options.accept(builder);
                  builder.build();
                })
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private static String refusal(Executable creation) {
    return assertThrows(IllegalArgumentException.class, creation).getMessage();
  }

  private static void assertStarts(String start, String message) {
    assertTrue(message.startsWith(start), message);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void realNumbersMustBePositiveAndFinite(double bad) {
    String expected = " " + bad + ": accepted: a positive finite number";
    assertEquals("--dx" + expected, refusal(b -> b.dx(bad)));
    assertEquals("--dy" + expected, refusal(b -> b.dy(bad)));
    assertEquals("--diffusivity" + expected, refusal(b -> b.diffusivity(bad)));
    assertEquals("--dt" + expected, refusal(b -> b.dt(bad)));
    assertEquals("disc, radius" + expected, refusal(() -> new ScalarField.Disc(1, 2, bad)));
    assertEquals("gaussian, sigma" + expected, refusal(() -> new ScalarField.Gaussian(1, bad, 0)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void countsMustBeInRange(long bad) {
    assertStarts(
        "--nx " + bad + ": accepted: a whole number from 1 to 1073741824", refusal(b -> b.nx(bad)));
    assertStarts(
        "--ny " + bad + ": accepted: a whole number from 1 to 1073741824", refusal(b -> b.ny(bad)));
    assertStarts(
        "--steps " + bad + ": accepted: a whole number from 1 to", refusal(b -> b.steps(bad)));
  }

  @Test
  void unknownWordsNameWhatIsAccepted() {
    assertEquals("--preset nope: accepted: sine, csc-heat", refusal(b -> b.preset("nope")));
    assertStarts(
        "--bc cold: not a number; accepted: a number such as 0.01 or 2.5e-5, flux:HEAT, insulated",
        refusal(b -> b.sides("1,2,cold,4")));
    assertStarts("--bc 1,2,3: accepted: one side for all or four", refusal(b -> b.sides("1,2,3")));
    for (String text : List.of("NaN", "5f", "0x1p3", "Infinity")) {
      assertStarts(
          "--bc " + text + ": not a finite number; accepted: a number ",
          refusal(b -> b.sides(text)));
    }
    assertStarts("--bc 1e400: too large; accepted: ", refusal(b -> b.sides("1e400")));
    assertStarts("--bc 1.0E300: accepted: a number from", refusal(b -> b.sides("1e300")));
    assertStarts("--ic blob: accepted: uniform:VALUE, disc", refusal(b -> b.initial("blob")));
    assertStarts(
        "--ic disc:x,1, number x: not a number; accepted: ", refusal(b -> b.initial("disc:x,1")));
    for (String text : List.of("disc:1,2,", "disc:,2")) {
      assertStarts(
          "--ic " + text + ", number : not a number; accepted: ", refusal(b -> b.initial(text)));
    }
    assertStarts(
        "--ic disc:1f,2, number 1f: not a finite number; ", refusal(b -> b.initial("disc:1f,2")));
    assertStarts(
        "--ic disc:1,NaN, number NaN: not a finite number; ",
        refusal(b -> b.initial("disc:1,NaN")));
    assertStarts(
        "--ic disc:1e400,2, number 1e400: too large; accepted: ",
        refusal(b -> b.initial("disc:1e400,2")));
    assertStarts("--ic sine:1.5,1: accepted: whole", refusal(b -> b.initial("sine:1.5,1")));
    assertStarts(
        "--ic sine, kx 0: accepted: a whole number from 1 to", refusal(b -> b.initial("sine:0,1")));
  }

  @Test
  void periodicSidesComeInPairs() {
    assertEquals(
        "--bc: left is 1.0 and right is periodic; accepted: periodic sides in opposite pairs",
        refusal(b -> b.sides("0,0,1,periodic")));
    assertEquals(
        "periodic,periodic,1.0,insulated",
        Boundaries.parse("periodic,periodic, 1,insulated").toString());
  }

  @Test
  void timeStepMayReachTheBoundAndNotPassIt() {
    // dx^2 dy^2 / (2 a (dx^2 + dy^2)) = 4 * 9 / (2 * 3 * 13)
    double bound = 36.0 / 78.0;
    ProblemBuilder options = ProblemBuilder.start().nx(4L).ny(4L).dx(2.0).dy(3.0).diffusivity(3.0);
    assertEquals(bound, Medium.uniform(3).largestStableDt(new Grid(4, 4, 2, 3)));
    assertEquals(bound, options.build().dt());
    assertEquals(Math.nextUp(bound), options.dt(Math.nextUp(bound)).build().dt());
    options.dt(bound * 1.000001);
    String message = assertThrows(IllegalArgumentException.class, options::build).getMessage();
    assertEquals(
        "--dt " + bound * 1.000001 + ": unstable; accepted: at most " + bound + " on this grid",
        message);
  }

  @Test
  void spacingsWithoutARepresentableBoundAreRefused() {
    assertStarts("--dx 1.0E-200 --dy", refusal(b -> b.dx(1e-200)));
    assertStarts("--dx 1.0E200 --dy", refusal(b -> b.dx(1e200).dy(1e200)));
  }

  @Test
  void presetsGiveDefaultsThatOptionsOverride() {
    DiffusionProblem csc = Preset.CSC_HEAT.problem();
    assertEquals(new Grid(2000, 2000, 0.01, 0.01), csc.grid());
    assertEquals("85.0,5.0,20.0,70.0", csc.sides().toString());
    assertEquals(5e-5, csc.dt(), 1e-19);
    DiffusionProblem wider = ProblemBuilder.start().preset("csc-heat").nx(60L).build();
    assertEquals(new Grid(60, 2000, 0.01, 0.01), wider.grid());
    assertEquals(new ScalarField.Disc(5, 65, 10), wider.initial());
    assertEquals(csc, ProblemBuilder.start().preset("csc-heat").nx(2000L).nx(null).build());
  }

  @Test
  void canonicalParametersBuildTheSameProblem() {
    DiffusionProblem problem =
        ProblemBuilder.start()
            .nx(31L)
            .dy(0.3)
            .sides("insulated,1,periodic,periodic")
            .initial("gaussian:2,0.7")
            .build();
    Problem canonical = new DiffusionWorkload(problem, new ScalarKernel()).problem();
    assertEquals(31_000, canonical.size());
    assertEquals(3_100_000, canonical.work());
    var words = canonical.parameters();
    DiffusionProblem again =
        ProblemBuilder.start()
            .nx(Long.valueOf(words.get("nx")))
            .ny(Long.valueOf(words.get("ny")))
            .dx(Double.valueOf(words.get("dx")))
            .dy(Double.valueOf(words.get("dy")))
            .diffusivity(Double.valueOf(words.get("diffusivity")))
            .dt(Double.valueOf(words.get("dt")))
            .steps(Long.valueOf(words.get("steps")))
            .sides(words.get("bc"))
            .initial(words.get("ic"))
            .build();
    assertEquals(problem, again);
  }

  @Test
  void moreRanksThanRowsAreRefused() {
    DiffusionProblem problem = ProblemBuilder.start().nx(7L).ny(3L).build();
    DiffusionWorkload bands =
        new DiffusionWorkload(
            problem, new ScalarKernel(), Decomposition.parse("rows"), Blocking.AUTO);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Runs.on(9, 1, bands));
    assertEquals(
        "--ranks 9: more ranks than the 7 rows of --nx 7; accepted: 1 to 7", refused.getMessage());
  }

  @Test
  void fieldsThatDoNotFitAreRefusedWithTheBytes() {
    Grid grid = new Grid(1000, 1000, 1, 1);
    Block block = new Block(new RankGrid(grid, 3, 1), Boundaries.parse("0"), 2);
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> Field.allocate(block, 8, 5_648_352, 6 << 20))
            .getMessage();
    // of a small heap a third is for small objects
    assertEquals(
        "--nx 1000 --ny 1000: 6 MiB are needed per rank, the Java heap has 4 MiB beside its part for"
            + " small objects; accepted: fewer points, more ranks, or HPC_JAVA_OPTS=-Xmx61m or more",
        message);
  }

  /** Nothing of a problem is computed or tabulated before it is known to fit. */
  @ParameterizedTest
  @ValueSource(strings = {"sine", "sine:3,5", "gaussian", "disc", "uniform:1"})
  void whatIsMuchTooLargeIsRefusedAtOnce(String field) {
    for (Scheme scheme : Scheme.values()) {
      DiffusionProblem problem =
          ProblemBuilder.start()
              .nx(1L << 30)
              .ny(1L << 30)
              .dx(1.0)
              .dy(1.0)
              .scheme(scheme)
              .sides("insulated")
              .initial(field)
              .source(field)
              .steady(1e-3)
              .steps(1L)
              .build();
      DiffusionWorkload workload = new DiffusionWorkload(problem, new ScalarKernel());
      for (int ranks : new int[] {1, 16}) {
        String line =
            assertThrows(
                    IllegalArgumentException.class,
                    () -> workload.requireFit(new Layout(Mode.MPI, ranks, 1), 1L << 33))
                .getMessage();
        assertStarts("--nx 1073741824 --ny 1073741824: ", line);
      }
    }
    // two rows fit an array, but not the heap with the lines that are tabulated
    DiffusionProblem flat =
        ProblemBuilder.start().nx(1L).ny(1_000_000L).initial("gaussian").steps(1L).build();
    DiffusionWorkload workload = new DiffusionWorkload(flat, new ScalarKernel());
    Block block = workload.share(0, 1);
    long twoArrays = 16L * FieldLayout.largest(block, 1).length();
    assertEquals(twoArrays + 8_000_000 + 24_000_000, workload.neededBytes(block, 1, 1));
  }

  @Test
  void moreThanAnArrayHoldsIsRefusedWithTheRanksItTakes() {
    Grid square = new Grid(100_000, 100_000, 1, 1);
    String message =
        assertThrows(IllegalArgumentException.class, () -> layout(square, 1)).getMessage();
    assertStarts("--nx 100000 --ny 100000: 10000000000 points per rank", message);
    assertTrue(message.endsWith("; accepted: 5 ranks or more"), message);
    assertEquals(20_000, layout(square, 5).rows());
    Grid wide = new Grid(1, 1 << 30, 1, 1);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> layout(wide, 1))
            .getMessage()
            .endsWith("; accepted: shorter rows or more bands of columns"));
  }

  private static FieldLayout layout(Grid grid, int ranks) {
    return FieldLayout.of(new Block(new RankGrid(grid, ranks, 1), Boundaries.parse("0"), 0), 16);
  }

  @Test
  void rowsAreSharedAsEquallyAsPossible() {
    Partition seven = new Partition(23, 7);
    long next = 0;
    for (int rank = 0; rank < 7; rank++) {
      assertEquals(next, seven.first(rank));
      assertEquals(rank < 2 ? 4 : 3, seven.count(rank));
      next += seven.count(rank);
    }
    assertEquals(23, next);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 33, 319, 320, 510, 511, 2000, 4094, 4096, 16384})
  void stridesLeavePagesAloneAndCostLittle(long columns) {
    FieldLayout layout = layout(new Grid(1, columns, 1, 1), 1);
    assertTrue(layout.stride() <= 1.05 * (columns + 2), "stride " + layout.stride());
    assertTrue(columns < 320 || layout.stride() % 512 != 0, "stride " + layout.stride());
  }

  @ParameterizedTest
  @ValueSource(longs = {320, 512, 766, 1000, 1021, 2000, 2302, 4096, 4352, 5461, 8192, 16384})
  void rowsReadAndRowsWrittenLieApartModuloAPage(long columns) {
    FieldLayout layout = layout(new Grid(4000, columns, 1, 1), 1);
    // 16 bytes of header; 512 elements are a page
    int apart = 2 + layout.length();
    for (int row = -4; row <= 4; row++) {
      int distance = Math.floorMod(apart + row * layout.stride(), 512);
      assertTrue(Math.min(distance, 512 - distance) >= 24, columns + ": " + distance);
    }
    assertTrue(layout.length() <= 1.05 * (4000 + 2) * (columns + 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 512, 1000, 1021, 8192})
  void rowsBeginCacheLinesInArraysThatDo(int columns) {
    for (int ranks = 1; ranks <= 3; ranks++) {
      FieldLayout layout = layout(new Grid(4000, columns, 1, 1), ranks);
      for (int row = 0; row < 3; row++) {
        assertEquals(0, (2 + layout.index(row, 0)) % 8, columns + " columns, row " + row);
      }
    }
  }

  @Test
  void answerIsReadBackAsItWasWritten() {
    DiffusionAnswer answer = new DiffusionAnswer(0.1, 0xabcL);
    assertEquals("mean=0.10000000000000001;field=0000000000000abc", answer.toString());
    assertEquals(answer, DiffusionAnswer.parse(answer.toString()));
    assertEquals(-1e-9, DiffusionAnswer.parse(new DiffusionAnswer(-1e-9, -1).toString()).mean());
  }

  @Test
  void checksumSeesSwappedValuesAndSignsOfZeros() {
    long plain = FieldStatistics.checksum(new double[] {1, 2, 0.0}, 0, 3, 5);
    assertTrue(plain != FieldStatistics.checksum(new double[] {2, 1, 0.0}, 0, 3, 5));
    assertTrue(plain != FieldStatistics.checksum(new double[] {1, 2, -0.0}, 0, 3, 5));
    assertTrue(plain != FieldStatistics.checksum(new double[] {1, 2, 0.0}, 0, 3, 6));
    assertEquals(
        plain,
        FieldStatistics.checksum(new double[] {2, 0.0}, 0, 2, 6)
            + FieldStatistics.checksum(new double[] {1}, 0, 1, 5));
    double otherNaN = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);
    assertEquals(
        FieldStatistics.checksum(new double[] {Double.NaN}, 0, 1, 0),
        FieldStatistics.checksum(new double[] {otherNaN}, 0, 1, 0));
  }

  @Test
  void ranksOfThreadsFailTogether() {
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () ->
                ThreadRanks.run(
                    2,
                    ranks -> {
                      if (ranks.rank() == 1) {
                        throw new IllegalStateException("rank 1 gave up");
                      }
                      ranks.barrier();
                      return 0;
                    }));
    assertEquals("rank 1 gave up", failure.getMessage());
  }
}
