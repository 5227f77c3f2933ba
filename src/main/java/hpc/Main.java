package hpc;

import hpc.cli.HpcCommand;

/** Runs the command and ends the process with its status. */
public final class Main {

  private Main() {}

  /** The program, in a JVM that fits it; see {@link Launcher}. */
  public static void main(String[] args) {
    System.exit(HpcCommand.execute(args));
  }
}
