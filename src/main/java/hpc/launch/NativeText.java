package hpc.launch;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * File names and arguments as the kernel has them, which are bytes. The JVM decodes them by the
 * locale: under C, which is common in batch jobs, all that is not ASCII is lost. There this program
 * restarts under C.UTF-8, and refuses what even then is no text, since it would write a file of
 * another name.
 */
public final class NativeText {

  private static final String LOCALE = "LC_ALL";

  /** What {@code LC_ALL} was before it was changed, also by the wrapper. */
  private static final String USERS_LOCALE = "HPC_LC_ALL";

  private NativeText() {}

  /** The charset in which the JVM has decoded its arguments and variables. */
  static Charset charset() {
    String name = System.getProperty("sun.jnu.encoding");
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : StandardCharsets.UTF_8;
  }

  /** The variables that the next JVM needs to name every file in UTF-8. */
  static Map<String, String> variables(Map<String, String> env) {
    return charset().equals(StandardCharsets.US_ASCII)
        ? Map.of(LOCALE, "C.UTF-8", USERS_LOCALE, env.getOrDefault(LOCALE, ""))
        : Map.of();
  }

  /** Gives a program that is not ours the locale of its user. */
  public static void restoreLocale(Map<String, String> env) {
    String users = env.remove(USERS_LOCALE);
    if (users != null && users.isEmpty()) {
      env.remove(LOCALE);
    } else if (users != null) {
      env.put(LOCALE, users);
    }
  }

  /** Has a program that is not ours write the numbers that we read as C does. */
  public static void plainNumbers(Map<String, String> env) {
    String all = env.getOrDefault(LOCALE, "");
    if (!all.isEmpty()) {
      env.keySet().removeIf(name -> name.startsWith("LC_")); // what it stood above
      env.put("LANG", all);
    }
    env.put("LC_NUMERIC", "C");
  }

  /**
   * Makes sure that decoding has lost nothing of the arguments and of the working directory.
   *
   * @throws IllegalArgumentException if it has
   */
  static void requireText(String[] args) {
    List<byte[]> given = asGiven(args);
    for (int i = 0; i < args.length; i++) {
      if (!Arrays.equals(args[i].getBytes(charset()), given.get(i))) {
        throw refused(args[i]);
      }
    }
    try {
      Path here = Files.readSymbolicLink(Path.of("/proc/self/cwd"));
      if (!isText(here)) {
        throw refused("the working directory " + here);
      }
    } catch (IOException e) {
      // this kernel does not report it
    }
  }

  private static boolean isText(Path path) {
    try {
      return Path.of(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static IllegalArgumentException refused(String what) {
    return new IllegalArgumentException(
        what.replaceAll("[\\p{Cc}\\uFFFD]", "?")
            + ": its bytes are not text in "
            + charset()
            + ", the character set of the locale; accepted: such text, or another locale"
            + " (LC_ALL=C.UTF-8)");
  }

  /** The program's arguments byte for byte. */
  static List<byte[]> asGiven(String[] args) {
    List<byte[]> words = commandLine();
    if (words.size() > args.length) {
      return words.subList(words.size() - args.length, words.size());
    }
    List<byte[]> encoded = new ArrayList<>();
    for (String arg : args) {
      encoded.add(arg.getBytes(charset()));
    }
    return encoded;
  }

  /** This process's command line; empty where the kernel does not report it. */
  static List<byte[]> commandLine() {
    List<byte[]> words = new ArrayList<>();
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc/self/cmdline"));
      int start = 0;
      for (int i = 0; i < line.length; i++) {
        if (line[i] == 0) {
          words.add(Arrays.copyOfRange(line, start, i));
          start = i + 1;
        }
      }
    } catch (IOException e) {
      words.clear();
    }
    return words;
  }
}
