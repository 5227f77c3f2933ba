package hpc;

import hpc.cli.HpcCommand;
import hpc.exec.Printable;
import java.util.Locale;

/** Runs the command and ends the process with its status. */
public final class Main {

  private Main() {}

  /** The program, in a JVM that fits it; see {@link Launcher}. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // our code names it; libraries do not
    System.setErr(Printable.lines(System.err));
    Thread.setDefaultUncaughtExceptionHandler(Main::died);
    System.exit(HpcCommand.execute(args));
  }

  /**
   * Ends the process when a thread dies for want of memory or of threads: others wait for what it
   * was to do. Several may die at once, and one of them speaks.
   */
  private static synchronized void died(Thread thread, Throwable e) {
    if (e instanceof VirtualMachineError limit) {
      Runtime.getRuntime().halt(HpcCommand.giveUp(limit));
    }
    System.err.print("Exception in thread \"" + thread.getName() + "\" ");
    e.printStackTrace();
  }
}
