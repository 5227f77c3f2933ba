package hpc.cli;

import hpc.bench.Benchmark;
import hpc.bench.BenchmarkPlan;
import hpc.bench.RecordJson;
import hpc.bench.RunRecord;
import hpc.bench.RunRecord.Status;
import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Printable;
import hpc.exec.ProcessLock;
import hpc.exec.Workload;
import hpc.exec.Workload.Checking;
import hpc.report.CheckTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** What the solver commands share: take a seat, run, keep the rows, print the answer. */
final class SolverRun {

  private static final Logger LOG = LoggerFactory.getLogger("hpc");

  private final RunOptions options;
  private final Workload workload;
  private final Seat seat;
  private final PrintStream out;
  private final List<Supplier<ProcessLock>> places = new ArrayList<>();

  private SolverRun(RunOptions options, Workload workload, Seat seat, PrintStream out) {
    this.options = options;
    this.workload = workload;
    this.seat = seat;
    this.out = out;
  }

  /** The same run, which holds a place that one process at a time may write to. */
  SolverRun holding(Supplier<ProcessLock> place) {
    places.add(place);
    return this;
  }

  /** The places that the first rank holds for all. */
  private record Held(List<ProcessLock> locks) implements AutoCloseable {

    static Held of(List<Supplier<ProcessLock>> places) {
      Held held = new Held(new ArrayList<>());
      try {
        places.forEach(place -> held.locks.add(place.get()));
        return held;
      } catch (RuntimeException e) {
        held.close();
        throw e;
      }
    }

    @Override
    public void close() {
      locks.forEach(ProcessLock::close);
    }
  }

  private Held hold() {
    return Held.of(seat.speaks() ? places : List.of());
  }

  /**
   * A run of the command {@code spec}, laid out as {@code options} say; it answers on stdout.
   *
   * @throws IllegalArgumentException if the options contradict each other or what is around, or if
   *     the workload cannot be shared out like that; nothing has been started or written
   */
  static SolverRun of(RunOptions options, Workload workload, CommandSpec spec) {
    Seat seat = options.seat(spec);
    workload.requireFit(seat.layout(), seat.leastHeapBytes()); // first: a refusal is one line
    if (seat.speaks()) {
      seat.notices(System.getenv()).forEach(LOG::warn);
    }
    options.warnOfTurns(seat, spec);
    return new SolverRun(options, workload, seat, System.out);
  }

  /** Writes what is computed to stdout, unmeasured. */
  int write(BiConsumer<Execution, OutputStream> work) {
    return seat.run(execution -> {
      try (OutputStream stdout = new BackgroundOutput(new StandardOutput())) {
        work.accept(execution, stdout);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write the primes: " + e.getMessage(), e);
      }
      return ExitCode.DONE;
    });
  }

  /**
   * Computes something on all ranks, unmeasured; rank 0 prints what comes of it.
   *
   * @param work returns what to print and the exit status, equal on every rank
   */
  int answer(Function<Execution, Answer> work) {
    Answer answer;
    try (Held _ = hold()) {
      answer = seat.run(work);
    }
    if (seat.speaks()) {
      answer.text().ifPresent(out::println);
    }
    return answer.exitStatus();
  }

  /**
   * What an unmeasured computation ends with.
   *
   * @param text the line for stdout, if there is one
   * @param exitStatus the status of the process
   */
  record Answer(Optional<String> text, int exitStatus) {}

  /**
   * Measures the workload.
   *
   * @param asText what an answer looks like to people
   * @return the exit status
   */
  int measure(UnaryOperator<String> asText) {
    return measure(asText, _ -> _ -> "");
  }

  /**
   * Measures the workload and, before it, what bounds it on this machine.
   *
   * @param asText what an answer looks like to people
   * @param bounds measures, on every rank; what it returns tells where the best rate stands
   * @return the exit status
   */
  int measure(UnaryOperator<String> asText, Function<Execution, DoubleFunction<String>> bounds) {
    BenchmarkPlan plan = options.plan();
    if (seat.speaks()) {
      workload.plan(seat.layout()).ifPresent(LOG::info);
    }
    // opened before anything is computed: a file that cannot be written is known at once
    try (Held _ = hold();
        Rows rows = Rows.open(options, seat, screen(asText))) {
      DoubleSummaryStatistics rates = new DoubleSummaryStatistics();
      Consumer<RunRecord> row =
          run -> {
            rows.add(run);
            run.rate().ifPresent(rates);
          };
      List<Outcome> outcomes =
          seat.run(execution -> {
            DoubleFunction<String> place = bounds.apply(execution);
            List<Outcome> all = new Benchmark().run(workload, plan, execution, Origins.here(), row);
            if (rates.getCount() > 0) {
              options.tell(place.apply(rates.getMax()));
            }
            return all;
          });
      if (plan.checking() == Checking.THOROUGH && seat.speaks()) {
        options.tell(CheckTable.render(outcomes.getFirst().checks()));
      }
      return judge(outcomes, plan.checking());
    }
  }

  /** What is shown of each repetition: its JSON, or the answer of the first one. */
  private Consumer<RunRecord> screen(UnaryOperator<String> asText) {
    if (options.json()) {
      return run -> printNow(RecordJson.line(run));
    }
    return run -> {
      if (run.repetition() == 1 && run.status() == Status.OK) {
        out.println(Printable.text(asText.apply(run.outcome().answer())));
      }
    };
  }

  /** A line that nobody takes ends the run, which would go on computing for nobody. */
  private void printNow(String line) {
    out.println(line);
    try {
      HpcCommand.requireWritten(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int judge(List<Outcome> outcomes, Checking checking) {
    for (Outcome outcome : outcomes) {
      if (outcome.verdict() == Verdict.NO) {
        if (seat.speaks()) {
          LOG.error("the answer is wrong: {}", outcome.evidence());
        }
        return ExitCode.FAILED;
      }
    }
    Optional<String> shortfall = outcomes.getFirst().shortfall();
    if (shortfall.isPresent()) {
      if (seat.speaks()) {
        LOG.error(shortfall.get());
      }
      return ExitCode.FAILED;
    }
    if (checking == Checking.CHEAP || !seat.speaks()) {
      return ExitCode.DONE;
    }
    // what was asked for and could not be done; the first repetition is the one that is verified
    Outcome first = outcomes.getFirst();
    if (first.verdict() == Verdict.YES) {
      LOG.info("verified: {}", first.evidence());
    } else {
      LOG.warn("not verified: {}", first.evidence());
    }
    return ExitCode.DONE;
  }
}
