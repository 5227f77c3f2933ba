package hpc.diffusion;

import hpc.exec.Choice;

/** How a time step is made. */
public enum Scheme {
  /** forward in time, centred in space: cheap steps, which have to be small */
  EXPLICIT,
  /** alternating directions, implicit (Peaceman and Rachford 1955): any step is stable */
  ADI;

  /** The word on the command line and in the CSV. */
  public String word() {
    return Choice.word(this);
  }
}
