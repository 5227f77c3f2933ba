package hpc.sweep;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A rung of a ladder: one of several ways to solve a problem that a sweep holds against the first
 * of them.
 *
 * @param problem what is solved, by its name
 * @param name what the sweep calls it
 * @param point the id of its point, by which its rows are found
 * @param absence why it has no rows, in one line; empty if it ended well
 */
public record LadderStep(String problem, String name, String point, Optional<String> absence) {

  private static final String SKIPPED = "absent: ";

  /**
   * The rungs of a sweep, in the order of its file, as its directory tells; none if the directory
   * is not that of a sweep, or the sweep is no ladder.
   *
   * @throws IllegalArgumentException if the file of the sweep cannot be read: one line
   */
  public static List<LadderStep> in(Path directory, OptionCatalog options) {
    Path file = directory.resolve(SweepDirectory.CONFIG);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    SweepConfig config = SweepConfig.load(file, options);
    History history = new SweepDirectory(directory, config.name()).history();
    return config.points().stream()
        .filter(SweepPoint::isRung)
        .map(point ->
            new LadderStep(
                CommandRun.problem(point), point.rung(), point.id(), absence(point, history)))
        .toList();
  }

  private static Optional<String> absence(SweepPoint point, History history) {
    Optional<String> skipped =
        history
            .absence(point)
            .map(
                reason -> reason.startsWith(SKIPPED) ? reason.substring(SKIPPED.length()) : reason);
    if (skipped.isPresent()) {
      return skipped;
    }
    History.Standing standing = history.ofLatest(point);
    if (standing.done()) {
      return Optional.empty();
    }
    return Optional.of(standing.failures() > 0 ? "failed: " + standing.reason() : "has not run");
  }
}
