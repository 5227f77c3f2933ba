package hpc.mpi;

import java.util.Map;
import java.util.Optional;

/**
 * What the launcher of an MPI program says of this process in its environment, before MPI starts.
 *
 * @param rank the number of this process
 * @param size the number of processes
 * @param localRanks the processes on this node that share the cpus and memory of the launcher; 1 if
 *     it does not say, or if they have shares of their own
 * @param starter who started this process
 * @param variable the variable that holds the size
 */
public record MpiLaunch(int rank, int size, int localRanks, Starter starter, String variable) {

  /** The programs that start ranks. */
  public enum Starter {
    /** mpirun of Open MPI */
    OPEN_MPI("mpirun"),
    /** mpiexec of MPICH and what descends from it */
    HYDRA("mpiexec"),
    /** srun with a plugin for MPI: its tasks are those of a Slurm step too */
    SRUN("srun");

    private final String command;

    Starter(String command) {
      this.command = command;
    }

    /** The name of the program. */
    public String command() {
      return command;
    }
  }

  /** Rejects ranks outside the job. */
  public MpiLaunch {
    if (rank < 0 || rank >= size || localRanks < 1) {
      throw new IllegalArgumentException(
          "%s=%s: rank %s, %s of them on this node: accepted: what %s sets"
              .formatted(variable, size, rank, localRanks, starter.command()));
    }
  }

  /**
   * Reads what the launcher says. Empty if there is none, also in a process that {@link LocalRanks}
   * has started, whose parent may have had one.
   *
   * @throws IllegalArgumentException if the variables are there but make no sense
   */
  public static Optional<MpiLaunch> of(Map<String, String> environment) {
    if (environment.containsKey(RankIdentity.RANK)) {
      return Optional.empty();
    }
    if (environment.containsKey("OMPI_COMM_WORLD_RANK")) {
      String local = "OMPI_COMM_WORLD_LOCAL_SIZE";
      return Optional.of(
          new MpiLaunch(
              environment,
              "OMPI_COMM_WORLD_RANK",
              "OMPI_COMM_WORLD_SIZE",
              local,
              Starter.OPEN_MPI));
    }
    boolean step = RankIdentity.isInStep(environment);
    if (environment.containsKey("PMI_RANK") && environment.containsKey("PMI_SIZE")) {
      // in a Slurm job mpiexec starts its helpers by srun, so that its ranks look like tasks
      boolean hydra = environment.containsKey("MPI_LOCALNRANKS") || !step;
      return Optional.of(
          hydra
              ? new MpiLaunch(environment, "PMI_RANK", "PMI_SIZE", "MPI_LOCALNRANKS", Starter.HYDRA)
              : new MpiLaunch(environment, "PMI_RANK", "PMI_SIZE", "", Starter.SRUN));
    }
    return environment.containsKey("PMIX_RANK") && step
        ? Optional.of(new MpiLaunch(environment, "PMIX_RANK", "SLURM_NTASKS", "", Starter.SRUN))
        : Optional.empty();
  }

  /** Reads the three numbers from the variables with these names; the last may not be set. */
  private MpiLaunch(
      Map<String, String> environment, String rank, String size, String local, Starter starter) {
    this(
        RankIdentity.number(environment, rank),
        RankIdentity.number(environment, size),
        environment.containsKey(local) ? RankIdentity.number(environment, local) : 1,
        starter,
        size);
  }

  /** Whether the ranks are the tasks of a Slurm step, which MPJ Express serves as well. */
  public boolean isStep() {
    return starter == Starter.SRUN;
  }
}
