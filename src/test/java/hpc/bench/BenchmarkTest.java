package hpc.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.Execution;
import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.exec.Problem;
import hpc.exec.Workload;
import hpc.exec.Workload.Checking;
import hpc.mpi.Communicator;
import hpc.mpi.SingleProcess;
import hpc.mpi.ThreadRanks;
import hpc.parallel.SerialRanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkTest {

  private static final long SECOND = 1_000_000_000;
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final long VM_HWM_KIB = 65_536;

  private final List<RunRecord> records = new ArrayList<>();

  @TempDir private Path proc;

  @BeforeEach
  void makeProc() throws IOException {
    Files.createFile(proc.resolve("clear_refs"));
    Files.writeString(
        proc.resolve("status"), "Name:\tjava\nVmHWM:\t   " + VM_HWM_KIB + " kB\nVmRSS:\t 1 kB\n");
  }

  @Test
  void timesTheSolveAloneByTheInjectedClock() {
    Script workload = new Script(new AtomicLong(), "4", "4");

    run(workload, new BenchmarkPlan(0, 2, Checking.CHEAP));

    assertEquals(2, records.size());
    Measures measures = records.get(1).measures();
    assertEquals(Script.WALL, measures.get(Measure.WALL).getAsDouble());
    assertEquals(Script.COMPUTE, measures.get(Measure.COMPUTE).getAsDouble());
    assertEquals(Script.COMMUNICATION, measures.get(Measure.COMMUNICATION).getAsDouble());
    assertEquals(Script.WAIT, measures.get(Measure.WAITING).getAsDouble());
    assertEquals(0, measures.get(Measure.IO).getAsDouble());
    assertEquals(NOON, records.get(1).started());
    assertEquals(2, records.get(1).repetition());
  }

  @Test
  void warmUpsRunButLeaveNoRowAndAreNotAskedForAnAnswer() {
    Script workload = new Script(new AtomicLong(), "4");

    run(workload, new BenchmarkPlan(3, 1, Checking.CHEAP));

    assertEquals(4, workload.solved);
    assertEquals(List.of(Checking.CHEAP), workload.checkings);
    assertEquals(1, records.size());
  }

  @Test
  void resetsThePeakBeforeEachRepetitionAndReadsItAfterwards() throws IOException {
    run(new Script(new AtomicLong(), "4"), new BenchmarkPlan(0, 1, Checking.CHEAP));

    assertEquals("5", Files.readString(proc.resolve("clear_refs")));
    assertEquals(
        VM_HWM_KIB * 1024, records.getFirst().measures().bytes(Measure.RSS_PEAK).getAsLong());
  }

  @Test
  void leavesThePeakEmptyWhereTheSystemHasNone() throws IOException {
    Files.delete(proc.resolve("status"));
    Files.delete(proc.resolve("clear_refs"));

    run(new Script(new AtomicLong(), "4"), new BenchmarkPlan(0, 1, Checking.CHEAP));

    assertTrue(records.getFirst().measures().bytes(Measure.RSS_PEAK).isEmpty());
    assertEquals("", RunColumn.RSS_TOTAL_BYTES.of(records.getFirst()));
  }

  @Test
  void countsTheBytesThatPreparationAllocates() {
    run(new Script(new AtomicLong(), "4"), new BenchmarkPlan(0, 1, Checking.CHEAP));

    long allocated = records.getFirst().measures().bytes(Measure.ALLOCATED).getAsLong();
    assertTrue(allocated >= Script.PREPARED_BYTES, () -> allocated + " bytes");
    long heapPeak = records.getFirst().measures().bytes(Measure.HEAP_PEAK).getAsLong();
    assertTrue(heapPeak >= Script.PREPARED_BYTES, () -> heapPeak + " bytes");
  }

  @Test
  void checksOnceThoroughlyAndLetsEqualAnswersShareTheVerdict() {
    Script workload = new Script(new AtomicLong(), "4", "4", "4");
    workload.thorough = Verdict.YES;

    List<Outcome> outcomes = run(workload, new BenchmarkPlan(0, 3, Checking.THOROUGH));

    assertEquals(List.of(Checking.THOROUGH, Checking.CHEAP, Checking.CHEAP), workload.checkings);
    assertEquals(
        List.of(Verdict.YES, Verdict.YES, Verdict.YES),
        outcomes.stream().map(Outcome::verdict).toList());
  }

  @Test
  void anAnswerThatChangesFailsTheLaterRowWithEvidence() {
    run(new Script(new AtomicLong(), "4", "5"), new BenchmarkPlan(0, 2, Checking.CHEAP));

    assertEquals(RunRecord.Status.OK, records.get(0).status());
    RunRecord second = records.get(1);
    assertEquals(RunRecord.Status.FAILED, second.status());
    assertEquals("no", RunColumn.VERIFIED.of(second));
    assertEquals("", RunColumn.RATE.of(second));
    assertEquals("answer 5, but repetition 1 gave 4", second.outcome().evidence());
  }

  @Test
  void aWrongAnswerHasNoRate() {
    Script workload = new Script(new AtomicLong(), "4");
    workload.thorough = Verdict.NO;

    run(workload, new BenchmarkPlan(0, 1, Checking.THOROUGH));

    assertEquals("", RunColumn.RATE.of(records.getFirst()));
    assertEquals("no", RunColumn.VERIFIED.of(records.getFirst()));
    assertEquals("ok", RunColumn.STATUS.of(records.getFirst()));
  }

  @Test
  void aRepetitionThatThrowsLeavesAFailedRowAndIsRethrown() {
    Script workload = new Script(new AtomicLong(), "4");
    workload.failure = new OutOfMemoryError("Java heap space");
    BenchmarkPlan plan = new BenchmarkPlan(0, 1, Checking.CHEAP);

    assertThrows(OutOfMemoryError.class, () -> run(workload, plan));

    assertEquals(RunRecord.Status.FAILED, records.getFirst().status());
    assertEquals("", RunColumn.WALL_S.of(records.getFirst()));
    assertEquals(
        "java.lang.OutOfMemoryError: Java heap space", records.getFirst().outcome().evidence());
  }

  @Test
  void aProblemThatDoesNotFitLeavesNoRow() {
    Script workload = new Script(new AtomicLong(), "4");
    workload.failure = new IllegalArgumentException("--ranks 9: more than rows");
    BenchmarkPlan plan = new BenchmarkPlan(1, 1, Checking.CHEAP);

    assertThrows(IllegalArgumentException.class, () -> run(workload, plan));

    assertEquals(List.of(), records);
  }

  @Test
  void aFailureWhileWarmingUpIsARowOfRepetitionZero() {
    Script workload = new Script(new AtomicLong(), "4");
    workload.failure = new IllegalStateException("no luck");
    BenchmarkPlan plan = new BenchmarkPlan(1, 1, Checking.CHEAP);

    assertThrows(IllegalStateException.class, () -> run(workload, plan));

    assertEquals(0, records.getFirst().repetition());
  }

  @Test
  void aRowThatCannotBeKeptStopsTheSeriesWithoutASecondRow() {
    Script workload = new Script(new AtomicLong(), "4", "4");
    BenchmarkPlan plan = new BenchmarkPlan(0, 2, Checking.CHEAP);

    assertThrows(
        IllegalStateException.class,
        () ->
            benchmark(workload.clock)
                .run(
                    workload,
                    plan,
                    execution(Mode.SERIAL, new SingleProcess()),
                    Samples.origin("r"),
                    run -> {
                      records.add(run);
                      throw new IllegalStateException("disk full");
                    }));

    assertEquals(1, records.size());
  }

  @Test
  void overRanksTakesTheLongestWallTheMeanPhasesAndTheSumOfMemory() throws Exception {
    int ranks = 3;
    List<List<Outcome>> outcomes =
        ThreadRanks.run(
            ranks,
            mine -> {
              // rank r is r seconds slower; ranks 1 and 2 share a node
              Script workload = new Script(new AtomicLong(), "4");
              workload.extraSeconds = mine.rank();
              RunMetadata origin = Samples.origin("r" + mine.rank());
              return benchmark(workload.clock)
                  .run(
                      workload,
                      new BenchmarkPlan(1, 1, Checking.CHEAP),
                      execution(Mode.MPI, mine),
                      onHost(origin, mine.rank() == 0 ? "n1" : "n2"),
                      records::add);
            });

    assertEquals(1, records.size());
    RunRecord run = records.getFirst();
    assertEquals(new Placement(Mode.MPI, 2, 3, 1, "threads"), run.placement());
    assertEquals(Script.WALL + 2, run.wallSeconds());
    assertEquals(Script.COMPUTE + 1, run.measures().get(Measure.COMPUTE).getAsDouble());
    assertEquals(VM_HWM_KIB * 1024, run.measures().bytes(Measure.RSS_PEAK).getAsLong());
    assertEquals(VM_HWM_KIB * 1024 * ranks, run.measures().bytes(Measure.RSS_TOTAL).getAsLong());
    assertEquals(List.of("4", "4", "4"), outcomes.stream().map(o -> o.get(0).answer()).toList());
    assertEquals("r0", run.origin().runId());
  }

  @Test
  void aPlanRefusesCountsInTheWordsOfTheCommandLine() {
    assertEquals(
        "--warmup -1: accepted: 0 or more",
        assertThrows(IllegalArgumentException.class, () -> new BenchmarkPlan(-1, 1, Checking.CHEAP))
            .getMessage());
    assertEquals(
        "--repeat 0: accepted: a count from 1 on, or a range such as 6..50",
        assertThrows(IllegalArgumentException.class, () -> new BenchmarkPlan(0, 0, Checking.CHEAP))
            .getMessage());
  }

  private List<Outcome> run(Script workload, BenchmarkPlan plan) {
    return benchmark(workload.clock)
        .run(
            workload,
            plan,
            execution(Mode.SERIAL, new SingleProcess()),
            Samples.origin("r1"),
            records::add);
  }

  private Benchmark benchmark(AtomicLong clock) {
    return new Benchmark(
        clock::get, () -> NOON, new ProcessMeter(proc, clock::get), new NodeMeter(proc, () -> 1));
  }

  private static Execution execution(Mode mode, Communicator ranks) {
    return new Execution(mode, new SerialRanges(), ranks);
  }

  private static RunMetadata onHost(RunMetadata origin, String host) {
    return new RunMetadata(
        origin.runId(), "", host, "", "", "", "", "CPU X", "25", "", "0.1.0", "abc123");
  }

  /** Spends seconds of the clock as told and gives the answers that it was made with. */
  private static final class Script implements Workload {

    private static final double COMPUTE = 2;
    private static final double COMMUNICATION = 0.5;
    private static final double WAIT = 0.125;
    private static final double REST = 0.25;
    private static final double WALL = COMPUTE + COMMUNICATION + WAIT + REST;
    private static final int PREPARED_BYTES = 8 << 20;

    private final AtomicLong clock;
    private final Deque<String> answers;
    private final List<Checking> checkings = new ArrayList<>();
    private Verdict thorough = Verdict.UNCHECKED;
    private Throwable failure;
    private double extraSeconds;
    private int solved;

    Script(AtomicLong clock, String... answers) {
      this.clock = clock;
      this.answers = new ArrayDeque<>(List.of(answers));
    }

    @Override
    public Problem problem() {
      return Samples.sieve(10);
    }

    @Override
    public Run prepare(Execution execution) {
      if (failure instanceof IllegalArgumentException unfit) {
        throw unfit;
      }
      byte[] field = new byte[PREPARED_BYTES];
      pass(100); // preparation is not timed
      return new Run() {
        @Override
        public void solve(PhaseClock phases) {
          switch (failure) {
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            case null, default -> solved++;
          }
          phases.in(Phase.COMPUTE, () -> pass(COMPUTE + extraSeconds));
          phases.in(Phase.COMMUNICATION, () -> pass(COMMUNICATION));
          phases.in(Phase.WAIT, () -> pass(WAIT));
          pass(REST);
          field[0]++;
        }

        @Override
        public Outcome outcome(Checking checking) {
          checkings.add(checking);
          pass(100); // nor is checking
          Verdict verdict = checking == Checking.THOROUGH ? thorough : Verdict.UNCHECKED;
          return new Outcome(answers.remove(), verdict, "a script");
        }
      };
    }

    private void pass(double seconds) {
      clock.addAndGet((long) (seconds * SECOND));
    }
  }
}
