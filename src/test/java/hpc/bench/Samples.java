package hpc.bench;

import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Problem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;

/** Records for tests, plain ones and nasty ones. */
public final class Samples {

  /** Holds whatever a CSV must quote, and more. */
  public static final String NASTY_FLAGS = "-Xmx1g, -Dname=\"Ostrava\"\n-Dκλ=příliš,😀";

  private Samples() {}

  /** An origin of run {@code runId}. */
  public static RunMetadata origin(String runId) {
    return new RunMetadata(
        runId, "", "n1", "c1", "42", "", "0", "CPU X", "25.0.1", "-Xmx1g", "0.1.0", "abc123");
  }

  /** An origin whose flags need quotes. */
  public static RunMetadata nastyOrigin(String runId) {
    return new RunMetadata(
        runId, "p,1", "n1", "", "", "7", "", "CPU \"X\"", "25", NASTY_FLAGS, "0.1.0", "abc123");
  }

  /** The primes up to {@code limit}. */
  public static Problem sieve(long limit) {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("from", "0");
    parameters.put("limit", Long.toString(limit));
    return new Problem(
        "sieve", "segmented", "scalar", parameters, limit, limit, "numbers", "Mnumbers/s");
  }

  /** A repetition that ended well after {@code wallSeconds}. */
  public static RunRecord run(
      Placement placement, int repetition, double wallSeconds, String answer) {
    return run(
        origin("r1"), placement, repetition, wallSeconds, new Outcome(answer, Verdict.YES, ""));
  }

  /** A repetition of {@code sieve(30_000_000)} in all detail. */
  public static RunRecord run(
      RunMetadata origin,
      Placement placement,
      int repetition,
      double wallSeconds,
      Outcome outcome) {
    return new RunRecord(
        origin,
        Instant.parse("2026-01-31T12:00:00.250Z"),
        repetition,
        RunRecord.Status.OK,
        1,
        sieve(30_000_000),
        placement,
        new Measures(
            Map.ofEntries(
                Map.entry(Measure.WALL, wallSeconds),
                Map.entry(Measure.COMPUTE, wallSeconds * 0.75),
                Map.entry(Measure.COMMUNICATION, wallSeconds * 0.125),
                Map.entry(Measure.WAITING, wallSeconds * 0.03125),
                Map.entry(Measure.IO, 0.0),
                Map.entry(Measure.CPU, wallSeconds * placement.cores()),
                Map.entry(Measure.GC, 0.001),
                Map.entry(Measure.JIT, 0.25),
                Map.entry(Measure.RSS_PEAK, 0x1p26),
                Map.entry(Measure.RSS_TOTAL, 0x1p26 * placement.ranks()),
                Map.entry(Measure.HEAP_PEAK, 5e6),
                Map.entry(Measure.CGROUP_PEAK, 80 * 0x1p20),
                Map.entry(Measure.ENERGY, 12.5),
                Map.entry(Measure.CALIBRATION, 0.0005))),
        outcome,
        new Conditions("drift@n1 gc@n2", OptionalInt.of(placement.threads() > 1 ? 2 : 1)));
  }

  /** A row of a run that threw. */
  public static RunRecord failed(Placement placement, int repetition) {
    return new RunRecord(
        origin("r1"),
        Instant.parse("2026-01-31T12:00:01Z"),
        repetition,
        RunRecord.Status.FAILED,
        1,
        sieve(30_000_000),
        placement,
        Measures.UNKNOWN,
        new Outcome("", Verdict.UNCHECKED, "java.lang.OutOfMemoryError: Java heap space"),
        Conditions.UNKNOWN);
  }

  /** One rank, one thread. */
  public static Placement serial() {
    return new Placement(Mode.SERIAL, 1, 1, 1);
  }

  /** Threads of one process. */
  public static Placement forkjoin(int threads) {
    return new Placement(Mode.FORKJOIN, 1, 1, threads);
  }

  /** Ranks with one thread each. */
  public static Placement mpi(int nodes, int ranks) {
    return new Placement(Mode.MPI, nodes, ranks, 1);
  }
}
