package hpc.cli;

import hpc.bench.Benchmark;
import hpc.bench.BenchmarkPlan;
import hpc.bench.RunColumn;
import hpc.bench.RunRecord;
import hpc.bench.RunRecord.Status;
import hpc.exec.Bound;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Printable;
import hpc.exec.ProcessLock;
import hpc.exec.Task;
import hpc.exec.Workload;
import hpc.exec.Workload.Checking;
import hpc.report.RunTables;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a command line wants: takes a seat, runs, keeps the rows, prints the answer. */
final class SolverRun {

  private static final Logger LOG = LoggerFactory.getLogger("hpc");

  private final RunOptions options;
  private final Task task;
  private final ProcessRole seat;
  private final UnaryOperator<String> asText;
  private final PrintStream out = System.out;

  private SolverRun(RunOptions options, Task task, ProcessRole seat, UnaryOperator<String> asText) {
    this.options = options;
    this.task = task;
    this.seat = seat;
    this.asText = asText;
  }

  /**
   * Runs a task, laid out as {@code options} say; it answers on stdout.
   *
   * @param asText what an answer looks like to people
   * @return the exit status
   * @throws IllegalArgumentException if the options contradict each other or what is around, or if
   *     the workload cannot be shared out like that; nothing has been started or written
   */
  static int of(RunOptions options, Task task, UnaryOperator<String> asText) {
    ProcessRole seat = options.seat();
    // first: a refusal is one line
    task.workload().requireFit(seat.layout(), seat.leastHeapBytes());
    if (seat.speaks()) {
      seat.notices(System.getenv()).forEach(LOG::warn);
    }
    options.warnOfTurns(seat);
    SolverRun run = new SolverRun(options, task, seat, asText);
    return switch (task) {
      case Task.Measured measured -> run.measure(measured);
      case Task.Written written -> run.write(written);
      case Task.Answered answered -> run.answer(answered);
    };
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
    return Held.of(seat.speaks() ? task.places() : List.of());
  }

  private int write(Task.Written written) {
    return seat.run(execution -> {
      try (OutputStream stdout = new BackgroundOutput(new StandardOutput())) {
        written.work().accept(execution, stdout);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write the answer: " + e.getMessage(), e);
      }
      return ExitCode.DONE;
    });
  }

  private int answer(Task.Answered answered) {
    Task.Answer answer;
    try (Held _ = hold()) {
      answer = seat.run(answered.work());
    }
    if (seat.speaks()) {
      answer.text().ifPresent(out::println);
    }
    return answer.status();
  }

  private int measure(Task.Measured measured) {
    Workload workload = measured.workload();
    BenchmarkPlan plan = options.plan();
    if (seat.speaks()) {
      workload.plan(seat.layout()).ifPresent(LOG::info);
    }
    // opened before anything is computed: a file that cannot be written is known at once
    try (Held _ = hold();
        Rows rows = Rows.open(options, seat, screen())) {
      DoubleSummaryStatistics rates = new DoubleSummaryStatistics();
      Consumer<RunRecord> row =
          run -> {
            rows.add(run);
            run.rate().ifPresent(rates);
          };
      List<Outcome> outcomes =
          seat.run(execution -> {
            List<Bound> bounds = measured.bounds().apply(execution);
            List<Outcome> all =
                new Benchmark().run(workload, plan, execution, ProcessMetadata.here(), row);
            if (!bounds.isEmpty() && rates.getCount() > 0) {
              String unit = workload.problem().rateUnit();
              options.tell(RunTables.roofline(bounds, unit, rates.getMax()));
            }
            return all;
          });
      if (plan.checking() == Checking.THOROUGH && seat.speaks()) {
        options.tell(RunTables.checks(outcomes.getFirst().checks()));
      }
      int status = judge(outcomes, plan.checking());
      return status == ExitCode.DONE ? measured.status().getAsInt() : status;
    }
  }

  /** What is shown of each repetition: its JSON, or the answer of the first one. */
  private Consumer<RunRecord> screen() {
    if (options.json()) {
      return run -> printNow(RunColumn.json(run));
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
