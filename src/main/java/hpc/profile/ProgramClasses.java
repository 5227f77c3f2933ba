package hpc.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The classes of the program that is running, read from where they lie without loading them.
 *
 * @param models all of them but the profiler's own
 */
public record ProgramClasses(List<ClassModel> models) {

  private static final String PACKAGE = "hpc";
  private static final String PROFILER = "profile";

  /** Copies the list. */
  public ProgramClasses {
    models = List.copyOf(models);
  }

  /** Reads them. */
  public static ProgramClasses here() {
    try {
      URI place = ProgramClasses.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        return below(path);
      }
      try (FileSystem jar = FileSystems.newFileSystem(path, Map.of())) {
        return below(jar.getPath("/"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the classes of the program cannot be read", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the program has no place", e);
    }
  }

  private static ProgramClasses below(Path root) throws IOException {
    Path own = root.resolve(PACKAGE);
    try (Stream<Path> files = Files.walk(own)) {
      return new ProgramClasses(
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(file -> !file.startsWith(own.resolve(PROFILER)))
              .map(ProgramClasses::parse)
              .toList());
    }
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All methods that have code. */
  public List<MethodName> methods() {
    return models.stream()
        .flatMap(type ->
            type.methods().stream()
                .filter(method -> method.code().isPresent())
                .map(method -> MethodName.of(type, method)))
        .toList();
  }
}
