package hpc.mpi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import hpc.nativecode.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
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
 * @param name the name under which it was found
 * @param product its maker and version, such as {@code openmpi 4.1.4}
 * @param symbols its functions
 */
public record MpiLibrary(String name, String product, SymbolLookup symbols) {

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
    leaveSignalsToTheJvm();
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
   * UCX, on which both families may be built, replaces the signal handlers of the JVM, which needs
   * SIGSEGV for its null checks; a variable that is set before UCX is loaded keeps it from that.
   * (Open MPI leaves handlers alone that are there already.)
   */
  private static void leaveSignalsToTheJvm() {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle setenv = libc("setenv", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
      int failed =
          (int)
              setenv.invokeExact(
                  arena.allocateFrom("UCX_ERROR_SIGNALS"), arena.allocateFrom(""), 0);
      assert failed == 0;
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
    }
  }

  private static Optional<MpiLibrary> open(String name) {
    if (!isLoaded(name)) {
      return Optional.empty();
    }
    SymbolLookup symbols = SymbolLookup.libraryLookup(name, Arena.global());
    MemorySegment version =
        symbols
            .find("MPI_Get_library_version")
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "%s: it has no MPI_Get_library_version; accepted: a library of MPI 3 or later"
                        .formatted(name)));
    return Optional.of(new MpiLibrary(name, product(versionText(version)), symbols));
  }

  private static boolean isLoaded(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle dlopen = libc("dlopen", ADDRESS, ADDRESS, JAVA_INT);
      MemorySegment handle =
          (MemorySegment) dlopen.invokeExact(arena.allocateFrom(name), RTLD_NOW_AND_GLOBAL);
      return handle.address() != 0;
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
    }
  }

  private static MethodHandle libc(String name, MemoryLayout result, MemoryLayout... arguments) {
    return function(Linker.nativeLinker().defaultLookup().findOrThrow(name), result, arguments);
  }

  private static MethodHandle function(
      MemorySegment address, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(result, arguments));
  }

  private static String versionText(MemorySegment address) {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle version = function(address, JAVA_INT, ADDRESS, ADDRESS);
      MemorySegment text = arena.allocate(LONGEST_VERSION);
      int failed = (int) version.invokeExact(text, arena.allocate(JAVA_INT));
      return failed == 0 ? text.getString(0) : "";
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
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
