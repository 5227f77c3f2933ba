package hpc.fieldio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.diffusion.Blocking;
import hpc.diffusion.Decomposition;
import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.DiffusionRun;
import hpc.diffusion.DiffusionWorkload;
import hpc.diffusion.Kernels;
import hpc.diffusion.ProblemBuilder;
import hpc.diffusion.Scheme;
import hpc.exec.Layout;
import hpc.exec.Mode;
import hpc.exec.PhaseClock;
import hpc.exec.Workload.Extent;
import hpc.fieldio.ResumableDiffusion.Beginning;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(1200)
class ResumableDiffusionTest {

  private static final int STEPS = 100;
  private static final int SIGNAL = 143;
  private static final Layout SERIAL = new Layout(Mode.SERIAL, 1, 1);

  @TempDir private Path folder;

  @Test
  void stoppedAndResumedOnOtherLayoutsItEndsWithTheSameBits() throws Exception {
    long uninterrupted = checksum(STEPS);
    Ended first = run(problem(STEPS), Beginning.NEW, 1, "auto", stopAtPoll(2));
    assertFalse(first.extent.complete());
    assertEquals(SIGNAL, first.stoppedBy);
    Ended second = run(problem(STEPS), Beginning.RESTART, 4, "2x2", stopAtPoll(2));
    assertEquals(2, second.extent.part());
    assertFalse(second.extent.complete());
    Ended third = run(problem(STEPS), Beginning.RESTART, 3, "1x3", ResumableDiffusionTest::never);
    assertEquals(3, third.extent.part());
    assertTrue(third.extent.complete());
    assertEquals(0, third.stoppedBy);
    assertEquals(uninterrupted, third.checksum);
    long points = problem(STEPS).grid().points();
    assertEquals(
        STEPS * points,
        Stream.of(first, second, third).mapToLong(part -> part.extent.work().orElseThrow()).sum());
  }

  /** Another stepper, and a source; nothing else is different. */
  @Test
  void theImplicitSchemeGoesOnToTheSameBits() {
    DiffusionProblem implicit =
        problem().scheme(Scheme.ADI).source("disc:3,0,2").steps(30L).build();
    long uninterrupted =
        Runs.on(
                1,
                1,
                execution ->
                    Runs.solve(new DiffusionWorkload(implicit, Kernels.named("scalar")), execution))
            .getFirst()
            .checksum();
    Ended first = run(implicit, Beginning.NEW, 2, "rows", stopAtPoll(3));
    assertFalse(first.extent.complete());
    Ended second = run(implicit, Beginning.RESTART, 3, "rows", ResumableDiffusionTest::never);
    assertEquals(uninterrupted, second.checksum);
  }

  @Test
  void theLastTwoAreKept() throws Exception {
    run(problem(STEPS), Beginning.NEW, 2, "rows", ResumableDiffusionTest::never);
    assertEquals(List.of("step_100.ckpt", "step_90.ckpt"), names());
  }

  @Test
  void aFinishedRunHasNothingToDoAndGoesOnForMoreSteps() throws Exception {
    run(problem(STEPS), Beginning.NEW, 1, "auto", ResumableDiffusionTest::never);
    Ended again = run(problem(STEPS), Beginning.RESTART, 2, "rows", ResumableDiffusionTest::never);
    assertTrue(again.extent.complete());
    assertEquals(OptionalLong.of(0), again.extent.work());
    assertEquals(checksum(STEPS), again.checksum);
    assertEquals(
        checksum(STEPS + 13),
        run(problem(STEPS + 13), Beginning.RESTART, 1, "auto", ResumableDiffusionTest::never)
            .checksum);
  }

  @Test
  void aRunThatEndsWhenItIsSteadyEndsAtTheSameStepFromAnyCheckpoint() throws Exception {
    DiffusionProblem steady = problem().steps(10_000L).steady(1e-6).build();
    Ended whole = run(steady, Beginning.NEW, 1, "auto", ResumableDiffusionTest::never);
    long work = whole.extent.work().orElseThrow();
    assertTrue(whole.extent.complete());
    assertTrue(work < steady.updates(), "it is steady before its last step");
    for (String name : names()) {
      Files.delete(folder.resolve(name));
    }
    Ended first = run(steady, Beginning.NEW, 1, "auto", stopAtPoll(3));
    assertFalse(first.extent.complete());
    Ended second = run(steady, Beginning.RESTART, 2, "rows", ResumableDiffusionTest::never);
    assertEquals(whole.checksum, second.checksum);
    assertEquals(work, first.extent.work().orElseThrow() + second.extent.work().orElseThrow());
  }

  @Test
  void anAlteredFieldIsPassedOverAndTheOlderOneUsed() throws Exception {
    run(problem(STEPS), Beginning.NEW, 1, "auto", ResumableDiffusionTest::never);
    flip(folder.resolve("step_100.ckpt"), 4096 + 8 * 77 + 3);
    Ended again = run(problem(STEPS), Beginning.RESTART, 3, "rows", ResumableDiffusionTest::never);
    assertEquals(10 * problem(STEPS).grid().points(), again.extent.work().orElseThrow());
    assertEquals(checksum(STEPS), again.checksum);
  }

  @Test
  void aDamagedFileDoesNotTakeThePlaceOfOneThatIsWhole() throws Exception {
    run(problem(STEPS), Beginning.NEW, 1, "auto", ResumableDiffusionTest::never);
    flip(folder.resolve("step_100.ckpt"), 5000);
    run(problem(STEPS), Beginning.RESTART, 1, "auto", stopAtPoll(1));
    assertEquals(List.of("step_90.ckpt", "step_91.ckpt"), names());
  }

  @Test
  void aTruncatedFileIsPassedOverAndTheOlderOneUsed() throws Exception {
    run(problem(STEPS), Beginning.NEW, 1, "auto", ResumableDiffusionTest::never);
    truncate(folder.resolve("step_100.ckpt"), 5000);
    Ended again = run(problem(STEPS), Beginning.RESTART, 2, "1x2", ResumableDiffusionTest::never);
    assertEquals(10 * problem(STEPS).grid().points(), again.extent.work().orElseThrow());
    assertEquals(checksum(STEPS), again.checksum);
  }

  @Test
  void whatKeepsAFileFromBeingUsedIsSaid() throws Exception {
    run(problem(STEPS), Beginning.NEW, 1, "auto", ResumableDiffusionTest::never);
    Path newest = folder.resolve("step_100.ckpt");
    byte[] good = Files.readAllBytes(newest);
    long size = good.length;

    truncate(newest, 5000);
    assertPassedOver(newest, "is damaged, it has 5000 bytes instead of " + size);
    truncate(newest, 100);
    assertPassedOver(newest, "is damaged, its head is not what was written");
    Files.write(newest, new byte[] {(byte) 0xCA, (byte) 0xFE, 0, 10});
    assertPassedOver(newest, "is no checkpoint of a diffusion run");
    Files.write(newest, new byte[0]);
    assertPassedOver(newest, "is no checkpoint of a diffusion run");
    String text = new String(good, ISO_8859_1);
    Files.writeString(newest, text.replaceFirst("checkpoint 1", "checkpoint 2"), ISO_8859_1);
    assertPassedOver(newest, "is of another version than 'hpc diffusion checkpoint 1'");
    Files.writeString(newest, text.replaceFirst("step 100", "step 101"), ISO_8859_1);
    assertPassedOver(newest, "is damaged, its head is not what was written");
    Files.copy(folder.resolve("step_90.ckpt"), folder.resolve("step_99.ckpt"));
    Files.delete(newest);
    assertPassedOver(folder.resolve("step_99.ckpt"), "is of step 90");
    Files.delete(folder.resolve("step_99.ckpt"));
    assertEquals(0, new ProcessBuilder("mkfifo", newest.toString()).start().waitFor());
    assertPassedOver(newest, "is no regular file");
  }

  @Test
  void ifNoneIsWholeTheRunIsRefused() throws Exception {
    run(problem(STEPS), Beginning.NEW, 1, "auto", ResumableDiffusionTest::never);
    flip(folder.resolve("step_100.ckpt"), 5000);
    flip(folder.resolve("step_90.ckpt"), 5000);
    assertEquals(
        "--checkpoint "
            + folder
            + ": none of its checkpoints is whole; accepted: a checkpoint that is whole, or an"
            + " empty directory to begin anew",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    run(
                        problem(STEPS),
                        Beginning.RESTART,
                        1,
                        "auto",
                        ResumableDiffusionTest::never))
            .getMessage());
    truncate(folder.resolve("step_100.ckpt"), 10);
    truncate(folder.resolve("step_90.ckpt"), 10);
    String line = refusal(problem(STEPS), Beginning.RESTART);
    assertTrue(line.matches("--checkpoint .*step_100.ckpt: .*step_90.ckpt: .*"), line);
  }

  @Test
  void aCheckpointOfAnotherProblemIsRefusedNamingWhatDiffers() throws Exception {
    run(problem(STEPS), Beginning.NEW, 1, "auto", ResumableDiffusionTest::never);
    Path newest = folder.resolve("step_100.ckpt");
    assertEquals(
        "--checkpoint "
            + newest
            + ": is of another problem, with nx=13 bc=20.0,70.0,85.0,5.0; this run is with nx=14"
            + " bc=insulated,insulated,insulated,insulated",
        refusal(problem().nx(14L).sides("insulated").build(), Beginning.RESTART));
    assertEquals(
        "--steps 99: less than the 100 steps behind " + newest + "; accepted: 100 or more",
        refusal(problem(99), Beginning.RESTART));
  }

  @Test
  void withoutRestartACheckpointIsNotOverwritten() throws Exception {
    run(problem(STEPS), Beginning.NEW, 1, "auto", ResumableDiffusionTest::never);
    assertEquals(
        "--checkpoint "
            + folder
            + ": holds step_100.ckpt already; accepted: --restart to go on from it, or another"
            + " directory",
        refusal(problem(STEPS), Beginning.NEW));
  }

  @Test
  void aDirectoryThatCannotBeMadeIsToldBeforeAnythingRuns() throws Exception {
    Path plain = Files.createFile(folder.resolve("plain"));
    ResumableDiffusion resumable =
        resumable(problem(STEPS), Beginning.NEW, "auto", ResumableDiffusionTest::never, plain);
    assertThrows(UncheckedIOException.class, () -> resumable.requireFit(SERIAL, Long.MAX_VALUE));
  }

  @Test
  void whatCannotBeWrittenLeavesTheOlderOnesAndTheRunGoesOn() throws Exception {
    // a directory in place of the file: renaming onto it fails
    Files.createDirectories(folder.resolve("step_50.ckpt").resolve("full"));
    Ended ended = run(problem(STEPS), Beginning.NEW, 2, "rows", ResumableDiffusionTest::never);
    assertEquals(checksum(STEPS), ended.checksum);
    assertFalse(names().contains("step_50.ckpt.tmp"));
    assertTrue(names().contains("step_100.ckpt"));
  }

  @Test
  void aFieldThatIsNotFiniteTakesNoCheckpointsPlaceAndEndsTheRun() throws Exception {
    // 1e306 more in a step: beyond all doubles between step 90 and 100
    DiffusionProblem heated =
        ProblemBuilder.start()
            .nx(13L)
            .ny(7L)
            .dx(1e14)
            .dy(1e14)
            .initial("uniform:0")
            .sides("insulated")
            .source("uniform:1e280")
            .dt(1e26)
            .steps(200L)
            .build();
    Ended ended = run(heated, Beginning.NEW, 2, "rows", ResumableDiffusionTest::never);

    assertFalse(ended.extent.complete());
    assertEquals(0, ended.stoppedBy);
    assertEquals(List.of("step_80.ckpt", "step_90.ckpt"), names());
  }

  /** Else a job that is queued again whenever a signal stops it would never end. */
  @Test
  void aStopBeforeAnythingCouldBeKeptIsAFailure() throws Exception {
    Path taken = folder.resolve("step_1.ckpt");
    Files.createDirectories(taken.resolve("full"));
    String line =
        assertThrows(
                UncheckedIOException.class,
                () -> run(problem(STEPS), Beginning.NEW, 1, "auto", stopAtPoll(1)))
            .getMessage();
    assertTrue(line.startsWith(taken + ": "), line);
  }

  @Test
  void whatWasLeftAsideIsRemoved() throws Exception {
    Files.createFile(folder.resolve("step_7.ckpt.tmp"));
    run(problem(STEPS), Beginning.NEW, 1, "auto", ResumableDiffusionTest::never);
    assertEquals(List.of("step_100.ckpt", "step_90.ckpt"), names());
  }

  @Test
  void theHeadIsTextOfWholeBlocks() throws Exception {
    run(problem(STEPS), Beginning.NEW, 1, "auto", ResumableDiffusionTest::never);
    Path newest = folder.resolve("step_100.ckpt");
    assertEquals(4096 + 13 * 207 * Double.BYTES, Files.size(newest));
    List<String> head =
        new String(Files.readAllBytes(newest), 0, 4096, ISO_8859_1).strip().lines().toList();
    assertEquals("hpc diffusion checkpoint 1", head.getFirst());
    assertTrue(head.get(1).startsWith("problem scheme=explicit;nx=13;ny=207;"), head.get(1));
    assertEquals("field " + HexFormat.of().toHexDigits(checksum(STEPS)), head.get(4));
  }

  private record Ended(Extent extent, long checksum, int stoppedBy) {}

  private Ended run(
      DiffusionProblem problem,
      Beginning beginning,
      int ranks,
      String decomposition,
      IntSupplier stopRequest) {
    List<Ended> ended =
        Runs.on(
            ranks,
            1,
            execution -> {
              // a signal comes to one rank
              IntSupplier mine =
                  execution.ranks().rank() == ranks - 1
                      ? stopRequest
                      : ResumableDiffusionTest::never;
              ResumableDiffusion resumable =
                  resumable(problem, beginning, decomposition, mine, folder);
              DiffusionRun run = resumable.prepare(execution);
              run.solve(new PhaseClock(System::nanoTime));
              return new Ended(run.extent(), run.statistics().checksum(), resumable.stoppedBy());
            });
    assertEquals(1, ended.stream().distinct().count(), "every rank says the same");
    return ended.getFirst();
  }

  private static ResumableDiffusion resumable(
      DiffusionProblem problem,
      Beginning beginning,
      String decomposition,
      IntSupplier stopRequest,
      Path directory) {
    int together = problem.scheme() == Scheme.EXPLICIT ? 3 : 1;
    DiffusionWorkload workload =
        new DiffusionWorkload(
            problem,
            Kernels.named("scalar"),
            Decomposition.parse(decomposition),
            new Blocking(
                OptionalInt.of(together), OptionalInt.empty(), Blocking.AUTO.cacheBytes()));
    return new ResumableDiffusion(
        workload, _ -> _ -> {}, directory, CheckpointInterval.ofSteps(10), beginning, stopRequest);
  }

  private String refusal(DiffusionProblem problem, Beginning beginning) {
    ResumableDiffusion resumable =
        resumable(problem, beginning, "auto", ResumableDiffusionTest::never, folder);
    return assertThrows(
            IllegalArgumentException.class, () -> resumable.requireFit(SERIAL, Long.MAX_VALUE))
        .getMessage();
  }

  private void assertPassedOver(Path file, String reason) {
    ProblemText problem =
        ProblemText.of(new DiffusionWorkload(problem(STEPS), Kernels.named("scalar")));
    assertEquals(
        List.of(file + ": " + reason),
        new CheckpointDirectory(folder).contents(problem, STEPS, 13 * 207).passedOver());
  }

  private static int never() {
    return 0;
  }

  /** Asks to stop at the {@code poll}-th time that it is asked. */
  private static IntSupplier stopAtPoll(int poll) {
    AtomicInteger asked = new AtomicInteger();
    return () -> asked.incrementAndGet() == poll ? SIGNAL : 0;
  }

  private static DiffusionProblem problem(long steps) {
    return problem().steps(steps).build();
  }

  private static ProblemBuilder problem() {
    return ProblemBuilder.start().nx(13L).ny(207L).sides("20,70,85,5").initial("disc:5,65,2");
  }

  private static long checksum(long steps) {
    return Runs.on(
            1,
            1,
            execution ->
                Runs.solve(
                    new DiffusionWorkload(problem(steps), Kernels.named("scalar")), execution))
        .getFirst()
        .checksum();
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void flip(Path file, int position) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[position] ^= 1;
    Files.write(file, bytes);
  }

  private static void truncate(Path file, long length) throws Exception {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(length);
    }
  }
}
