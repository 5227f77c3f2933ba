package hpc.cli;

import hpc.exec.Execution;
import hpc.exec.Layout;
import hpc.exec.Mode;
import hpc.launch.Restart;
import hpc.mpi.Communicator;
import hpc.mpi.LocalRanks;
import hpc.mpi.LossHandler;
import hpc.mpi.MpiLaunch;
import hpc.mpi.MpiLibrary;
import hpc.mpi.MpjCommunicator;
import hpc.mpi.NativeCommunicator;
import hpc.mpi.RankIdentity;
import hpc.mpi.Timeouts;
import hpc.mpi.Transport;
import hpc.slurm.Allocation;
import hpc.slurm.Allocation.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The role of this process in its job: it works alone, is one of several ranks, or starts the
 * others and is rank 0.
 */
final class ProcessRole {

  private final Optional<StartedRank> started;
  private final Layout layout;
  private final List<String> args;

  private ProcessRole(Optional<StartedRank> started, Layout layout, List<String> args) {
    this.started = started;
    this.layout = layout;
    this.args = args;
  }

  /** A rank that srun, mpirun or rank 0 has started; {@code connect} joins it to the others. */
  private record StartedRank(int rank, int size, Supplier<Communicator> connect) {}

  /**
   * The role that the environment gives this process, laid out as requested.
   *
   * @param transport carries the messages; empty to choose by the environment
   * @param args the arguments of the command line, with which local ranks are started
   * @throws IllegalArgumentException if request and environment contradict each other
   */
  static ProcessRole of(
      Layout.Request request,
      Optional<Transport> transport,
      Map<String, String> environment,
      List<String> args) {
    Optional<MpiLaunch> launch = MpiLaunch.of(environment);
    launch.ifPresent(mpi -> requireNoContradiction(request.ranks(), mpi));
    Transport chosen = Transport.of(transport, launch, environment);
    // the one switch over transports
    Optional<StartedRank> started =
        switch (chosen) {
          case MPJ -> startedForMpj(launch, environment);
          case NATIVE -> launch.map(mpi -> startedForMpi(mpi, environment));
        };
    Layout layout =
        Layout.resolve(
            request,
            new Layout.Surroundings(
                started.map(StartedRank::size).orElse(1),
                slurmTasks(launch, environment),
                Allocation.of(environment).cpusPerTask()));
    if (chosen == Transport.NATIVE && started.isEmpty()) {
      requireNoRanks(layout, environment, args);
    }
    return new ProcessRole(started, layout, args);
  }

  private static void requireNoContradiction(OptionalInt ranks, MpiLaunch launch) {
    if (!launch.isStep() && ranks.isPresent() && ranks.getAsInt() != launch.size()) {
      throw new IllegalArgumentException(
          "--ranks %s: contradicts %s=%s; accepted: %s, or leave --ranks out and choose with %s -n"
              .formatted(
                  ranks.getAsInt(),
                  launch.variable(),
                  launch.size(),
                  launch.size(),
                  launch.starter().command()));
    }
  }

  private static void requireNoRanks(
      Layout layout, Map<String, String> environment, List<String> args) {
    Optional<RankIdentity> task = RankIdentity.of(environment);
    if (task.isPresent()) {
      throw new IllegalArgumentException(
          "--transport native: srun has started %s tasks without a plugin for MPI; accepted: srun --mpi=pmix or --mpi=pmi2 (srun --mpi=list tells what there is), or --transport mpj"
              .formatted(task.get().size()));
    }
    if (layout.mode() == Mode.MPI) {
      throw new IllegalArgumentException(
          "--transport native: no MPI launcher has started this process; accepted: mpirun -n %s %s %s, or srun --mpi=pmix --ntasks=%s in place of mpirun"
              .formatted(
                  layout.ranks(),
                  String.join(" ", Restart.plainCommand()),
                  String.join(" ", args),
                  layout.ranks()));
    }
  }

  private static Optional<StartedRank> startedForMpj(
      Optional<MpiLaunch> launch, Map<String, String> environment) {
    if (launch.filter(mpi -> !mpi.isStep()).isPresent()) {
      MpiLaunch mpi = launch.get();
      if (mpi.size() > 1) {
        throw new IllegalArgumentException(
            "--transport mpj: %s has started %s processes, which MPJ Express cannot connect; accepted: --transport native, or one process with --ranks %s"
                .formatted(mpi.starter().command(), mpi.size(), mpi.size()));
      }
      // Slurm's variables describe the launcher, not this process
      return Optional.empty();
    }
    return RankIdentity.of(environment)
        .map(identity -> {
          identity.credentials().requireUsable(environment);
          return new StartedRank(
              identity.rank(),
              identity.size(),
              () -> MpjCommunicator.connect(identity, Timeouts.USUAL, LossHandler.halting()));
        });
  }

  private static StartedRank startedForMpi(MpiLaunch launch, Map<String, String> environment) {
    MpiLibrary library = MpiLibrary.load(environment);
    return new StartedRank(
        launch.rank(),
        launch.size(),
        () -> NativeCommunicator.connect(library, launch, Timeouts.USUAL, LossHandler.halting()));
  }

  /** Whether a process with this environment is the one that prints messages for its job. */
  static boolean isRankZero(Map<String, String> environment) {
    try {
      return MpiLaunch.of(environment)
          .map(MpiLaunch::rank)
          .or(() -> RankIdentity.of(environment).map(RankIdentity::rank))
          .map(rank -> rank == 0)
          .orElse(true);
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  /** Whether a process with this environment is the one that prints messages for its node. */
  static boolean isFirstOfNode(Map<String, String> environment) {
    return RankIdentity.of(environment).map(RankIdentity::isFirstOfNode).orElse(true);
  }

  /** Whether this process prints the result; true before it has started the other ranks. */
  boolean isRankZero() {
    return rank() == 0;
  }

  int rank() {
    return started.map(StartedRank::rank).orElse(0);
  }

  /** Ranks that share the cpus of this process: itself, and those that it is to start. */
  int ranksHere() {
    return started.isEmpty() ? layout.ranks() : 1;
  }

  Layout layout() {
    return layout;
  }

  /** The least heap that any rank will have: those that this process starts share what it has. */
  long leastHeapBytes() {
    return started.isEmpty() && layout.ranks() > 1
        ? Restart.heapBytes(layout.ranks())
        : Runtime.getRuntime().maxMemory();
  }

  /**
   * Opens the execution, works in it and closes it. If the work fails, all ranks end.
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
    return started.isPresent() ? started.get().connect().get() : startOthers();
  }

  private Communicator startOthers() {
    List<String> command = new ArrayList<>(Restart.jvmCommand(layout.ranks()));
    command.addAll(args);
    return LocalRanks.start(layout.ranks(), command, Timeouts.USUAL, LossHandler.halting());
  }

  /** What a user of Slurm should know of this role. */
  List<String> notices(Map<String, String> environment) {
    List<String> notices = new ArrayList<>(Allocation.ignored(environment));
    Allocation job = Allocation.of(environment);
    boolean outside = !environment.containsKey("SLURMD_NODENAME");
    if (started.isEmpty()
        && layout.ranks() > 1
        && job.place() == Place.SCRIPT
        && (outside || job.nodes() > 1)) {
      String ranks = Integer.toString(layout.ranks());
      String place = outside ? "not on the nodes" : "the first of " + job.nodes() + " nodes";
      String names = job.nodeList().isEmpty() ? "" : " (" + job.nodeList() + ")";
      notices.add(
          "--ranks %s: all ranks run on this machine, %s of job %s%s; to use the nodes: srun --ntasks=%s hpc ..."
              .formatted(ranks, place, job.jobId(), names, ranks));
    }
    return notices;
  }

  private static OptionalInt slurmTasks(
      Optional<MpiLaunch> launch, Map<String, String> environment) {
    if (launch.filter(mpi -> !mpi.isStep()).isPresent()) {
      return OptionalInt.of(launch.get().size());
    }
    String tasks = environment.getOrDefault("SLURM_NTASKS", "");
    return tasks.matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(tasks))
        : OptionalInt.empty();
  }
}
