package hpc.external;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How often the kernel has ended a process of this machine because memory was full. */
final class OutOfMemory {

  private static final Path COUNTERS = Path.of("/proc/vmstat");
  private static final String KILLS = "oom_kill ";

  private OutOfMemory() {}

  /** The count since the machine started; 0 where the kernel does not tell. */
  static long kills() {
    try {
      return Files.readAllLines(COUNTERS).stream()
          .filter(line -> line.startsWith(KILLS))
          .mapToLong(line -> Long.parseLong(line.substring(KILLS.length()).strip()))
          .findFirst()
          .orElse(0);
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
