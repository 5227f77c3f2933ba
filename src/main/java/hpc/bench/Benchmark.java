package hpc.bench;

import hpc.bench.ProcessMeter.TimeUse;
import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.exec.Problem;
import hpc.exec.Workload;
import hpc.exec.Workload.Checking;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a workload as often as the plan says and measures every repetition.
 *
 * <p>All ranks of a job call it together. A repetition is: forget old memory peaks, prepare, look
 * at the node, barrier, solve, look again, barrier, look at the answer. Times are those of the
 * solve alone, from when all ranks are ready to when the last one is done; memory includes the
 * preparation, which is where fields are allocated. Where another process does the work, time and
 * memory are what the workload says of it.
 */
public final class Benchmark {

  private static final Logger LOG = LoggerFactory.getLogger(Benchmark.class);

  private final LongSupplier nanoTime;
  private final InstantSource utc;
  private final ProcessMeter meter;
  private final NodeMeter node;

  /** Measures this process by the clocks of the system. */
  public Benchmark() {
    this(
        System::nanoTime,
        InstantSource.system(),
        new ProcessMeter(Path.of("/proc/self"), ProcessMeter.cpuClock()),
        new NodeMeter(Path.of("/"), new Calibration(System::nanoTime)::seconds));
  }

  Benchmark(LongSupplier nanoTime, InstantSource utc, ProcessMeter meter, NodeMeter node) {
    this.nanoTime = nanoTime;
    this.utc = utc;
    this.meter = meter;
    this.node = node;
  }

  /**
   * Runs {@code workload}; collective.
   *
   * <p>The first repetition is checked as the plan says; the others are checked cheaply and must
   * give the same answer, which makes them as sure as the first. One whose answer differs is a
   * failed row.
   *
   * <p>When a repetition throws, rank 0 passes on one failed row and the exception goes on to the
   * caller; a problem that does not fit ({@link IllegalArgumentException}) leaves no row.
   *
   * @param origin where this rank runs; rank 0's stands in the rows
   * @param each takes the row of each repetition as soon as it is done; called on rank 0 only
   * @return the outcome of each repetition, the same on every rank
   */
  public List<Outcome> run(
      Workload workload,
      BenchmarkPlan plan,
      Execution execution,
      RunMetadata origin,
      Consumer<RunRecord> each) {
    Series series = new Series(workload, execution, origin, each);
    for (int warmup = 1; warmup <= plan.warmup(); warmup++) {
      announce("warm-up {} of {}", warmup, plan.warmup(), execution);
      series.warmUp();
    }
    Repetitions wanted = plan.repetitions();
    for (int repetition = 1; series.goesOn(wanted); repetition++) {
      announce("repetition {} of {}", repetition, wanted.most(), execution);
      series.repeat(repetition, repetition == 1 ? plan.checking() : Checking.CHEAP);
    }
    Outlier.among(series.rows).forEach(outlier -> LOG.warn(outlier.line()));
    return List.copyOf(series.outcomes);
  }

  private static void announce(String message, int number, int count, Execution execution) {
    if (execution.ranks().rank() == 0) {
      LOG.debug(message, number, count);
    }
  }

  /** The repetitions of one workload. */
  private final class Series {

    private final Workload workload;
    private final Execution execution;
    private final RunMetadata origin;
    private final Consumer<RunRecord> each;
    private final List<Outcome> outcomes = new ArrayList<>();

    /** On rank 0 alone, as in {@link #each}. */
    private final List<RunRecord> rows = new ArrayList<>();

    Series(Workload workload, Execution execution, RunMetadata origin, Consumer<RunRecord> each) {
      this.workload = workload;
      this.execution = execution;
      this.origin = origin;
      this.each = each;
    }

    void warmUp() {
      try {
        measure();
      } catch (RuntimeException | Error e) {
        recordFailure(0, e);
        throw e;
      }
    }

    void repeat(int repetition, Checking checking) {
      Solved solved;
      Outcome outcome;
      try {
        solved = measure();
        outcome = agreed(solved.run.outcome(checking));
      } catch (RuntimeException | Error e) {
        recordFailure(repetition, e);
        throw e;
      }
      outcomes.add(outcome);
      List<RankReading> ranks =
          Stream.of(execution.ranks().gather(solved.reading.toBytes()))
              .map(RankReading::fromBytes)
              .toList();
      if (!ranks.isEmpty()) {
        RunRecord row = record(repetition, solved, ranks, outcome);
        rows.add(row);
        each.accept(row);
      }
    }

    /** Rank 0, which has seen all ranks, decides whether there is to be another repetition. */
    boolean goesOn(Repetitions wanted) {
      if (!wanted.depend() || outcomes.size() < wanted.least()) {
        return outcomes.size() < wanted.most();
      }
      Optional<String> reason =
          wanted.reasonToStop(rows.stream().map(RunRecord::wallSeconds).toList());
      boolean stops = execution.ranks().rank() == 0 && reason.isPresent();
      boolean allStop = execution.ranks().sum(stops ? 1 : 0)[0] > 0;
      if (stops) {
        LOG.info("{} repetitions: {}", rows.size(), reason.get());
      }
      return !allStop;
    }

    private Solved measure() {
      final long allocatedBefore = meter.forgetPeaks();
      final Workload.Run run = workload.prepare(execution);
      PhaseClock phases = new PhaseClock(nanoTime);
      final Instant started = utc.instant();
      final NodeMeter.Before around = node.before();
      TimeUse before = meter.time();
      execution.ranks().barrier();
      long start = nanoTime.getAsLong();
      run.solve(phases);
      final double wallSeconds = (nanoTime.getAsLong() - start) * 1e-9;
      TimeUse after = meter.time();
      Map<Measure, Double> figures = new EnumMap<>(Measure.class);
      figures.put(Measure.WALL, wallSeconds);
      figures.put(Measure.COMPUTE, phases.seconds(Phase.COMPUTE));
      figures.put(Measure.COMMUNICATION, phases.seconds(Phase.COMMUNICATION));
      figures.put(Measure.WAITING, phases.seconds(Phase.WAIT));
      figures.put(Measure.IO, phases.seconds(Phase.IO));
      after.putSince(before, figures);
      meter.putMemory(allocatedBefore, figures);
      execution.ranks().barrier();
      RankReading seen = node.after(origin.host(), around, figures, execution.ranges().threads());
      return new Solved(run, started, run.usage().map(seen::of).orElse(seen));
    }

    /** The outcome in the light of the first one: what is equal to it is as right as it. */
    private Outcome agreed(Outcome outcome) {
      if (outcomes.isEmpty()) {
        return outcome;
      }
      Outcome first = outcomes.getFirst();
      if (!outcome.answer().equals(first.answer())) {
        return new Outcome(
            outcome.answer(),
            Verdict.NO,
            "answer %s, but repetition 1 gave %s".formatted(outcome.answer(), first.answer()));
      }
      return outcome.verdict() == Verdict.UNCHECKED ? first : outcome;
    }

    private RunRecord record(
        int repetition, Solved solved, List<RankReading> ranks, Outcome outcome) {
      Workload.Extent extent = solved.run.extent();
      Problem problem = workload.problem();
      int nodes = (int) ranks.stream().map(rank -> rank.host()).distinct().count();
      return new RunRecord(
          origin,
          solved.started,
          repetition,
          status(outcome, extent),
          extent.part(),
          extent.work().isPresent() ? problem.withWork(extent.work().getAsLong()) : problem,
          placement(nodes),
          Measures.over(ranks),
          outcome,
          Conditions.over(ranks, execution.ranges().threads()));
    }

    private RunRecord.Status status(Outcome outcome, Workload.Extent extent) {
      boolean same = outcome.answer().equals(outcomes.getFirst().answer());
      if (!same) {
        return RunRecord.Status.FAILED;
      }
      if (outcome.shortfall().isPresent()) {
        return RunRecord.Status.UNCONVERGED;
      }
      return extent.complete() ? RunRecord.Status.OK : RunRecord.Status.STOPPED;
    }

    /** Without a word to the other ranks: one that throws cannot wait for them. */
    private void recordFailure(int repetition, Throwable cause) {
      if (execution.ranks().rank() == 0 && !(cause instanceof IllegalArgumentException)) {
        each.accept(
            new RunRecord(
                origin,
                utc.instant(),
                repetition,
                RunRecord.Status.FAILED,
                1,
                workload.problem(),
                placement(1),
                Measures.UNKNOWN,
                new Outcome("", Verdict.UNCHECKED, cause.toString()),
                Conditions.UNKNOWN));
      }
    }

    private Placement placement(int nodes) {
      return new Placement(
          execution.mode(),
          nodes,
          execution.ranks().size(),
          execution.ranges().threads(),
          execution.ranks().transport());
    }
  }

  /** A repetition whose answer is yet to be looked at. */
  private record Solved(Workload.Run run, Instant started, RankReading reading) {}
}
