package hpc.cli;

/**
 * The statuses with which a command ends. Two more come from elsewhere: 3, a rank was lost, from
 * {@link hpc.mpi.LossHandler}, and 128+n, stopped by signal n, from {@link hpc.exec.StopSignals}
 * where a command waits for a good moment to stop, else from the JVM.
 */
final class ExitCode {

  static final int DONE = 0;

  /** The computation failed, or its answer did not verify. */
  static final int FAILED = 1;

  /** An error on the command line or in a config, or a machine that is not fit. */
  static final int USAGE = 2;

  /** The reader of standard output has left: 128 and the number of SIGPIPE. */
  static final int CLOSED_PIPE = 141;

  private ExitCode() {}
}
