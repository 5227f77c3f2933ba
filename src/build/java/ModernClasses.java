import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings the classes of picocli, bytecode of Java 5, to the class file version of Java 21, and puts
 * them beside ours: the JVM links old classes neither ahead nor quickly, and they are half of what
 * a start loads (35 ms of it). Names, code and attributes stay; tables of stack maps come in, which
 * the verifier wants from version 50 on.
 *
 * <p>The build runs it from its source: {@code java -cp CLASSPATH ModernClasses.java TARGET}.
 */
final class ModernClasses {

  private static final ClassFile FILES =
      ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS);

  /** Code is copied element by element: taken over whole it would get no stack maps. */
  private static final ClassTransform MODERNISE =
      ClassTransform.transformingMethodBodies(CodeBuilder::with)
          .andThen((builder, element) -> {
            if (element instanceof ClassFileVersion) {
              builder.withVersion(ClassFile.JAVA_21_VERSION, 0);
            } else {
              builder.with(element);
            }
          });

  private ModernClasses() {}

  public static void main(String[] args) throws IOException {
    Path target = Path.of(args[0]);
    try (FileSystem jar = FileSystems.newFileSystem(picocli());
        Stream<Path> files = Files.walk(jar.getPath("/picocli"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        Path copy = target.resolve(file.toString().substring(1));
        Files.createDirectories(copy.getParent());
        Files.write(copy, modern(Files.readAllBytes(file)));
      }
    }
  }

  private static byte[] modern(byte[] bytes) {
    ClassModel old = FILES.parse(bytes);
    byte[] modern = FILES.transformClass(old, MODERNISE);
    List<VerifyError> errors = FILES.verify(modern);
    if (!errors.isEmpty()) {
      throw new IllegalStateException(old.thisClass().asInternalName(), errors.getFirst());
    }
    return modern;
  }

  private static Path picocli() {
    return Stream.of(System.getProperty("java.class.path").split(":"))
        .map(Path::of)
        .filter(entry -> entry.getFileName().toString().matches("picocli-[0-9.]+\\.jar"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no picocli on the class path"));
  }
}
