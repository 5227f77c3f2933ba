package hpc.mpi;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.rig.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  /**
   * Whether the launcher is known to end with 0 at times when ranks have ended with something else,
   * whatever the program: MPICH 4.1 and 4.2 (https://github.com/pmodels/mpich/issues/7057).
   */
  public boolean losesExitCodes() {
    try {
      Process version = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
      String said = new String(version.getInputStream().readAllBytes(), UTF_8);
      return this == MPICH && said.matches("(?s).*\\bVersion: +4[.][12]\\b.*");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Open MPI does not serve root unless it is told twice. */
  public Map<String, String> environment() {
    return Map.of("OMPI_ALLOW_RUN_AS_ROOT", "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
  }
}
