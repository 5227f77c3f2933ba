package hpc.mpi;

import hpc.slurm.Allocation;
import java.util.Map;
import java.util.Optional;

/**
 * What the launcher of an MPI program tells the process by its environment, before the library has
 * been asked.
 *
 * @param rank the number of this process
 * @param size the number of processes
 * @param localRanks the processes on this node that share what the launcher was given there; 1 if
 *     it does not say, or if they have shares of their own
 * @param starter who started this process
 * @param variable the one that says the size
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

    /** The word at the start of a command line. */
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
   * Reads what the launcher says. Empty if there is none, as in a process that {@link LocalRanks}
   * has started, whose parent may have had one.
   *
   * @throws IllegalArgumentException if the variables are there but make no sense
   */
  public static Optional<MpiLaunch> of(Map<String, String> environment) {
    if (environment.containsKey(RankIdentity.RANK)) {
      return Optional.empty();
    }
    if (environment.containsKey("OMPI_COMM_WORLD_RANK")) {
      return Optional.of(
          read(
              environment,
              "OMPI_COMM_WORLD_RANK",
              "OMPI_COMM_WORLD_SIZE",
              "OMPI_COMM_WORLD_LOCAL_SIZE",
              Starter.OPEN_MPI));
    }
    boolean step = environment.containsKey("SLURM_PROCID") && Allocation.isStep(environment);
    if (environment.containsKey("PMI_RANK") && environment.containsKey("PMI_SIZE")) {
      // in a Slurm job mpiexec starts its helpers by srun, so that its ranks look like tasks
      boolean hydra = environment.containsKey("MPI_LOCALNRANKS") || !step;
      return Optional.of(
          read(
              environment,
              "PMI_RANK",
              "PMI_SIZE",
              hydra ? "MPI_LOCALNRANKS" : "",
              hydra ? Starter.HYDRA : Starter.SRUN));
    }
    return environment.containsKey("PMIX_RANK") && step
        ? Optional.of(read(environment, "PMIX_RANK", "SLURM_NTASKS", "", Starter.SRUN))
        : Optional.empty();
  }

  /** Whether the ranks are the tasks of a Slurm step, which MPJ Express serves as well. */
  public boolean isStep() {
    return starter == Starter.SRUN;
  }

  private static MpiLaunch read(
      Map<String, String> environment, String rank, String size, String local, Starter starter) {
    return new MpiLaunch(
        number(environment, rank),
        number(environment, size),
        environment.containsKey(local) ? number(environment, local) : 1,
        starter,
        size);
  }

  private static int number(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (!value.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(
          "%s=%s: accepted: a whole number up to 999999999".formatted(name, value));
    }
    return Integer.parseInt(value);
  }
}
