package hpc.cli;

import hpc.cli.SolverRun.Answer;
import hpc.exec.Execution;
import hpc.sieve.SieveStress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the cores of a job busy for a while and names the node that counts wrongly. */
final class StressTest {

  private static final Logger LOG = LoggerFactory.getLogger("hpc");

  private final double seconds;

  /** A test of so many seconds, or until a signal. */
  StressTest(double seconds) {
    if (!(seconds > 0)) {
      throw new IllegalArgumentException(
          "--stress " + seconds + ": accepted: a positive number of seconds");
    }
    this.seconds = seconds;
  }

  /**
   * Runs on what {@code solver} runs on; status 1 if a node disagreed with itself, else 128+n if a
   * signal ended it.
   */
  int run(SolverRun solver) {
    StopSignals signals = StopSignals.caught();
    long start = System.nanoTime();
    return solver.answer(execution ->
        test(
            execution,
            signals,
            () -> signals.getAsBoolean() || (System.nanoTime() - start) * 1e-9 >= seconds));
  }

  private static Answer test(Execution execution, StopSignals signals, BooleanSupplier stop) {
    if (execution.ranks().rank() == 0) {
      LOG.info("comparing two sieves; a signal ends it early");
    }
    // the sum is the same on every rank
    long seed = execution.ranks().sum(new SecureRandom().nextLong())[0];
    List<String> wrong = new SieveStress(Origins.here().host(), seed).run(execution, stop);
    // only rank 0 has the lines, but all ranks end alike
    int status = signals.exitStatus(execution.ranks());
    return execution.ranks().sum(wrong.size())[0] == 0
        ? new Answer(Optional.of("no disagreement"), status)
        : new Answer(Optional.of(String.join(System.lineSeparator(), wrong)), ExitCode.FAILED);
  }
}
