package hpc.cli;

import hpc.sweep.ClusterProfile;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Where results go by default. */
final class ResultsRoot {

  private ResultsRoot() {}

  /** The name of a directory that is made now: the time in UTC, as in the rows. */
  static String now() {
    return LocalDateTime.now(ZoneOffset.UTC)
        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss'Z'", Locale.ROOT));
  }

  /**
   * HPC_RESULTS, else the directory of the cluster profile, else results in the directory of the
   * program, else in the current one.
   */
  static Path path() {
    return path(ClusterProfile.of(System.getenv()).completing(System.getenv()));
  }

  static Path path(Map<String, String> environment) {
    String results = environment.getOrDefault("HPC_RESULTS", "");
    if (!results.isBlank()) {
      return Path.of(results);
    }
    return Path.of(environment.getOrDefault("HPC_HOME", "")).resolve("results");
  }
}
