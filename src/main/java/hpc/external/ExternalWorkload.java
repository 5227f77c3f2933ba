package hpc.external;

import hpc.exec.Execution;
import hpc.exec.Layout;
import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.PhaseClock;
import hpc.exec.Problem;
import hpc.exec.Workload;
import hpc.exec.Workload.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A problem of ours, solved by a program of others. It has the canonical problem of our own runs,
 * the program's name for an algorithm, and for a kernel a word that says what was timed.
 */
public final class ExternalWorkload implements Workload {

  /** The kernel of a program that says itself how long the solve took. */
  private static final String SOLVE_TIMED = "external";

  /** The kernel of a program whose time is that of the process. */
  private static final String PROCESS_TIMED = "external-process";

  /** What a program prints beyond this is not looked at. */
  private static final int MOST_BYTES = 16 << 20;

  /** A hundred times what a plain pattern takes for as much. */
  private static final Duration LONGEST_SEARCH = Duration.ofSeconds(10);

  private final Problem ours;
  private final Program program;
  private final Path file;
  private final Optional<Expectation> expected;

  /** The right answer, once it has been asked for. */
  private Optional<String> right = Optional.empty();

  /**
   * A workload.
   *
   * @param ours the problem as our own solver has it
   * @param program what is called
   * @param file the executable
   * @param expected what the answer must be; empty if nobody knows
   */
  public ExternalWorkload(
      Problem ours, Program program, Path file, Optional<Expectation> expected) {
    this.ours = ours;
    this.program = program;
    this.file = file;
    this.expected = expected;
  }

  /** Whether runs of this problem were those of a program of others. */
  public static boolean isExternal(Problem problem) {
    return problem.kernel().equals(SOLVE_TIMED) || timesProcess(problem);
  }

  /** Whether times are those of a whole process, its start included, and not of the solve alone. */
  public static boolean timesProcess(Problem problem) {
    return problem.kernel().equals(PROCESS_TIMED);
  }

  @Override
  public Problem problem() {
    return new Problem(
        ours.app(),
        program.name(),
        program.solveTime().isPresent() ? SOLVE_TIMED : PROCESS_TIMED,
        ours.parameters(),
        ours.size(),
        ours.work(),
        ours.workUnit(),
        ours.rateUnit());
  }

  @Override
  public void requireFit(Layout layout, long heapBytes) {
    if (layout.mode() == Mode.MPI) {
      throw new IllegalArgumentException(
          "--ranks %s: a program is started once; accepted: 1, and threads"
              .formatted(layout.ranks()));
    }
    command(layout.threads()); // refuses a placeholder that this problem does not fill
  }

  private List<String> command(int threads) {
    List<String> command = new ArrayList<>(program.command(ours.parameters(), threads));
    command.set(0, file.toString());
    return command;
  }

  @Override
  public Run prepare(Execution execution) {
    int threads = execution.ranges().threads();
    List<String> command = command(threads);
    try {
      NamelessFile out = NamelessFile.create();
      NamelessFile err = NamelessFile.create();
      return new ProgramRun(
          execution, GatedProcess.start(command, threads, out.path(), err.path()), out, err);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(program.name() + " was interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException(program.name() + " cannot be started: " + e.getMessage(), e);
    }
  }

  private final class ProgramRun implements Run {

    private final Execution execution;
    private final GatedProcess process;
    private final NamelessFile out;
    private final NamelessFile err;
    private Optional<Usage> usage = Optional.empty();
    private String answer = "";

    ProgramRun(Execution execution, GatedProcess process, NamelessFile out, NamelessFile err) {
      this.execution = execution;
      this.process = process;
      this.out = out;
      this.err = err;
    }

    @Override
    public void solve(PhaseClock clock) {
      try (out;
          err) {
        long killsBefore = Signals.outOfMemoryKills();
        GatedProcess.Completion completion = process.run(program.timeout());
        requireSuccess(completion, Signals.outOfMemoryKills() - killsBefore);
        String stdout = out.head(MOST_BYTES);
        answer = taken("--answer", program.answer(), stdout).strip();
        usage = Optional.of(usage(completion, stdout));
      } catch (IOException e) {
        throw new UncheckedIOException(program.name() + ": " + e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(program.name() + " was interrupted", e);
      }
    }

    private void requireSuccess(GatedProcess.Completion completion, long outOfMemoryKills)
        throws IOException {
      Reaper.Ended ended = completion.ended();
      if (completion.timedOut()) {
        throw new IOException(
            "no end after %s s, killed".formatted(program.timeout().orElseThrow().toSeconds()));
      }
      if (ended.signal() != 0) {
        throw new IOException(Signals.reason(ended.signal(), outOfMemoryKills) + lastErrorLine());
      }
      if (ended.exitCode() != 0) {
        throw new IOException("exit " + ended.exitCode() + lastErrorLine());
      }
    }

    private String lastErrorLine() throws IOException {
      return err.head(MOST_BYTES)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .reduce((_, last) -> last)
          .map(line -> ": " + line)
          .orElse("");
    }

    private String taken(String option, Pattern pattern, String stdout) throws IOException {
      String searched = option + " " + Program.quoted(pattern.pattern());
      Optional<String> taken;
      try {
        taken = Program.taken(pattern, stdout, LONGEST_SEARCH);
      } catch (IOException e) {
        throw new IOException(searched + " " + e.getMessage(), e);
      }
      return taken.orElseThrow(() ->
          new IOException(
              "%s matches nothing on stdout, which ends with %s"
                  .formatted(
                      searched, Program.quoted(stdout.lines().reduce("", (_, last) -> last)))));
    }

    private Usage usage(GatedProcess.Completion completion, String stdout) throws IOException {
      double wall = completion.wallSeconds();
      if (program.solveTime().isPresent()) {
        String seconds = taken("--solve-time", program.solveTime().get(), stdout);
        wall = seconds(seconds.strip(), wall);
      }
      Reaper.Ended ended = completion.ended();
      return new Usage(wall, ended.cpuSeconds(), OptionalLong.of(ended.rssPeakBytes()));
    }

    private double seconds(String text, double process) throws IOException {
      double seconds;
      try {
        seconds = Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new IOException(
            "--solve-time took %s: no number of seconds".formatted(Program.quoted(text)), e);
      }
      // its clock may round
      if (!(seconds > 0 && seconds <= 1.1 * process + 0.1)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "--solve-time took %s: must be above 0 and at most the %.3f s of the process",
                Program.quoted(text),
                process));
      }
      return seconds;
    }

    @Override
    public Optional<Usage> usage() {
      return usage;
    }

    @Override
    public Outcome outcome(Checking checking) {
      if (expected.isEmpty()) {
        return new Outcome(answer, Verdict.UNCHECKED, "no answer is expected");
      }
      if (right.isEmpty()) {
        right = Optional.of(expected.get().right().apply(execution));
      }
      return Expectation.judge(answer, right.get(), expected.get().source());
    }
  }
}
