package hpc.exec;

import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a command line asks to do with a problem. */
public sealed interface Task {

  /** The problem; it says whether the run can be laid out as it is wanted. */
  Workload workload();

  /** Locks of places where one process at a time may write: rank 0 holds them during the run. */
  default List<Supplier<ProcessLock>> places() {
    return List.of();
  }

  /**
   * Repetitions are timed.
   *
   * @param bounds measures, on every rank, what bounds the rate here; may be none
   * @param status that of a run that went well, known at its end
   */
  record Measured(
      Workload workload,
      List<Supplier<ProcessLock>> places,
      Function<Execution, List<Bound>> bounds,
      IntSupplier status)
      implements Task {

    public Measured(Workload workload) {
      this(workload, List.of(), _ -> List.of(), () -> 0);
    }

    /** The same, held against bounds that are measured first. */
    public Measured within(Function<Execution, List<Bound>> measure) {
      return new Measured(workload, places, measure, status);
    }

    /** The same, holding one place more. */
    public Measured holding(Supplier<ProcessLock> place) {
      return new Measured(
          workload, Stream.concat(places.stream(), Stream.of(place)).toList(), bounds, status);
    }

    /** The same, ending otherwise. */
    public Measured ending(IntSupplier other) {
      return new Measured(workload, places, bounds, other);
    }
  }

  /**
   * All ranks together write text, unmeasured.
   *
   * @param work writes it, on rank 0 to stdout
   */
  record Written(Workload workload, BiConsumer<Execution, OutputStream> work) implements Task {}

  /**
   * Something is computed on all ranks, unmeasured.
   *
   * @param work returns what to print and the exit status, equal on every rank
   */
  record Answered(
      Workload workload, List<Supplier<ProcessLock>> places, Function<Execution, Answer> work)
      implements Task {}

  /**
   * What an unmeasured computation ends with.
   *
   * @param text the lines for stdout, if there are any
   * @param status the exit status
   */
  record Answer(Optional<String> text, int status) {}

  /**
   * A property of this machine that bounds the rate of a run.
   *
   * @param name what it is, for people
   * @param measured the measurement with its unit; empty if the bound follows from another one
   * @param rate the rate that it allows, in the unit of the problem's rate; empty if it sets none
   */
  record Bound(String name, String measured, OptionalDouble rate) {

    /** A bound of the rate. */
    public Bound(String name, String measured, double rate) {
      this(name, measured, OptionalDouble.of(rate));
    }
  }
}
