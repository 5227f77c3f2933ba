package hpc.amdahl;

import hpc.exec.Execution;
import hpc.exec.Layout;
import hpc.exec.Problem;
import hpc.exec.Workload;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Serial work and then parallel work, as something to be run and timed.
 *
 * @param amdahl how much of each
 * @param progress is told of steps of this rank as they are done; called by any thread
 */
record AmdahlWorkload(AmdahlProblem amdahl, LongConsumer progress) implements Workload {

  @Override
  public Problem problem() {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("parallel", Double.toString(amdahl.parallel()));
    parameters.put("work", Long.toString(amdahl.steps()));
    if (amdahl.jitter() != 0) {
      parameters.put("jitter", Double.toString(amdahl.jitter()));
      parameters.put("seed", Long.toString(amdahl.seed()));
    }
    return new Problem(
        AmdahlType.NAME,
        "lehmer",
        "scalar",
        parameters,
        amdahl.steps(),
        amdahl.steps(),
        "steps",
        "Msteps/s");
  }

  @Override
  public Optional<String> plan(Layout layout) {
    int cores = layout.ranks() * layout.threads();
    long[] shares = amdahl.shares(cores);
    long largest =
        IntStream.range(0, cores)
            .mapToLong(core -> shares[core + 1] - shares[core])
            .max()
            .orElse(0);
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s steps on one core, then %s on %s, at most %s on each: speedup at most %.2f",
            amdahl.serialSteps(),
            amdahl.parallelSteps(),
            cores == 1 ? "1 core" : cores + " cores",
            largest,
            (double) amdahl.steps() / (amdahl.serialSteps() + largest)));
  }

  @Override
  public Run prepare(Execution execution) {
    return new AmdahlRun(amdahl, execution, progress);
  }
}
