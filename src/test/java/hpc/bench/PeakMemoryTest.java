package hpc.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.Execution;
import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.PhaseClock;
import hpc.exec.Problem;
import hpc.exec.Workload;
import hpc.mpi.SingleProcess;
import hpc.parallel.SerialRanges;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The peak of a repetition is its own: found within 3 %, and gone in the next repetition. */
class PeakMemoryTest {

  private static final long TOUCHED_BYTES = 64 << 20;
  private static final double TOLERANCE = 0.03;

  @Test
  void aRepetitionThatTouches64MebibytesPeaksBySoMuchAboveOneThatTouchesNone() throws Exception {
    Assumptions.assumeTrue(
        Files.isWritable(Path.of("/proc/self/clear_refs")), "peaks cannot be reset here");

    TestJvm.Ended ended = TestJvm.run(TestJvm.command(TwoSizes.class));

    assertEquals(0, ended.status(), ended::toString);
    List<Long> peaks = ended.output().strip().lines().map(Long::valueOf).toList();
    double difference = peaks.get(0) - peaks.get(1);
    assertTrue(
        Math.abs(difference - TOUCHED_BYTES) < TOLERANCE * TOUCHED_BYTES,
        () -> String.format(Locale.ROOT, "difference %.1f MiB of %s", difference / 0x1p20, peaks));
  }

  /** Prints the peaks of a repetition with 64 MiB and of one without, in this order. */
  static final class TwoSizes {

    public static void main(String[] args) {
      Execution here = new Execution(Mode.SERIAL, new SerialRanges(), new SingleProcess());
      BenchmarkPlan plan = new BenchmarkPlan(1, 1, Workload.Checking.CHEAP);
      for (long bytes : new long[] {TOUCHED_BYTES, 0}) {
        new Benchmark()
            .run(
                new Touch(bytes),
                plan,
                here,
                Samples.origin("r1"),
                run -> System.out.println(run.measures().bytes(Measure.RSS_PEAK).getAsLong()));
      }
    }
  }

  /** Touches memory outside the heap and gives it back. */
  private record Touch(long bytes) implements Workload {

    @Override
    public Problem problem() {
      return Samples.sieve(10);
    }

    @Override
    public Run prepare(Execution execution) {
      return new Run() {
        @Override
        public void solve(PhaseClock clock) {
          try (Arena arena = Arena.ofConfined()) {
            arena.allocate(bytes).fill((byte) 1);
          }
        }

        @Override
        public Outcome outcome(Checking checking) {
          return new Outcome("4", Outcome.Verdict.UNCHECKED, "");
        }
      };
    }
  }
}
