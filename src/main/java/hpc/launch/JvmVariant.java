package hpc.launch;

import java.util.List;
import java.util.Map;

/**
 * JVM flags that a sweep compares, rather than sets for a machine. A mark in front of them
 * separates them from other flags, in the environment and in the rows: figures with different
 * variants are figures of different things.
 *
 * @param flags as {@code HPC_JAVA_OPTS} takes them; empty for none
 */
public record JvmVariant(String flags) {

  /** What follows it on the command line of a JVM is the variant. */
  static final String MARK = "-Dhpc.variant=true";

  /**
   * Checks the flags.
   *
   * @throws IllegalArgumentException if a word is no flag or a quote is not closed
   */
  public JvmVariant {
    flags = flags.strip();
    List<String> words;
    try {
      words = JvmFlags.words(flags);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "jvm \"%s\": a quote is not closed; accepted: flags of the JVM".formatted(flags), e);
    }
    for (String word : words) {
      if (!word.matches("-[^-].*|--.+=.*")) {
        throw new IllegalArgumentException(
            "jvm \"%s\": \"%s\" is no flag; accepted: flags of the JVM such as -XX:+UseParallelGC or --add-modules=NAME"
                .formatted(flags, word));
      }
    }
  }

  /** Whether there are no flags. */
  public boolean isNone() {
    return flags.isEmpty();
  }

  /**
   * Adds the flags to those that a process with this environment starts its JVM with.
   *
   * @throws IllegalArgumentException if the environment forbids it to take any
   */
  public void addTo(Map<String, String> environment) {
    if (isNone()) {
      return;
    }
    if ("1".equals(environment.get(Restart.OFF_VARIABLE))) {
      throw new IllegalArgumentException(
          "%s=1: leaves no way to the JVM for jvm \"%s\"; unset it"
              .formatted(Restart.OFF_VARIABLE, flags));
    }
    environment.merge(
        JvmFlags.EXTRA_VARIABLE, MARK + " " + flags, (others, ours) -> others + " " + ours);
  }

  /**
   * The flags of a JVM that the user has chosen: neither those that fit it to its machine nor a
   * variant.
   */
  public static String chosenBesides(String jvmFlags) {
    String line = " " + jvmFlags + " ";
    int ours = line.indexOf(" " + JvmFlags.MARK + " ");
    int mark = line.indexOf(" " + MARK + " ");
    return line.substring(
            ours < 0 ? 0 : ours + JvmFlags.MARK.length() + 2, mark < 0 ? line.length() : mark + 1)
        .strip();
  }

  /** The variant among the flags that a JVM runs with, in one line; empty if there is none. */
  public static String in(String jvmFlags) {
    if (!jvmFlags.contains(MARK)) {
      return ""; // asked for every row of large sets
    }
    String line = " " + jvmFlags + " ";
    int mark = line.indexOf(" " + MARK + " ");
    return mark < 0 ? "" : line.substring(mark + MARK.length() + 2).strip();
  }
}
