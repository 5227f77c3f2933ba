package hpc.launch;

import hpc.mpi.MpiLaunch;
import hpc.mpi.RankIdentity;
import hpc.slurm.Allocation;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the process the JVM flags that it needs, by putting a second JVM in the place of the first.
 *
 * <p>{@code java -jar} cannot name them: a manifest can neither add a module nor size a heap. The
 * first JVM lives about a tenth of a second, most of it to link one foreign function; this way it
 * loads no class that it can do without (no lambdas, no management beans unless flags were given).
 */
public final class Restart {

  static final String OFF_VARIABLE = "HPC_NO_REEXEC";

  /** Variables from which a JVM takes flags without anyone seeing them on its command line. */
  private static final String[] JVM_VARIABLES = {
    "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"
  };

  /** What {@code ./hpc} gives the first JVM beside an archive of classes. */
  private static final List<String> FIRST_FLAGS = List.of("-XX:-UsePerfData", "-Xlog:disable");

  /** What {@code ./hpc} and we give a first JVM in a limited address space. */
  private static final List<String> FRUGAL_FLAGS =
      List.of(
          "-XX:ErrorFile=/dev/null",
          "-Xmx96m",
          "-XX:CompressedClassSpaceSize=48m",
          "-XX:ReservedCodeCacheSize=48m");

  private Restart() {}

  /**
   * Replaces this process by one with the flags that fit the machine and the allocation, unless it
   * has them, {@code HPC_NO_REEXEC} is 1 or there is no command. Returns if there is nothing to do,
   * or if it cannot be done, with one line on stderr.
   *
   * @param args the program's arguments
   * @throws IllegalArgumentException if {@code HPC_JAVA_OPTS} or a variable of Slurm is not
   *     readable, or the arguments or the working directory are no text, see {@link NativeText}
   */
  public static void ifNeeded(String[] args) {
    if (args.length == 0 || args[0].startsWith("-")) {
      return; // --version and --help run in any JVM
    }
    if (!isOurs() && !"1".equals(System.getenv(OFF_VARIABLE))) {
      restart(args, System.getenv());
    }
    NativeText.requireText(args);
  }

  private static void restart(String[] args, Map<String, String> env) {
    Charset charset = NativeText.charset();
    List<byte[]> command = new ArrayList<>();
    for (String word : jvmCommand(sharers(args, env), args)) {
      command.add(word.getBytes(charset));
    }
    command.addAll(NativeText.asGiven(args));
    deletePerformanceData();
    System.err.println(
        "hpc: not restarted with fitting JVM flags: "
            + NativeExec.replaceBy(command, NativeText.variables(env)));
  }

  /**
   * Removes the file in /tmp that a JVM keeps for jps and removes at its end, which this one does
   * not reach.
   */
  private static void deletePerformanceData() {
    String user = System.getProperty("user.name");
    try {
      Files.deleteIfExists(
          Path.of("/tmp/hsperfdata_" + user, Long.toString(ProcessHandle.current().pid())));
    } catch (IOException e) {
      // it stays, as after a kill, until another JVM of this user clears it away
    }
  }

  /**
   * The ranks that share what this process has: those that mpirun has started on this node, or
   * those that this process is about to start itself, so that rank 0 has the same flags.
   */
  private static int sharers(String[] args, Map<String, String> env) {
    int started = MpiLaunch.of(env).map(MpiLaunch::localRanks).orElse(1);
    int wanted = JvmNeeds.localRanks(args);
    return started == 1 && wanted > 1 && RankIdentity.of(env).isEmpty() ? wanted : started;
  }

  /**
   * The command that starts this program as one of {@code localRanks} processes which share what
   * this one has; the program's arguments are to be appended.
   *
   * @throws IllegalArgumentException as {@link #ifNeeded}
   */
  public static List<String> jvmCommand(int localRanks) {
    return jvmCommand(localRanks, new String[0]);
  }

  private static List<String> jvmCommand(int localRanks, String[] args) {
    Map<String, String> env = System.getenv();
    Machine machine = Machine.here();
    Allocation allocation = Allocation.of(env);
    List<String> given = usersFlags(env);
    long heap = JvmFlags.heapBytes(machine, allocation, localRanks);
    JvmNeeds needs = JvmNeeds.of(args);
    List<String> users = needs.flags(args);
    if (needs.mostYoungBytes() > 0 && !JvmFlags.sizeHeap(given)) {
      users.add(JvmFlags.youngBound(needs.mostYoungBytes(), heap));
    }
    users.addAll(given);
    List<String> command = new ArrayList<>();
    command.add(java());
    addArchive(command, heap, users);
    command.addAll(JvmFlags.merge(JvmFlags.of(machine, allocation, localRanks), users));
    command.addAll(program());
    return command;
  }

  /** Names the archive of classes, if there is one and the user's flags do not rule it out. */
  private static void addArchive(List<String> command, long heapBytes, List<String> users) {
    if (isJar() && !JvmFlags.ruleOutArchive(users)) {
      Path archive = ClassArchive.beside(Path.of(classPath()), heapBytes, users);
      if (Files.isReadable(archive)) {
        command.add(JvmFlags.ARCHIVE + archive);
      }
    }
  }

  /**
   * The least that the heap of this process and of those that {@link #jvmCommand} starts may hold.
   *
   * @param localRanks processes that share what this one has, at least 1
   * @throws IllegalArgumentException as {@link #ifNeeded}
   */
  public static long heapBytes(int localRanks) {
    Map<String, String> env = System.getenv();
    long here = Runtime.getRuntime().maxMemory();
    // a heap that the user has sized is the same in every process
    return JvmFlags.sizeHeap(usersFlags(env))
        ? here
        : Math.min(here, JvmFlags.usableHeapBytes(Machine.here(), Allocation.of(env), localRanks));
  }

  /**
   * The command that starts this program without any flags, on this or another node: it finds out
   * by itself which ones fit its share there. The program's arguments are to be appended.
   */
  public static List<String> plainCommand() {
    List<String> command = new ArrayList<>();
    command.add(java());
    if (Machine.here().hasLimitedAddressSpace()) {
      command.addAll(FRUGAL_FLAGS);
    }
    command.addAll(program());
    return command;
  }

  /**
   * As {@link #plainCommand}, for a child of this process: it starts faster, from the archive of
   * classes, as {@code ./hpc} starts it.
   */
  public static List<String> childCommand() {
    if (Machine.here().hasLimitedAddressSpace()) {
      return plainCommand();
    }
    List<String> command = new ArrayList<>(List.of(java()));
    addArchive(command, 0, flagsOfVariables(System.getenv()));
    command.addAll(FIRST_FLAGS);
    command.addAll(program());
    return command;
  }

  /** What to run: the manifest of a jar grants what a class path must be given by flags. */
  private static List<String> program() {
    if (isJar()) {
      return List.of("-jar", classPath());
    }
    return List.of(
        "--enable-native-access=ALL-UNNAMED",
        "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
        "-cp",
        classPath(),
        "hpc.Launcher");
  }

  private static boolean isJar() {
    String path = classPath();
    return path.endsWith(".jar") && path.indexOf(File.pathSeparatorChar) < 0;
  }

  /** The file of this program; empty where it runs from classes. */
  public static Optional<Path> jar() {
    return isJar() ? Optional.of(Path.of(classPath()).toAbsolutePath()) : Optional.empty();
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** Whether this JVM was started with our flags. */
  static boolean isOurs() {
    // any value: a user who sets it to false must not cause an endless loop
    return System.getProperty(JvmFlags.MARK_PROPERTY) != null;
  }

  /** The flags that the user gave, in the order in which the JVM would take them. */
  private static List<String> usersFlags(Map<String, String> env) {
    List<String> flags = new ArrayList<>();
    if (isOurs() || mayHaveFlags(env)) {
      flags.addAll(JvmFlags.usersOf(jvmArguments(), flagsOfVariables(env)));
    }
    if (isOurs()) {
      return flags;
    }
    flags.removeIf(Restart::isOfWrapper);
    flags.addAll(JvmFlags.words(env.getOrDefault(JvmFlags.EXTRA_VARIABLE, "")));
    return flags;
  }

  /** The flags that each JVM with this environment takes from there. */
  private static List<String> flagsOfVariables(Map<String, String> env) {
    List<String> flags = new ArrayList<>();
    for (String variable : JVM_VARIABLES) {
      flags.addAll(JvmFlags.words(env.getOrDefault(variable, "")));
    }
    return flags;
  }

  private static List<String> jvmArguments() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  /** False for a plain {@code java -jar}: asking the JVM itself would cost 20 ms. */
  private static boolean mayHaveFlags(Map<String, String> env) {
    for (String variable : JVM_VARIABLES) {
      if (env.containsKey(variable)) {
        return true;
      }
    }
    List<byte[]> words = NativeText.commandLine();
    int next = 1;
    // what the wrapper gives the first JVM, see there
    while (next < words.size() && isOfWrapper(text(words.get(next)))) {
      next++;
    }
    return next >= words.size() || !text(words.get(next)).equals("-jar");
  }

  private static boolean isOfWrapper(String word) {
    return FIRST_FLAGS.contains(word)
        || FRUGAL_FLAGS.contains(word)
        || (word.startsWith(JvmFlags.ARCHIVE) && word.endsWith("/hpc.jsa"));
  }

  private static String text(byte[] word) {
    return new String(word, StandardCharsets.UTF_8);
  }

  private static String java() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return Files.isExecutable(java) ? java.toString() : "/proc/self/exe";
  }
}
