package hpc.profile;

import java.util.List;

/**
 * A method into which counters were woven.
 *
 * @param name which
 * @param file the name of its source file
 * @param firstLine where it begins, 0 if the class does not tell
 * @param lines the lines that have counters, empty if only calls are counted
 * @param blocks the small methods that each basic block with a counter calls. The counters of lines
 *     come first in {@link Tally#enter}, those of blocks after them
 */
record CountedMethod(
    MethodName name,
    String file,
    int firstLine,
    List<Integer> lines,
    List<List<MethodName>> blocks) {

  CountedMethod {
    lines = List.copyOf(lines);
    blocks = List.copyOf(blocks);
  }

  /** How many counters it needs besides that of its calls. */
  int counters() {
    return lines.size() + blocks.size();
  }
}
