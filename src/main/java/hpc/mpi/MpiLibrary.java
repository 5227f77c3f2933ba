package hpc.mpi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The MPI library of this machine, loaded into the process.
 *
 * @param name what it was found under
 * @param product who made it and which version it is, such as {@code openmpi 4.1.4}
 * @param symbols its functions
 * @param abi the family it belongs to
 */
public record MpiLibrary(String name, String product, SymbolLookup symbols, MpiAbi abi) {

  /** Names the file to load. */
  private static final String VARIABLE = "HPC_MPI_LIB";

  private static final List<String> OPEN_MPI = List.of("libmpi.so.40");
  private static final List<String> MPICH = List.of("libmpi.so.12", "libmpich.so.12");
  private static final List<String> ANY = List.of("libmpi.so", "libmpich.so");

  /** dlopen: all symbols at once, and for everybody, since plugins of Open MPI look for them. */
  private static final int RTLD_NOW_AND_GLOBAL = 0x102;

  private static final int LONGEST_VERSION = 8192;

  private static final Pattern VERSION =
      Pattern.compile("(Open MPI|MPICH|MVAPICH|Intel)\\D*(?:2 Version\\D+)?([\\d.]+\\w*)");

  /** Rejects a library without a name. */
  public MpiLibrary {
    if (name.isEmpty() || product.isEmpty()) {
      throw new IllegalArgumentException("an MPI library has a name");
    }
  }

  /** Whether {@link #load} finds a library. */
  public static boolean isThere(Map<String, String> environment) {
    return find(environment).isPresent();
  }

  /**
   * Loads the library: the one that {@code HPC_MPI_LIB} names, else the first that is found in
   * {@code LD_LIBRARY_PATH} and where the system looks, of the family of the launcher if that is
   * known.
   *
   * @throws IllegalArgumentException if there is none; one line with the remedy
   */
  public static MpiLibrary load(Map<String, String> environment) {
    return find(environment)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "--transport native: no MPI library (%s) is found; accepted: after 'module load openmpi' or mpich, with its directory in LD_LIBRARY_PATH, or with %s=FILE"
                    .formatted(String.join(", ", names(environment)), VARIABLE)));
  }

  /**
   * As {@link #load}, but empty where there is none.
   *
   * @throws IllegalArgumentException if there is one that cannot be used
   */
  public static Optional<MpiLibrary> find(Map<String, String> environment) {
    letTheJvmHandleSignals();
    return names(environment).stream().flatMap(name -> open(name).stream()).findFirst();
  }

  private static List<String> names(Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      return List.of(named);
    }
    boolean hydra = environment.containsKey("PMI_RANK");
    return (hydra ? Stream.of(MPICH, ANY, OPEN_MPI) : Stream.of(OPEN_MPI, ANY, MPICH))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * UCX, on which both families may be built, puts handlers of its own in the place of the JVM's,
   * which needs SIGSEGV for its null checks; it does not if it is told so before it is loaded.
   * (Open MPI leaves handlers alone that are there already.)
   */
  private static void letTheJvmHandleSignals() {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle setenv =
          libc(
              "setenv",
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT);
      int failed =
          (int)
              setenv.invokeExact(
                  arena.allocateFrom("UCX_ERROR_SIGNALS"), arena.allocateFrom(""), 0);
      assert failed == 0;
    } catch (Throwable e) {
      throw new AssertionError("setenv throws nothing", e);
    }
  }

  private static Optional<MpiLibrary> open(String name) {
    if (!isLoaded(name)) {
      return Optional.empty();
    }
    SymbolLookup symbols = SymbolLookup.libraryLookup(name, Arena.global());
    if (symbols.find("MPI_Get_library_version").isEmpty()) {
      throw new IllegalArgumentException(
          "%s: it has no MPI_Get_library_version; accepted: a library of MPI 3 or later"
              .formatted(name));
    }
    return Optional.of(
        new MpiLibrary(name, product(versionText(symbols)), symbols, MpiAbi.of(symbols)));
  }

  private static boolean isLoaded(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle dlopen =
          libc("dlopen", ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
      MemorySegment handle =
          (MemorySegment) dlopen.invokeExact(arena.allocateFrom(name), RTLD_NOW_AND_GLOBAL);
      return handle.address() != 0;
    } catch (Throwable e) {
      throw new AssertionError("dlopen throws nothing", e);
    }
  }

  private static MethodHandle libc(String function, ValueLayout result, ValueLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(function), FunctionDescriptor.of(result, arguments));
  }

  private static String versionText(SymbolLookup symbols) {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle version =
          Linker.nativeLinker()
              .downcallHandle(
                  symbols.findOrThrow("MPI_Get_library_version"),
                  FunctionDescriptor.of(
                      ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
      MemorySegment text = arena.allocate(LONGEST_VERSION);
      int failed = (int) version.invokeExact(text, arena.allocate(ValueLayout.JAVA_INT));
      return failed == 0 ? text.getString(0) : "";
    } catch (Throwable e) {
      throw new AssertionError("MPI_Get_library_version throws nothing", e);
    }
  }

  /** Name and version out of a text that may have pages. */
  static String product(String versionText) {
    Matcher known = VERSION.matcher(versionText);
    if (known.find()) {
      String maker = known.group(1).toLowerCase(Locale.ROOT).replace(" ", "");
      return maker + " " + known.group(2);
    }
    return versionText.lines().findFirst().orElse("unknown").replaceAll("[^\\w. -]", "").strip();
  }
}
