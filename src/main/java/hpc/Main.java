package hpc;

import hpc.cli.HpcCommand;
import java.util.Locale;

/** Runs the command and ends the process with its status. */
public final class Main {

  private Main() {}

  /** The program, in a JVM that fits it; see {@link Launcher}. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // our code names it; libraries do not
    System.exit(HpcCommand.execute(args));
  }
}
