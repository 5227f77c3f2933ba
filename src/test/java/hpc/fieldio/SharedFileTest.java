package hpc.fieldio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.diffusion.Blocking;
import hpc.diffusion.Decomposition;
import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.DiffusionWorkload;
import hpc.diffusion.FieldView;
import hpc.diffusion.Kernels;
import hpc.diffusion.Observer;
import hpc.diffusion.ProblemBuilder;
import hpc.diffusion.ScalarField;
import hpc.exec.Execution;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(1200)
class SharedFileTest {

  private static final byte[] HEAD = "head\n".getBytes(US_ASCII);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "7, 5, 1, auto",
    "13, 207, 3, rows",
    "13, 207, 4, 2x2",
    "1000, 1, 3, rows",
    "1, 1000, 3, 1x3",
    "3, 300000, 2, rows",
    "3, 300000, 2, 1x2",
  })
  void everyLayoutWritesTheFieldInGlobalOrderBetweenHeadAndTail(
      long nx, long ny, int ranks, String decomposition) throws Exception {
    Path file = folder.resolve("field");
    byte[] tail = "tail".getBytes(US_ASCII);
    DiffusionProblem problem = numbered(nx, ny);
    watch(problem, ranks, decomposition, (view, execution) -> write(file, tail, view, execution));

    ByteBuffer expected =
        ByteBuffer.allocate(HEAD.length + (int) (nx * ny) * Double.BYTES + tail.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(HEAD);
    for (long number = 0; number < nx * ny; number++) {
      expected.putDouble((double) number);
    }
    assertArrayEquals(expected.put(tail).array(), Files.readAllBytes(file));
    assertEquals(List.of(file), filesIn(folder));
  }

  @Test
  void aTailIsNotNeededAndAnOlderFileIsReplaced() throws Exception {
    Path file = folder.resolve("field");
    Files.writeString(file, "a much longer file than the field, whose end must not stay".repeat(9));
    watch(
        numbered(3, 4), 2, "rows", (view, execution) -> write(file, new byte[0], view, execution));
    assertEquals(HEAD.length + 3 * 4 * Double.BYTES, Files.size(file));
  }

  @Test
  void aLinkAtTheNameAsideIsNotFollowed() throws Exception {
    Path file = folder.resolve("field");
    Path victim = Files.writeString(folder.resolve("victim"), "theirs");
    Files.createSymbolicLink(folder.resolve("field.tmp"), victim);
    watch(numbered(3, 4), 2, "rows", (view, execution) -> write(file, HEAD, view, execution));
    assertEquals("theirs", Files.readString(victim));
    assertEquals(List.of(file, victim), filesIn(folder));
  }

  @Test
  void theTimeIsBookedUnderIo() {
    watch(
        numbered(3, 4),
        1,
        "rows",
        (view, execution) -> {
          PhaseClock clock = new PhaseClock(System::nanoTime);
          SharedFile.write(folder.resolve("x"), HEAD, HEAD, view, execution, clock);
          assertTrue(clock.seconds(Phase.IO) > 0);
        });
  }

  @Test
  void whatCannotBeCreatedIsToldOnEveryRank() {
    Path file = folder.resolve("missing").resolve("field");
    String line = file + ": no such file or directory (" + file + ".tmp)";
    assertEquals(List.of(line, line, line), failures(file));
  }

  @Test
  void whatCannotBeRenamedLeavesNothingAside() throws Exception {
    Path taken = folder.resolve("taken");
    Files.createDirectories(taken.resolve("full"));
    List<String> lines = failures(taken);
    assertTrue(lines.getFirst().startsWith(taken + ": "), lines::toString);
    assertEquals(List.of(taken), filesIn(folder));
  }

  /** What each of three ranks throws. */
  private static List<String> failures(Path file) {
    return Runs.on(
        3,
        1,
        execution -> {
          Observer writer = at(0, (view, here) -> write(file, new byte[0], view, here));
          DiffusionWorkload workload =
              new DiffusionWorkload(numbered(9, 4), Kernels.named("scalar"))
                  .watchedBy(List.of(writer), _ -> {});
          return assertThrows(UncheckedIOException.class, () -> Runs.solve(workload, execution))
              .getMessage();
        });
  }

  private static void write(Path file, byte[] tail, FieldView view, Execution execution) {
    SharedFile.write(file, HEAD, tail, view, execution, new PhaseClock(System::nanoTime));
  }

  private static void watch(
      DiffusionProblem problem,
      int ranks,
      String decomposition,
      BiConsumer<FieldView, Execution> look) {
    DiffusionWorkload workload =
        new DiffusionWorkload(
                problem, Kernels.named("scalar"), Decomposition.parse(decomposition), Blocking.AUTO)
            .watchedBy(List.of(at(0, look)), _ -> {});
    Runs.on(ranks, 1, execution -> Runs.solve(workload, execution));
  }

  /** Looks once, after {@code step} steps. */
  private static Observer at(long step, BiConsumer<FieldView, Execution> look) {
    return new Observer() {
      @Override
      public long next(long from) {
        return from <= step ? step : Long.MAX_VALUE;
      }

      @Override
      public boolean look(FieldView field, Execution execution, PhaseClock clock) {
        look.accept(field, execution);
        return true;
      }
    };
  }

  /** A field in which every point has its own number as value. */
  private static DiffusionProblem numbered(long nx, long ny) {
    ScalarField.Sampled numbers =
        new ScalarField.Sampled(
            "numbers",
            nx,
            ny,
            0,
            nx * ny - 1.0,
            (row, column, count, to, offset) -> {
              for (int j = 0; j < count; j++) {
                to[offset + j] = (double) (row * ny + column + j);
              }
            });
    return ProblemBuilder.start().nx(nx).ny(ny).steps(1L).initial(numbers).build();
  }

  private static List<Path> filesIn(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
