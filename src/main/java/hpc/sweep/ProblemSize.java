package hpc.sweep;

import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** How a workload's options say the size of its problem, and how that grows. */
interface ProblemSize {

  /** That of a workload, if it is known. */
  static Optional<ProblemSize> of(String workload) {
    return switch (workload) {
      case "sieve" -> Optional.of(new SieveSize());
      case "diffusion" -> Optional.of(new DiffusionSize());
      default -> Optional.empty();
    };
  }

  /** The options that decide the size. */
  Set<String> options();

  /** Those of all options with which equal work per core cannot be promised. */
  Set<String> notGrowing();

  /**
   * The options of a problem with {@code cores} times the work.
   *
   * @param one those of the problem for one core, each of its options as the file has it
   * @throws IllegalArgumentException one line, if it has no size or none that large
   */
  SequencedMap<String, String> grown(SequencedMap<String, String> one, long cores);
}
