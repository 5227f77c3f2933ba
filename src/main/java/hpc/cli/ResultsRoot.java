package hpc.cli;

import hpc.sweep.ClusterProfile;
import java.nio.file.Path;
import java.util.Map;

/** Where results go that nobody gave a place. */
final class ResultsRoot {

  private ResultsRoot() {}

  /**
   * HPC_RESULTS, else what the cluster profile says, else results in the directory of the program,
   * else results right here.
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
