package hpc.nativecode;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Kernels in another language: finds and loads their library and hands out its functions.
 *
 * <p>A library lies beside the jar, where the build puts it, or in {@code $HPC_HOME/lib}. Once
 * loaded it stays for the life of the process. Functions get arrays of the JVM as they are: they
 * are linked as <i>critical</i>, so that a call costs some nanoseconds, and holds the garbage
 * collector up until it ends. So a call must take microseconds, and must not keep the arrays.
 * {@link #longFunction} is for calls that take longer.
 */
public final class NativeLibrary {

  /** The version of {@code src/native/hpc_native.h} that this program was made for. */
  public static final int INTERFACE = 2;

  private static final String REBUILD = "hpc build --native makes it anew";

  private final NativeLanguage language;
  private final Path file;
  private final SymbolLookup symbols;

  private NativeLibrary(NativeLanguage language, Path file, SymbolLookup symbols) {
    this.language = language;
    this.file = file;
    this.symbols = symbols;
  }

  /**
   * Loads the library of {@code language}.
   *
   * @throws IllegalArgumentException naming {@code --kernel} and the remedy if there is none, or
   *     none that fits
   */
  public static NativeLibrary open(NativeLanguage language) {
    List<Path> directories = directories(System.getenv("HPC_HOME"));
    Optional<Path> file = find(language, directories);
    if (file.isEmpty()) {
      String missing = "there is no %s in %s".formatted(language.library(), either(directories));
      throw refused(language, missing, "hpc build --native makes it");
    }
    return open(language, file.get());
  }

  /**
   * Loads any library and unloads it again.
   *
   * @throws IllegalArgumentException if that cannot be done
   */
  public static void requireLoadable(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup.libraryLookup(file, arena);
    }
  }

  /** The library of {@code language} in {@code file}. */
  static NativeLibrary open(NativeLanguage language, Path file) {
    SymbolLookup symbols;
    try {
      symbols = SymbolLookup.libraryLookup(file.toAbsolutePath(), Arena.global());
    } catch (IllegalArgumentException | IllegalCallerException e) {
      throw refused(language, file + " cannot be loaded", REBUILD);
    }
    NativeLibrary library = new NativeLibrary(language, file, symbols);
    int found = library.version();
    if (found != INTERFACE) {
      throw refused(
          language,
          "%s has interface %s, hpc.jar needs %s".formatted(file, found, INTERFACE),
          REBUILD);
    }
    return library;
  }

  /**
   * Where libraries may lie: beside the jar, or the classes of a build, and in {@code lib}.
   *
   * @param home {@code HPC_HOME}, may be null
   */
  public static List<Path> directories(String home) {
    List<Path> directories = new ArrayList<>();
    try {
      Path jar =
          Path.of(NativeLibrary.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      directories.add(jar.toAbsolutePath().getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the jar is in no file", e);
    }
    if (home != null && !home.isEmpty()) {
      directories.add(Path.of(home, "lib").toAbsolutePath());
    }
    return List.copyOf(directories);
  }

  /** The first library of {@code language} in these directories. */
  public static Optional<Path> find(NativeLanguage language, List<Path> directories) {
    return directories.stream()
        .map(directory -> directory.resolve(language.library()))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Why the library of {@code language} cannot be used here, if so, with the remedy. */
  public static Optional<String> trouble(NativeLanguage language) {
    List<Path> directories = directories(System.getenv("HPC_HOME"));
    return find(language, directories)
        .map(file -> trouble(language, file))
        .orElseGet(
            () -> Optional.of("%s is not built: hpc build --native".formatted(language.library())));
  }

  /** Why the library in {@code file} cannot be used, if so. */
  public static Optional<String> trouble(NativeLanguage language, Path file) {
    try {
      open(language, file);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /**
   * The handle of a function; arrays are passed as heap segments.
   *
   * @throws IllegalArgumentException if the library has no such function
   */
  public MethodHandle function(String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(symbol(name), type, Linker.Option.critical(true));
  }

  /**
   * The handle of a function that may take long: it gets memory outside the heap, and the garbage
   * collector works meanwhile.
   *
   * @throws IllegalArgumentException if the library has no such function
   */
  public MethodHandle longFunction(String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(symbol(name), type);
  }

  private MemorySegment symbol(String name) {
    return symbols
        .find(name)
        .orElseThrow(
            () -> refused(language, "%s has no function %s".formatted(file, name), REBUILD));
  }

  /**
   * Makes the kernels share their work among so many threads from now on.
   *
   * @throws IllegalArgumentException if the library has no threads
   */
  public void share(int threads) {
    try {
      function("hpc_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)).invokeExact(threads);
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /**
   * Makes sure that the library has these functions.
   *
   * @throws IllegalArgumentException naming the first that is missing
   */
  public void require(String... names) {
    for (String name : names) {
      symbol(name);
    }
  }

  /** 0 where the library has no such function: it is not one of ours, or older than that. */
  private int version() {
    if (symbols.find("hpc_interface").isEmpty()) {
      return 0;
    }
    try {
      return (int)
          function("hpc_interface", FunctionDescriptor.of(ValueLayout.JAVA_INT)).invokeExact();
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /** The exception to throw when the call of a function fails; functions throw nothing. */
  public static RuntimeException thrown(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
  }

  /** One line that says why a kernel cannot be used and what to do. */
  public static IllegalArgumentException refused(
      NativeLanguage language, String why, String remedy) {
    return new IllegalArgumentException(
        "--kernel %s: %s; accepted: auto, scalar, vector, or %s"
            .formatted(language.word(), why, remedy));
  }

  private static String either(List<Path> directories) {
    return String.join(
        " or ",
        directories.size() > 1
            ? directories.stream().map(Path::toString).toList()
            : List.of(directories.getFirst().toString(), "$HPC_HOME/lib"));
  }
}
