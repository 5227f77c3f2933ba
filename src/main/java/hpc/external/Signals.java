package hpc.external;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How programs are killed, in words. */
final class Signals {

  private static final int KILL = 9;

  /** Those that end programs, by the numbers of Linux on all processors. */
  private static final Map<Integer, String> NAMES =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 8, "SIGFPE", KILL,
          "SIGKILL", 11, "SIGSEGV", 13, "SIGPIPE", 15, "SIGTERM");

  private static final Path COUNTERS = Path.of("/proc/vmstat");
  private static final String OUT_OF_MEMORY_KILLS = "oom_kill ";

  private Signals() {}

  static String reason(int signal, long outOfMemoryKills) {
    if (signal != KILL) {
      return "killed by " + NAMES.getOrDefault(signal, "signal " + signal);
    }
    return outOfMemoryKills > 0
        ? "out of memory: killed by the kernel (SIGKILL)"
        : "killed by SIGKILL (sender unknown)";
  }

  /**
   * How many processes of this machine the kernel has killed for lack of memory since it started; 0
   * where the kernel does not say.
   */
  static long outOfMemoryKills() {
    try {
      return Files.readAllLines(COUNTERS).stream()
          .filter(line -> line.startsWith(OUT_OF_MEMORY_KILLS))
          .mapToLong(line -> Long.parseLong(line.substring(OUT_OF_MEMORY_KILLS.length()).strip()))
          .findFirst()
          .orElse(0);
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
