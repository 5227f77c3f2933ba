package hpc.cli;

import hpc.bench.RecordJson;
import hpc.bench.ResultsFile;
import hpc.bench.RunRecord;
import java.io.PrintStream;
import java.util.Optional;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the record of a repetition goes: into the CSV, onto stdout as JSON, into the log. */
final class Rows implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("hpc");

  private final Optional<ResultsFile> csv;
  private final Optional<PrintStream> json;

  private Rows(Optional<ResultsFile> csv, Optional<PrintStream> json) {
    this.csv = csv;
    this.json = json;
  }

  /** Opens what the options ask for, on the one rank that has rows to keep. */
  static Rows open(RunOptions options, Seat seat, PrintStream out) {
    return new Rows(
        options.csv().filter(file -> seat.speaks()).map(ResultsFile::open),
        options.json() ? Optional.of(out) : Optional.empty());
  }

  /** Keeps one record. */
  void add(RunRecord run) {
    // first the screen: a full disk must not swallow what was computed
    json.ifPresent(out -> out.println(RecordJson.line(run)));
    OptionalDouble rate = run.rate();
    if (rate.isPresent()) {
      LOG.info(
          "run {}: {} s, {} {}",
          run.repetition(),
          "%.4g".formatted(run.times().wall().orElse(0)),
          "%.4g".formatted(rate.getAsDouble()),
          run.problem().rateUnit());
    }
    csv.ifPresent(file -> file.append(run));
  }

  @Override
  public void close() {
    csv.ifPresent(ResultsFile::close);
  }
}
