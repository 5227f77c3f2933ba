package hpc.exec;

/** What the time of a run is spent on. */
public enum Phase {
  COMPUTE,
  COMMUNICATION,
  IO
}
