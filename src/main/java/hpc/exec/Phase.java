package hpc.exec;

/** What the time of a run is spent on. */
public enum Phase {
  COMPUTE,
  /** sending, packing and unpacking, collective operations */
  COMMUNICATION,
  /** until a message that is needed now is there */
  WAIT,
  IO
}
