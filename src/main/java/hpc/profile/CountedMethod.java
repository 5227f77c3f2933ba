package hpc.profile;

import java.util.List;

/**
 * A method into which counters were woven.
 *
 * @param name which
 * @param file the name of its source file
 * @param firstLine where it begins, 0 if the class does not tell
 * @param lines the lines whose counters {@link Tally#lines} holds, in that order; empty if only
 *     calls are counted
 */
record CountedMethod(MethodName name, String file, int firstLine, List<Integer> lines) {

  CountedMethod {
    lines = List.copyOf(lines);
  }
}
