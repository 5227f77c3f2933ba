package hpc.cli;

import hpc.bench.Benchmark;
import hpc.bench.BenchmarkPlan;
import hpc.bench.ResultsFile;
import hpc.bench.RunColumn;
import hpc.bench.RunRecord;
import hpc.bench.RunRecord.Status;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Printable;
import hpc.exec.ProcessLock;
import hpc.exec.Task;
import hpc.exec.Task.Bound;
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
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a solver: measures or answers as its options say, keeps the rows, prints the answer.
 */
final class SolverRun {

  private static final Logger LOG = LoggerFactory.getLogger("hpc");

  private final RunOptions options;
  private final Task task;
  private final ProcessRole role;
  private final UnaryOperator<String> asText;
  private final PrintStream out = System.out;

  private SolverRun(RunOptions options, Task task, UnaryOperator<String> asText) {
    this.options = options;
    this.task = task;
    this.role = options.role();
    this.asText = asText;
  }

  /**
   * Runs a task, which answers on stdout.
   *
   * @param asText formats an answer for people
   * @return the exit status
   * @throws IllegalArgumentException if the options contradict each other or the environment, or if
   *     the workload does not fit the layout; nothing has been started or written
   */
  static int of(RunOptions options, Task task, UnaryOperator<String> asText) {
    ProcessRole role = options.role();
    // first: a refusal is one line
    task.workload().requireFit(role.layout(), role.leastHeapBytes());
    if (role.isRankZero()) {
      role.notices(System.getenv()).forEach(LOG::warn);
    }
    options.warnOfOversubscription();
    SolverRun run = new SolverRun(options, task, asText);
    return switch (task) {
      case Task.Measured measured -> run.measure(measured);
      case Task.Written written -> run.write(written);
      case Task.Answered answered -> run.answer(answered);
    };
  }

  /** The locks that rank 0 holds for all. */
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
    return Held.of(role.isRankZero() ? task.places() : List.of());
  }

  private int write(Task.Written written) {
    return role.run(execution -> {
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
      answer = role.run(answered.work());
    }
    if (role.isRankZero()) {
      answer.text().ifPresent(out::println);
    }
    return answer.status();
  }

  private int measure(Task.Measured measured) {
    Workload workload = measured.workload();
    BenchmarkPlan plan = options.plan();
    if (role.isRankZero()) {
      workload.plan(role.layout()).ifPresent(LOG::info);
    }
    // the file is opened first: one that cannot be written is known at once
    try (Held _ = hold();
        ResultsFile csv = openCsv()) {
      DoubleSummaryStatistics rates = new DoubleSummaryStatistics();
      Consumer<RunRecord> row =
          run -> {
            show(run); // first: a full disk must not swallow what was computed
            if (csv != null) {
              csv.append(run);
            }
            run.rate().ifPresent(rates);
          };
      List<Outcome> outcomes =
          role.run(execution -> {
            List<Bound> bounds = measured.bounds().apply(execution);
            List<Outcome> all =
                new Benchmark().run(workload, plan, execution, Build.runMetadata(), row);
            if (!bounds.isEmpty() && rates.getCount() > 0) {
              String unit = workload.problem().rateUnit();
              options.say(RunTables.roofline(bounds, unit, rates.getMax()));
            }
            return all;
          });
      if (plan.checking() == Checking.THOROUGH && role.isRankZero()) {
        options.say(RunTables.checks(outcomes.getFirst().checks()));
      }
      int status = judge(outcomes, plan.checking());
      return status == ExitCode.DONE ? measured.status().getAsInt() : status;
    }
  }

  /** The file for the rows; null where none are kept. */
  private ResultsFile openCsv() {
    if (!role.isRankZero() || options.csv().isEmpty()) {
      return null;
    }
    try {
      return ResultsFile.open(options.csv().get());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--csv " + e.getMessage(), e);
    }
  }

  /** Prints the JSON of each repetition, or the answer of the first one, and logs its rate. */
  private void show(RunRecord run) {
    if (options.json()) {
      printNow(RunColumn.json(run));
    } else if (run.repetition() == 1 && run.status() == Status.OK) {
      out.println(Printable.text(asText.apply(run.outcome().answer())));
    }
    OptionalDouble rate = run.rate();
    if (rate.isPresent()) {
      LOG.info(
          "run {}: {} s, {} {}",
          run.repetition(),
          String.format(Locale.ROOT, "%.4g", run.wallSeconds()),
          String.format(Locale.ROOT, "%.4g", rate.getAsDouble()),
          run.problem().rateUnit());
    }
  }

  /** A line that cannot be written ends the run, whose reader has left. */
  private void printNow(String line) {
    out.println(line);
    try {
      HpcCommand.requireWritten(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int judge(List<Outcome> outcomes, Checking checking) {
    Optional<String> error =
        outcomes.stream()
            .filter(outcome -> outcome.verdict() == Verdict.NO)
            .findFirst()
            .map(wrong -> "the answer is wrong: " + wrong.evidence())
            .or(outcomes.getFirst()::shortfall);
    if (error.isPresent()) {
      if (role.isRankZero()) {
        LOG.error(error.get());
      }
      return ExitCode.FAILED;
    }
    if (checking == Checking.THOROUGH && role.isRankZero()) {
      // the first repetition is the one that is verified
      Outcome first = outcomes.getFirst();
      if (first.verdict() == Verdict.YES) {
        LOG.info("verified: {}", first.evidence());
      } else {
        LOG.warn("not verified: {}", first.evidence());
      }
    }
    return ExitCode.DONE;
  }
}
