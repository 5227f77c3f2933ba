package hpc.mpi;

import hpc.rig.Programs;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The MPI launchers that Debian has; both can be installed at once. */
public enum MpiProgram {
  OPEN_MPI("mpirun.openmpi", "--oversubscribe"),
  MPICH("mpiexec.mpich", "");

  private final String program;
  private final String option;

  MpiProgram(String program, String option) {
    this.program = program;
    this.option = option;
  }

  /** The beginning of a command line; skips the test where it is not installed. */
  public List<String> command(int size) {
    Programs.require(program);
    return Stream.of(program, option, "-n", Integer.toString(size))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Open MPI does not serve root unless it is told twice. */
  public Map<String, String> environment() {
    return Map.of("OMPI_ALLOW_RUN_AS_ROOT", "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
  }
}
