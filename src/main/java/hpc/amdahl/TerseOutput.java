package hpc.amdahl;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.PhaseClock;
import hpc.exec.Workload.Checking;
import hpc.exec.Workload.Run;

/**
 * What the Python package amdahl prints with {@code --terse}: the same keys in the same order, so
 * that what reads the one reads the other.
 *
 * @param host where rank 0 runs
 * @param nproc cores: ranks times threads
 * @param serialWork seconds of it, as {@code --work-seconds} counts them
 * @param parallelWork the same of the first core's share
 * @param parallelProportion as it was asked for
 * @param executionTime measured seconds, until the last rank is done
 */
record TerseOutput(
    String host,
    int nproc,
    double serialWork,
    double parallelWork,
    double parallelProportion,
    double executionTime) {

  /**
   * Solves once; collective.
   *
   * @throws IllegalStateException if the answer is wrong
   */
  static TerseOutput of(AmdahlWorkload workload, String host, Execution execution) {
    AmdahlProblem amdahl = workload.amdahl();
    Run run = workload.prepare(execution);
    execution.ranks().barrier();
    long start = System.nanoTime();
    run.solve(new PhaseClock(System::nanoTime));
    execution.ranks().barrier();
    double seconds = (System.nanoTime() - start) * 1e-9;
    Outcome outcome = run.outcome(Checking.CHEAP);
    if (outcome.verdict() == Verdict.NO) {
      throw new IllegalStateException("the answer is wrong: " + outcome.evidence());
    }
    return new TerseOutput(
        host,
        execution.cores(),
        AmdahlProblem.seconds(amdahl.serialSteps()),
        AmdahlProblem.seconds(amdahl.shares(execution.cores())[1]),
        amdahl.parallel(),
        seconds);
  }

  /** As {@code json.dumps(..., indent=4)} makes it. */
  String json() {
    return """
    {
        "host": "%s",
        "nproc": %s,
        "serial_work": %s,
        "parallel_work": %s,
        "parallel_proportion": %s,
        "execution_time": %s
    }\
    """
        .formatted(
            new String(JsonStringEncoder.getInstance().quoteAsString(host)),
            nproc,
            serialWork,
            parallelWork,
            parallelProportion,
            executionTime);
  }
}
