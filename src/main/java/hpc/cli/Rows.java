package hpc.cli;

import hpc.bench.ResultsFile;
import hpc.bench.RunRecord;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the record of a repetition goes: onto the screen, into the log, into the CSV. */
final class Rows implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("hpc");

  private final Optional<ResultsFile> csv;
  private final Consumer<RunRecord> screen;

  private Rows(Optional<ResultsFile> csv, Consumer<RunRecord> screen) {
    this.csv = csv;
    this.screen = screen;
  }

  /** Opens what the options ask for, on the one rank that has rows to keep. */
  static Rows open(RunOptions options, ProcessRole seat, Consumer<RunRecord> screen) {
    return new Rows(options.csv().filter(_ -> seat.speaks()).map(Rows::csv), screen);
  }

  private static ResultsFile csv(Path file) {
    try {
      return ResultsFile.open(file);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--csv " + e.getMessage(), e);
    }
  }

  /** Keeps one record. */
  void add(RunRecord run) {
    // first the screen: a full disk must not swallow what was computed
    screen.accept(run);
    OptionalDouble rate = run.rate();
    if (rate.isPresent()) {
      LOG.info(
          "run {}: {} s, {} {}",
          run.repetition(),
          String.format(Locale.ROOT, "%.4g", run.times().wall().orElse(0)),
          String.format(Locale.ROOT, "%.4g", rate.getAsDouble()),
          run.problem().rateUnit());
    }
    csv.ifPresent(file -> file.append(run));
  }

  @Override
  public void close() {
    csv.ifPresent(ResultsFile::close);
  }
}
