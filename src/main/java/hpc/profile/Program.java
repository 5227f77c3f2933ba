package hpc.profile;

import hpc.exec.EditDistance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program that is profiled: hpc without its profiler.
 *
 * @param classes all of its classes, read from where they lie without loading them
 */
public record Program(List<ClassModel> classes) {

  private static final String OWN = "hpc.";
  private static final String PROFILER = Program.class.getPackageName() + ".";
  private static final int SUGGESTIONS = 3;

  /** Copies the list. */
  public Program {
    classes = List.copyOf(classes);
  }

  /**
   * Where the program begins: a public static method that takes the arguments with which this
   * process was started and the arguments of the program, and returns an exit status.
   *
   * @param type the name of its class
   * @param method its name
   * @param startedWith the first argument
   * @param arguments the second argument
   */
  public record Entry(
      String type, String method, List<String> startedWith, List<String> arguments) {

    /** Copies the lists. */
    public Entry {
      startedWith = List.copyOf(startedWith);
      arguments = List.copyOf(arguments);
    }
  }

  /** Whether a class is the program's own rather than a library's or the profiler's. */
  static boolean owns(String type) {
    return type.startsWith(OWN) && !isProfiler(type);
  }

  /** Whether a class is the profiler's. */
  static boolean isProfiler(String type) {
    return type.startsWith(PROFILER);
  }

  /** Reads the classes of the program that is running. */
  public static Program here() {
    try {
      Path place =
          Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        return below(place);
      }
      try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
        return below(jar.getPath("/"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the classes of the program cannot be read", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the location of the program is not known", e);
    }
  }

  private static Program below(Path root) throws IOException {
    Path own = root.resolve(directory(OWN));
    Path profiler = root.resolve(directory(PROFILER));
    try (Stream<Path> files = Files.walk(own)) {
      return new Program(
          files
              .filter(file -> file.toString().endsWith(".class") && !file.startsWith(profiler))
              .map(Program::parse)
              .toList());
    }
  }

  private static String directory(String prefix) {
    return prefix.replace('.', '/');
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All methods that have code: those that can be chosen. */
  List<MethodName> methods() {
    return classes.stream()
        .flatMap(type ->
            type.methods().stream()
                .filter(method -> method.code().isPresent())
                .map(method -> MethodName.of(type, method)))
        .toList();
  }

  /**
   * Checks that a choice names something.
   *
   * @throws IllegalArgumentException if there is no such method; the line offers the nearest names
   */
  public void require(MethodChoice choice) {
    List<MethodName> methods = methods();
    if (methods.stream().noneMatch(choice::includes)) {
      throw new IllegalArgumentException(
          "--method %s: no such method; did you mean %s?"
              .formatted(choice, String.join(", ", nearest(choice, methods))));
    }
  }

  /** The names most like the choice: those of its class, if there is that class, else of all. */
  private static List<String> nearest(MethodChoice choice, List<MethodName> methods) {
    MethodChoice type = new MethodChoice(choice.type(), "");
    boolean known = methods.stream().anyMatch(type::includes);
    String wanted = simple(choice.type()) + "::" + choice.method();
    return methods.stream()
        .filter(name -> !known || type.includes(name))
        .map(MethodName::inSource)
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .sorted(Comparator.comparingInt(name -> EditDistance.between(wanted, simple(name))))
        .limit(SUGGESTIONS)
        .toList();
  }

  private static String simple(String name) {
    int method = name.indexOf("::");
    String type = method < 0 ? name : name.substring(0, method);
    return name.substring(type.lastIndexOf('.') + 1);
  }
}
