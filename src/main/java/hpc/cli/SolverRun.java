package hpc.cli;

import hpc.bench.Benchmark;
import hpc.bench.BenchmarkPlan;
import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Workload;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** What the solver commands share: take a seat, run, keep the rows, print the answer. */
final class SolverRun {

  private static final Logger LOG = LoggerFactory.getLogger("hpc");

  private final RunOptions options;
  private final Seat seat;
  private final PrintStream out;

  private SolverRun(RunOptions options, Seat seat, PrintStream out) {
    this.options = options;
    this.seat = seat;
    this.out = out;
  }

  /** A run of the command {@code spec}, laid out as {@code options} say; it answers on stdout. */
  static SolverRun of(RunOptions options, CommandSpec spec) {
    List<String> args = spec.root().commandLine().getParseResult().originalArgs();
    return new SolverRun(options, Seat.take(options.wish(), System.getenv(), args), System.out);
  }

  /** Writes what is computed to stdout, unmeasured. */
  int write(BiConsumer<Execution, OutputStream> work) {
    return seat.run(execution -> {
      work.accept(execution, new FileOutputStream(FileDescriptor.out));
      return ExitCode.DONE;
    });
  }

  /**
   * Measures {@code workload}.
   *
   * @param asText what an answer looks like to people
   * @return the exit status
   */
  int measure(Workload workload, UnaryOperator<String> asText) {
    BenchmarkPlan plan = options.plan();
    // opened before anything is computed: a file that cannot be written is known at once
    try (Rows rows = Rows.open(options, seat, out)) {
      List<Outcome> outcomes =
          seat.run(execution ->
              new Benchmark().run(workload, plan, execution, Origins.here(), rows::add));
      if (!options.json() && seat.speaks()) {
        out.println(asText.apply(outcomes.getFirst().answer()));
      }
      return judge(outcomes);
    }
  }

  private int judge(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      if (outcome.verdict() == Verdict.NO) {
        if (seat.speaks()) {
          LOG.error("the answer is wrong: {}", outcome.evidence());
        }
        return ExitCode.FAILED;
      }
    }
    return ExitCode.DONE;
  }
}
