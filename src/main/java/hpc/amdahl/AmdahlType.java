package hpc.amdahl;

import hpc.exec.Arguments;
import hpc.exec.Parameter;
import hpc.exec.Parameter.Use;
import hpc.exec.ProblemType;
import hpc.exec.ProblemType.SizeRule;
import hpc.exec.ProblemType.TimedPart;
import hpc.exec.RunContext;
import hpc.exec.Task;
import hpc.exec.WholeValue;
import hpc.exec.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Amdahl's law, made: an exact amount of arithmetic of which a given part can be shared out. It
 * takes the options of the Python package amdahl, which sleeps instead.
 */
public final class AmdahlType implements ProblemType {

  static final String NAME = "amdahl";

  private static final Parameter<Double> PARALLEL =
      Parameter.real(
              "--parallel", "P", "the part of the work that can be shared, 0 to 1 (default: 0.8)")
          .orShort("-p");

  private static final Parameter<Long> WORK =
      Parameter.whole(
          "--work",
          "W",
          "steps of arithmetic in all; one core takes about 4e8 a second (default: 2e9)");

  private static final Parameter<Double> WORK_SECONDS =
      Parameter.real("--work-seconds", "SECONDS", "the same as --work: 4e8 steps for each second")
          .orShort("-w");

  private static final Parameter<Double> JITTER =
      Parameter.real(
              "--jitter",
              "J",
              "unequal shares: each has a weight between 1 and 1 + J, -1 to 1; the work stays the"
                  + " same (default: 0)")
          .orShort("-j");

  private static final Parameter<Long> SEED =
      Parameter.whole("--seed", "N", "draws other weights for --jitter (default: 1)");

  private static final Parameter<Boolean> EXACT =
      Parameter.flag("--exact", "equal shares, as without --jitter").orShort("-e");

  private static final Parameter<Boolean> TERSE =
      Parameter.flag("--terse", "print the JSON of the Python package amdahl instead of the answer")
          .orShort("-t")
          .used(Use.UNMEASURED);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "Do work of which a given part is parallel, to see Amdahl's law.";
  }

  @Override
  public List<String> notes() {
    return List.of(
        "Examples:",
        "  hpc amdahl --parallel 0.9 --threads 2",
        "  hpc amdahl --parallel 0.9 --ranks 2 --repeat 5 --csv results/amdahl.csv",
        "  hpc amdahl --jitter 0.5 --threads 4",
        "  mpirun -n 4 hpc amdahl --terse -p 0.999 -w 30 > amdahl_run_4.json");
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(PARALLEL, WORK, WORK_SECONDS, JITTER, SEED, EXACT, TERSE);
  }

  @Override
  public Task task(Arguments given, RunContext here) {
    refuseBoth(given, WORK, WORK_SECONDS);
    refuseBoth(given, EXACT, JITTER);
    if (given.has(SEED) && !given.has(JITTER)) {
      throw new IllegalArgumentException(
          "--seed %s: nothing is drawn; accepted: together with --jitter J"
              .formatted(given.get(SEED).orElseThrow()));
    }
    AmdahlProblem amdahl = problem(given);
    AmdahlWorkload workload = new AmdahlWorkload(amdahl, here.progress(amdahl.steps()));
    return given.has(TERSE) ? terse(workload, here.host()) : new Task.Measured(workload);
  }

  private static Task terse(AmdahlWorkload workload, String host) {
    return new Task.Answered(
        workload,
        List.of(),
        execution ->
            new Task.Answer(Optional.of(TerseOutput.of(workload, host, execution).json()), 0));
  }

  private static void refuseBoth(Arguments given, Parameter<?> one, Parameter<?> other) {
    if (given.has(one) && given.has(other)) {
      throw new IllegalArgumentException(
          "%s with %s: accepted: one of the two".formatted(one.option(), other.option()));
    }
  }

  private static AmdahlProblem problem(Arguments given) {
    return new AmdahlProblem(
        given.get(PARALLEL).orElse(AmdahlProblem.USUAL_PARALLEL),
        given
            .get(WORK)
            .or(() -> given.get(WORK_SECONDS).map(AmdahlType::steps))
            .orElse(AmdahlProblem.USUAL_STEPS),
        given.get(JITTER).orElse(0.0),
        given.get(SEED).orElse(1L));
  }

  private static long steps(double seconds) {
    if (!(seconds > 0)) {
      throw new IllegalArgumentException(
          "--work-seconds %s: accepted: a positive number of seconds".formatted(seconds));
    }
    return Math.max(1, Math.round(seconds * AmdahlProblem.STEPS_PER_SECOND));
  }

  @Override
  public List<Parameter<?>> posed() {
    return List.of(PARALLEL, WORK);
  }

  @Override
  public Set<String> placeholders() {
    return Set.of("parallel", "work");
  }

  @Override
  public Workload reference(Arguments given, RunContext here) {
    return new AmdahlWorkload(problem(given), _ -> {});
  }

  @Override
  public Optional<SizeRule> size() {
    return Optional.of(new WorkSize());
  }

  @Override
  public Set<String> sizeParameters() {
    return Set.of("work");
  }

  @Override
  public List<String> kernels(Arguments given) {
    return List.of("hpc.amdahl.Lehmer::advance");
  }

  @Override
  public List<TimedPart> parts() {
    return List.of(
        new TimedPart("hpc.amdahl.AmdahlRun::takeSerialSteps", "serial steps"),
        new TimedPart("hpc.amdahl.AmdahlRun::takeParallelSteps", "parallel steps"));
  }

  /** The work grows with the cores, and its serial part likewise. */
  private record WorkSize() implements SizeRule {

    private static final String WORK = "work";

    @Override
    public Set<String> options() {
      return Set.of(WORK, "work-seconds");
    }

    @Override
    public Set<String> notGrowing() {
      return Set.of("work-seconds");
    }

    @Override
    public SequencedMap<String, String> grown(SequencedMap<String, String> one, long cores) {
      if (!one.containsKey(WORK)) {
        throw new IllegalArgumentException("no size to grow; accepted: with work, for one core");
      }
      SequencedMap<String, String> grown = new LinkedHashMap<>(one);
      WholeValue work = work(one.get(WORK));
      if (cores > 1) {
        if (work.value() > AmdahlProblem.MOST_STEPS / cores) {
          throw new IllegalArgumentException(
              "work %s on %s cores is more than 2^53; take a smaller one for one core"
                  .formatted(one.get(WORK), cores));
        }
        grown.put(WORK, work.with(work.value() * cores).spelled());
      }
      return grown;
    }

    private static WholeValue work(String text) {
      try {
        return WholeValue.parse(text);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("work \"" + text + "\": " + e.getMessage(), e);
      }
    }
  }
}
