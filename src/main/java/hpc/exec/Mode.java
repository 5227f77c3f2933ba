package hpc.exec;

import java.util.Locale;

/** How a run is spread: over nothing, over the threads of a process, over processes. */
public enum Mode {
  SERIAL,
  FORKJOIN,
  MPI;

  /** The word used on the command line and in the CSV. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
