package hpc.exec;

import java.util.SequencedMap;
import java.util.Set;

/** How a problem's options say its size, and how that grows with the cores (weak scaling). */
public interface SizeRule {

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
