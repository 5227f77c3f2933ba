package hpc.mpi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** libmunge (munge.h), which asks the daemon of this machine: Slurm brings it along. */
final class Munge {

  private static final String LIBRARY = "libmunge.so.2";

  private final MethodHandle encode;
  private final MethodHandle decode;
  private final MethodHandle describe;
  private final MethodHandle free;

  /**
   * What a credential says.
   *
   * @param user the number of the user who made it
   * @param payload what it was made for
   */
  record Opened(int user, String payload) {}

  private Munge(SymbolLookup library) {
    encode = function(library, "munge_encode", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
    decode =
        function(
            library,
            "munge_decode",
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS);
    describe = function(library, "munge_strerror", ADDRESS, JAVA_INT);
    Linker linker = Linker.nativeLinker();
    free =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ADDRESS));
  }

  /**
   * Loads the library. Whether the daemon answers shows when it is asked.
   *
   * @throws IOException if there is no such library
   */
  static Munge load() throws IOException {
    try {
      return new Munge(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
    } catch (IllegalArgumentException e) {
      throw new IOException("there is no " + LIBRARY, e);
    }
  }

  private static MethodHandle function(
      SymbolLookup library, String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  /** A credential of this user for {@code payload}. */
  String seal(String payload) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment credential = arena.allocate(ADDRESS);
      byte[] bytes = payload.getBytes(StandardCharsets.US_ASCII);
      requireSuccess(encode(credential, arena.allocateFrom(JAVA_BYTE, bytes), bytes.length));
      MemorySegment text = credential.get(ADDRESS, 0);
      try {
        return text.reinterpret(Long.MAX_VALUE).getString(0);
      } finally {
        release(text);
      }
    }
  }

  /**
   * Who has made {@code credential}, and for what.
   *
   * @throws IOException if it is not genuine, too old or used before, or the daemon is silent
   */
  Opened open(String credential) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment payload = arena.allocate(ADDRESS);
      MemorySegment length = arena.allocate(JAVA_INT);
      MemorySegment user = arena.allocate(JAVA_INT);
      int error =
          decode(arena.allocateFrom(credential), payload, length, user, arena.allocate(JAVA_INT));
      MemorySegment bytes = payload.get(ADDRESS, 0);
      try {
        requireSuccess(error);
        byte[] text = bytes.reinterpret(length.get(JAVA_INT, 0)).toArray(JAVA_BYTE);
        return new Opened(user.get(JAVA_INT, 0), new String(text, StandardCharsets.US_ASCII));
      } finally {
        release(bytes);
      }
    }
  }

  private int encode(MemorySegment credential, MemorySegment payload, int length) {
    try {
      return (int) encode.invokeExact(credential, MemorySegment.NULL, payload, length);
    } catch (Throwable e) {
      throw new AssertionError("munge_encode throws nothing", e);
    }
  }

  private int decode(
      MemorySegment credential,
      MemorySegment payload,
      MemorySegment length,
      MemorySegment user,
      MemorySegment group) {
    try {
      return (int) decode.invokeExact(credential, MemorySegment.NULL, payload, length, user, group);
    } catch (Throwable e) {
      throw new AssertionError("munge_decode throws nothing", e);
    }
  }

  private void requireSuccess(int error) throws IOException {
    if (error != 0) {
      throw new IOException("MUNGE says: " + description(error));
    }
  }

  private String description(int error) {
    try {
      MemorySegment text = (MemorySegment) describe.invokeExact(error);
      return text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw new AssertionError("munge_strerror throws nothing", e);
    }
  }

  private void release(MemorySegment memory) {
    try {
      free.invokeExact(memory);
    } catch (Throwable e) {
      throw new AssertionError("free throws nothing", e);
    }
  }
}
