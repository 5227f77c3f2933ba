package hpc.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes the archive of parsed and linked classes (class data sharing, JEP 310 and 483) that lies
 * beside the jar and from which a JVM starts in two thirds of the time.
 *
 * <p>The build runs it; {@code java -cp hpc.jar hpc.launch.ClassArchive} makes the archive anew
 * wherever the jar runs on another JVM, which leaves one that does not fit aside. A few short runs
 * of the program tell which classes a start needs. There are three files: references to objects are
 * of another size in heaps from 32 GiB on, and objects lie elsewhere where they are {@link
 * JvmFlags#ALIGNED}, which keeps references small up to 256 GiB.
 */
public final class ClassArchive {

  private static final long LARGE_HEAP_BYTES = 32L << 30;
  private static final String LISTS = "classes-";

  private final Path jar;
  private final Path java;
  private final Path work;

  private ClassArchive(Path jar, Path java, Path work) {
    this.jar = jar;
    this.java = java;
    this.work = work;
  }

  /**
   * Which file is for such a JVM.
   *
   * @param jar the jar
   * @param heapBytes the largest size of the heap
   * @param flags its flags, as far as they matter
   */
  static Path beside(Path jar, long heapBytes, List<String> flags) {
    String name = jar.getFileName().toString();
    String stem = name.substring(0, name.length() - ".jar".length());
    if (flags.contains(JvmFlags.ALIGNED)) {
      return jar.resolveSibling(stem + "-aligned.jsa");
    }
    return jar.resolveSibling(stem + (heapBytes < LARGE_HEAP_BYTES ? ".jsa" : "-large-heap.jsa"));
  }

  /** Makes the archives for the jar that this class was started from. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path work = Files.createTempDirectory(jar.getParent(), ".classes");
    try {
      new ClassArchive(jar, java, work).make();
    } finally {
      delete(work);
    }
  }

  private void make() throws IOException, InterruptedException {
    Path usual = beside(jar, 0, List.of());
    Path aligned = beside(jar, 0, List.of(JvmFlags.ALIGNED));
    Path large = beside(jar, LARGE_HEAP_BYTES, List.of());
    for (Path archive : List.of(usual, aligned, large)) {
      Files.deleteIfExists(archive);
    }
    train("--version");
    for (KnownProblem problem : KnownProblem.values()) {
      for (String options : problem.shortRuns()) {
        train(problem.command() + " " + options);
      }
    }
    Path list = Files.write(work.resolve("list"), loadedClasses());
    // linked ahead, which needs archived objects, which heaps with large references do not take
    dump(list, usual, "-XX:+UseCompressedOops", "-XX:+AOTClassLinking");
    dump(list, aligned, "-XX:+UseCompressedOops", "-XX:+AOTClassLinking", JvmFlags.ALIGNED);
    dump(list, large, "-XX:-UseCompressedOops");
  }

  /** One run; both the JVM that is started and the one that takes its place list their classes. */
  private void train(String words) throws IOException, InterruptedException {
    String list = "-XX:DumpLoadedClassList=" + work.resolve(LISTS);
    ProcessBuilder run = run(list + "first-%p", "-jar", jar.toString());
    run.command().addAll(List.of(words.split(" ")));
    run.environment().put(JvmFlags.EXTRA_VARIABLE, list + "second-%p");
    // a run that fails, where no rank may be started for instance, has listed classes all the same
    run.start().waitFor();
  }

  private void dump(Path list, Path archive, String... flags)
      throws IOException, InterruptedException {
    // named after the process: of several that do this at once, each renames a whole file
    Path aside = work.resolve(archive.getFileName());
    ProcessBuilder run =
        run("-Xshare:dump", "-Xlog:disable", "-Xlog:all=error:stderr", "-XX:+UseSerialGC");
    run.command().addAll(List.of(flags));
    run.command().add("-XX:SharedClassListFile=" + list);
    run.command().add("-XX:SharedArchiveFile=" + aside);
    run.command().addAll(List.of("-cp", jar.toString()));
    run.redirectError(ProcessBuilder.Redirect.INHERIT);
    int status = run.start().waitFor();
    if (status != 0) {
      throw new IOException(archive + ": the JVM made no archive, exit status " + status);
    }
    Files.move(aside, archive, StandardCopyOption.REPLACE_EXISTING);
  }

  private ProcessBuilder run(String... words) {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(List.of(words));
    ProcessBuilder run =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // the build may itself be a step of a job, or have flags for its own JVM
    run.environment().keySet().removeIf(name -> name.matches("(SLURM|HPC)_.*|.*JAVA_OPTIONS"));
    return run;
  }

  /**
   * The lines of all lists, each once. Numbers that a list gives to its classes mean nothing in
   * another one, and the last line of the JVM that was replaced is torn.
   */
  private Set<String> loadedClasses() throws IOException {
    Set<String> lines = new LinkedHashSet<>();
    try (DirectoryStream<Path> lists = Files.newDirectoryStream(work, LISTS + "*")) {
      for (Path list : lists) {
        String text = Files.readString(list, UTF_8);
        text.substring(0, text.lastIndexOf('\n') + 1)
            .lines()
            .map(line -> line.replaceFirst(" id: \\d+$", ""))
            .filter(line -> line.startsWith("@") || line.matches("[^#\\s]+"))
            .forEach(lines::add);
      }
    }
    return lines;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
