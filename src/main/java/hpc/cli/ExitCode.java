package hpc.cli;

/** The statuses with which the program ends; 128+n, stopped by a signal, is the JVM's own. */
final class ExitCode {

  static final int DONE = 0;

  /** The computation failed, or its answer did not verify. */
  static final int FAILED = 1;

  /** Wrong words on the command line or in a config, or a machine that is not fit. */
  static final int USAGE = 2;

  private ExitCode() {}
}
