package hpc.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a command needs of its JVM, beside the flags that fit it into its share of the machine.
 *
 * <p>It is read off the arguments before the restart, in a JVM that lives a tenth of a second and
 * has no time to load the parser of the command line: from the name of the command, of a profile
 * also that of the solver, and from {@code --ranks}.
 */
enum JvmNeeds {
  USUAL(0, ""),

  /**
   * Many small objects, of which few are kept: a young generation that is large enough for few of
   * those made between collections to be still in use.
   */
  SMALL_OBJECTS(128L << 20, ""),

  /**
   * A few large arrays, and little beside them. Every object begins a cache line, and with it a row
   * of an array that is laid out in cache lines, wherever the collector puts it. Arrays that lie in
   * the caches are updated by a twentieth (Java) to a third (C, Fortran) faster; a small object
   * takes some 30 bytes more.
   */
  LARGE_ARRAYS(32L << 20, JvmFlags.ALIGNED);

  private static final String PROFILE = "profile";
  private static final String RANKS = "--ranks";

  private final long mostYoungBytes;
  private final String flag;

  JvmNeeds(long mostYoungBytes, String flag) {
    this.mostYoungBytes = mostYoungBytes;
    this.flag = flag;
  }

  /** The needs of the command that {@code args} name. */
  static JvmNeeds of(String[] args) {
    String command = args.length == 0 ? "" : args[0];
    if (command.equals("aggregate") || command.equals("compare")) {
      return SMALL_OBJECTS;
    }
    String solver = command;
    if (command.equals(PROFILE)) {
      int behind = Arrays.asList(args).indexOf("--") + 1;
      solver = behind < args.length ? args[behind] : "";
    }
    for (KnownProblem problem : KnownProblem.values()) {
      if (problem.command().equals(solver)) {
        return problem.needs();
      }
    }
    return USUAL;
  }

  /** The most that the young generation may take; 0 if that is the JVM's business. */
  long mostYoungBytes() {
    return mostYoungBytes;
  }

  /** Further flags, treated like flags of the user, which local ranks inherit. */
  List<String> flags(String[] args) {
    List<String> flags = new ArrayList<>();
    if (args.length > 0 && args[0].equals(PROFILE)) {
      flags.addAll(JvmFlags.PROFILING);
    }
    if (!flag.isEmpty()) {
      flags.add(flag);
    }
    return flags;
  }

  /** How many ranks {@code args} ask for; 1 if that is absent or no number that could be meant. */
  static int localRanks(String[] args) {
    String wanted = "";
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals(RANKS) && i + 1 < args.length) {
        wanted = args[i + 1];
      } else if (args[i].startsWith(RANKS + "=")) {
        wanted = args[i].substring(RANKS.length() + 1);
      }
    }
    return wanted.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(wanted) : 1;
  }
}
