package hpc.mpi;

import java.util.Map;
import java.util.Optional;

/** What carries the messages between ranks. */
public enum Transport {
  /** MPJ Express over TCP: needs nothing but the jar */
  MPJ,
  /** the MPI library of the machine, which knows its network */
  NATIVE;

  /**
   * Chooses the transport of a process.
   *
   * @param wish what the user asks for; if empty: native if an MPI launcher has started this
   *     process and there is a library, else MPJ Express
   * @param launch what the launcher says, if there is one
   */
  public static Transport of(
      Optional<Transport> wish, Optional<MpiLaunch> launch, Map<String, String> environment) {
    return wish.orElseGet(
        () -> launch.isPresent() && MpiLibrary.find(environment).isPresent() ? NATIVE : MPJ);
  }
}
