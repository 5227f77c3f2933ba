package hpc.external;

import java.util.Map;

/** Signals in words. */
final class Signals {

  private static final int KILL = 9;

  /** Those that end programs, by the numbers of Linux on all processors. */
  private static final Map<Integer, String> NAMES =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 8, "SIGFPE", KILL,
          "SIGKILL", 11, "SIGSEGV", 13, "SIGPIPE", 15, "SIGTERM");

  private Signals() {}

  /**
   * What ended a program.
   *
   * @param memoryWasShort whether the kernel has ended a process meanwhile because memory was full
   */
  static String words(int signal, boolean memoryWasShort) {
    String name = NAMES.getOrDefault(signal, "signal " + signal);
    if (signal != KILL) {
      return "ended by " + name;
    }
    return memoryWasShort
        ? "out of memory: ended by the kernel (SIGKILL)"
        : "ended by SIGKILL, from whomever";
  }
}
