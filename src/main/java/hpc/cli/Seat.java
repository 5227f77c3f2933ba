package hpc.cli;

import hpc.exec.Execution;
import hpc.exec.Layout;
import hpc.launch.Restart;
import hpc.mpi.Communicator;
import hpc.mpi.LocalRanks;
import hpc.mpi.LossHandler;
import hpc.mpi.MpjCommunicator;
import hpc.mpi.Patience;
import hpc.mpi.RankIdentity;
import hpc.slurm.Allocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The place of this process in its job: alone, one rank of several, or the one that starts the
 * others.
 */
final class Seat {

  private final Optional<RankIdentity> identity;
  private final Layout layout;
  private final List<String> args;

  private Seat(Optional<RankIdentity> identity, Layout layout, List<String> args) {
    this.identity = identity;
    this.layout = layout;
    this.args = args;
  }

  /**
   * Takes the place that the environment gives, laid out as the user wishes.
   *
   * @param args the words of the command line, which local ranks are started with
   * @throws IllegalArgumentException if wish and environment contradict each other
   */
  static Seat take(Layout.Wish wish, Map<String, String> environment, List<String> args) {
    Optional<RankIdentity> identity = RankIdentity.of(environment);
    Layout.Surroundings around =
        new Layout.Surroundings(
            identity.map(RankIdentity::size).orElse(1),
            slurmTasks(environment),
            Allocation.of(environment).cpusPerTask());
    return new Seat(identity, Layout.resolve(wish, around), args);
  }

  /** Whether a process with this environment is the one that speaks for its job. */
  static boolean speaks(Map<String, String> environment) {
    try {
      return RankIdentity.of(environment).map(identity -> identity.rank() == 0).orElse(true);
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  /** Whether this process reads out the result; true before ranks exist. */
  boolean speaks() {
    return identity.isEmpty() || identity.get().rank() == 0;
  }

  /** How the run is laid out. */
  Layout layout() {
    return layout;
  }

  /** The least heap that any rank will have: those that this process starts share what it has. */
  long leastHeapBytes() {
    return identity.isEmpty() && layout.ranks() > 1
        ? Restart.heapBytes(layout.ranks())
        : Runtime.getRuntime().maxMemory();
  }

  /**
   * Opens the execution, works in it and leaves it in order. If the work fails, all ranks end.
   *
   * @return what the work returns
   */
  <T> T run(Function<Execution, T> work) {
    Execution execution = Execution.open(layout, this::connect);
    T result;
    try {
      result = work.apply(execution);
    } catch (RuntimeException | Error e) {
      execution.ranks().abort(Failures.status(e), Failures.line(e));
      throw e;
    }
    execution.close();
    return result;
  }

  private Communicator connect() {
    LossHandler handler = LossHandler.halting();
    if (identity.isPresent()) {
      return MpjCommunicator.connect(identity.get(), Patience.USUAL, handler);
    }
    List<String> command = new ArrayList<>(Restart.jvmCommand(layout.ranks()));
    command.addAll(args);
    return LocalRanks.start(layout.ranks(), command, Patience.USUAL, handler);
  }

  private static OptionalInt slurmTasks(Map<String, String> environment) {
    String tasks = environment.getOrDefault("SLURM_NTASKS", "");
    return tasks.matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(tasks))
        : OptionalInt.empty();
  }
}
