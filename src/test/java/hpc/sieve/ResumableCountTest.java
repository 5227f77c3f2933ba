package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumableCountTest {

  private static final SieveProblem BILLION =
      new SieveProblem(0, 1_000_000_000, SieveAlgorithm.WHEEL);

  private static final OptionalLong PI_OF_BILLION = OptionalLong.of(50_847_534); // OEIS A006880

  @TempDir private Path folder;

  @Test
  void stoppedManyTimesAndResumedOnOtherLayoutsItGivesTheSameCount() {
    Path file = folder.resolve("count");
    assertEquals(OptionalLong.empty(), count(Executions.serial(), file, afterStages(2)));
    assertEquals(OptionalLong.empty(), count(Executions.threads(2), file, afterStages(1)));
    List<OptionalLong> onRanks =
        Executions.onRanks(
            3, 1, execution -> resumable(file, afterStages(1)).count(execution, clock()));
    assertEquals(
        List.of(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()), onRanks);
    assertTrue(Files.exists(file));
    assertEquals(PI_OF_BILLION, count(Executions.threads(3), file, () -> false));
    assertFalse(Files.exists(file));
  }

  @Test
  void countsToTheEndOfTheNumbers() {
    long from = Long.MAX_VALUE - 1_000;
    SieveProblem problem = new SieveProblem(from, Long.MAX_VALUE, SieveAlgorithm.WHEEL);
    try (Execution execution = Executions.serial()) {
      assertEquals(
          OptionalLong.of(MillerRabin.count(from, Long.MAX_VALUE)),
          new ResumableCount(problem, folder.resolve("end"), 1, () -> false)
              .count(execution, clock()));
    }
  }

  @Test
  void anEmptyIntervalIsCompleteAtOnce() {
    SieveProblem problem = new SieveProblem(10, 9, SieveAlgorithm.WHEEL);
    try (Execution execution = Executions.serial()) {
      assertEquals(
          OptionalLong.of(0),
          new ResumableCount(problem, folder.resolve("empty"), 1, () -> false)
              .count(execution, clock()));
    }
  }

  @Test
  void aDamagedCheckpointIsRefused() throws IOException {
    Path file = folder.resolve("damaged");
    CountCheckpoint.start(BILLION).advance(99, 25).write(file);
    Files.writeString(file, Files.readString(file).replace("count 25", "count 26"));
    assertRefused("--checkpoint %s: is damaged, it is not what was written", file);
  }

  /** The checksum fits: what is wrong is what the numbers say. */
  @ParameterizedTest
  @CsvSource({
    "100, -1",
    "100, 26",
    "100, 24",
    "2, 1",
    "1, 0",
    "-7, 0",
    "0, 0",
    "0, 50847534",
    "1000000002, 50847534",
    "9000000000000000000, 5",
    "1000000001, 50847533"
  })
  void numbersThatCannotBeAreRefused(long next, long count) {
    Path file = folder.resolve("impossible");
    new CountCheckpoint(0, 1_000_000_000, next, count).write(file);
    assertRefused(
        "--checkpoint %s: is damaged, there cannot be "
            + count
            + " primes from 0 up to below "
            + next,
        file);
  }

  @Test
  void farOutCountsAreHeldAgainstProvenBounds() {
    SieveProblem far = new SieveProblem(0, Long.MAX_VALUE, SieveAlgorithm.WHEEL);
    Path file = folder.resolve("far");
    // pi(10^18) = 24739954287740860, OEIS A006880
    long next = 1_000_000_000_000_000_001L;
    CountCheckpoint right = new CountCheckpoint(0, Long.MAX_VALUE, next, 24_739_954_287_740_860L);
    right.write(file);
    assertEquals(right, CountCheckpoint.read(file, far));
    for (long wrong : new long[] {24_000_000_000_000_000L, 25_000_000_000_000_000L}) {
      new CountCheckpoint(0, Long.MAX_VALUE, next, wrong).write(file);
      assertThrows(IllegalArgumentException.class, () -> CountCheckpoint.read(file, far));
    }
  }

  @Test
  void aPipeIsRefusedRatherThanWaitedFor() throws Exception {
    Path file = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    assertRefused("--checkpoint %s: not a regular file; accepted: the name of a file", file);
  }

  @Test
  void aTornCheckpointIsRefused() throws IOException {
    Path file = folder.resolve("torn");
    CountCheckpoint.start(BILLION).write(file);
    Files.writeString(file, Files.readString(file).substring(0, 40));
    assertRefused("--checkpoint %s: is damaged, it is not what was written", file);
  }

  @Test
  void aFileOfSomethingElseIsRefused() throws IOException {
    Path file = folder.resolve("else");
    Files.writeString(file, "primes\n");
    assertRefused(
        "--checkpoint %s:1: not a checkpoint of this version; accepted: 'hpc sieve checkpoint 1'",
        file);
  }

  @Test
  void aCheckpointOfAnotherProblemIsRefused() {
    Path file = folder.resolve("other");
    CountCheckpoint.start(new SieveProblem(5, 10, SieveAlgorithm.WHEEL)).write(file);
    assertRefused(
        "--checkpoint %s: is of --from 5 --limit 10; this run is of --from 0 --limit 1000000000",
        file);
  }

  @Test
  void aFileThatIsNoTextIsRefused() throws IOException {
    Path file = folder.resolve("binary");
    Files.write(file, new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 10});
    assertRefused(
        "--checkpoint %s:1: not a checkpoint of this version; accepted: 'hpc sieve checkpoint 1'",
        file);
  }

  @Test
  void aFolderThatIsNotThereIsToldBeforeAnythingIsCounted() {
    Path file = folder.resolve("missing").resolve("count");
    assertEquals(
        "%s: no such file or directory (%s.tmp)".formatted(file, file),
        assertThrows(
                UncheckedIOException.class,
                () -> count(Executions.serial(), file, ResumableCountTest::neverAsked))
            .getMessage());
  }

  @Test
  void aWriteThatFailsLeavesNothingAside() throws IOException {
    Path taken = folder.resolve("taken");
    Files.createDirectories(taken.resolve("full"));
    assertThrows(UncheckedIOException.class, () -> CountCheckpoint.start(BILLION).write(taken));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(taken), left.toList());
    }
  }

  private static boolean neverAsked() {
    throw new AssertionError("a stage is about to begin");
  }

  private void assertRefused(String message, Path file) {
    assertEquals(
        message.formatted(file),
        assertThrows(
                IllegalArgumentException.class, () -> count(Executions.serial(), file, () -> false))
            .getMessage());
  }

  private static OptionalLong count(Execution layout, Path file, BooleanSupplier stop) {
    try (Execution execution = layout) {
      return resumable(file, stop).count(execution, clock());
    }
  }

  private static ResumableCount resumable(Path file, BooleanSupplier stop) {
    return new ResumableCount(BILLION, file, 1e-9, stop);
  }

  private static BooleanSupplier afterStages(int stages) {
    AtomicInteger left = new AtomicInteger(stages);
    return () -> left.getAndDecrement() <= 0;
  }

  private static PhaseClock clock() {
    return new PhaseClock(System::nanoTime);
  }
}
