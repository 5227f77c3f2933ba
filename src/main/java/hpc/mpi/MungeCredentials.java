package hpc.mpi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import hpc.nativecode.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Proofs by MUNGE, the service by which the programs of Slurm know who calls them: a credential
 * says which user made it and for which payload. There is no secret to share; every process of the
 * user counts as one of the step that it names.
 */
final class MungeCredentials extends Credentials {

  private final String step;
  private Library munge;
  private int self;

  /** For the tasks of the step with this name; other steps refuse them. */
  MungeCredentials(String step) {
    this.step = step;
  }

  private synchronized Library munge() throws IOException {
    if (munge == null) {
      Library loaded = Library.load();
      // in a container the system may give this user another number than MUNGE does
      self = loaded.decode(loaded.encode("hpc")).user();
      munge = loaded;
    }
    return munge;
  }

  private String payload(byte[] statement) {
    return HexFormat.of()
        .formatHex(Handshake.digest(step.getBytes(StandardCharsets.UTF_8), statement));
  }

  /** Makes a credential and reads it. */
  @Override
  void tryOut() throws IOException {
    munge();
  }

  @Override
  KeyShare share() {
    return KeyShare.keyPair();
  }

  @Override
  byte[] prove(byte[] statement) throws IOException {
    return munge().encode(payload(statement)).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  void check(byte[] proof, byte[] statement) throws IOException {
    Credential credential = munge().decode(new String(proof, StandardCharsets.US_ASCII));
    if (credential.user() != self) {
      throw new ProtocolException("is of another user");
    }
    if (!credential.payload().equals(payload(statement))) {
      throw new ProtocolException("has made its credential for something else");
    }
  }

  /** A credential that is genuine: the number of the user who made it, and what for. */
  private record Credential(int user, String payload) {}

  /** libmunge (munge.h), which asks the daemon of this machine; it comes with Slurm. */
  private record Library(
      MethodHandle encode, MethodHandle decode, MethodHandle describe, MethodHandle free) {

    private static final String FILE = "libmunge.so.2";

    /** Loads the library; whether the daemon answers shows when it is asked. */
    static Library load() throws IOException {
      SymbolLookup symbols;
      try {
        symbols = SymbolLookup.libraryLookup(FILE, Arena.global());
      } catch (IllegalArgumentException e) {
        throw new IOException("there is no " + FILE, e);
      }
      Linker linker = Linker.nativeLinker();
      return new Library(
          function(symbols, "munge_encode", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT),
          function(
              symbols,
              "munge_decode",
              JAVA_INT,
              ADDRESS,
              ADDRESS,
              ADDRESS,
              ADDRESS,
              ADDRESS,
              ADDRESS),
          function(symbols, "munge_strerror", ADDRESS, JAVA_INT),
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ADDRESS)));
    }

    private static MethodHandle function(
        SymbolLookup symbols, String name, MemoryLayout result, MemoryLayout... arguments) {
      return Linker.nativeLinker()
          .downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    String encode(String payload) throws IOException {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment credential = arena.allocate(ADDRESS);
        byte[] bytes = payload.getBytes(StandardCharsets.US_ASCII);
        requireSuccess(
            (int)
                encode.invokeExact(
                    credential,
                    MemorySegment.NULL,
                    arena.allocateFrom(JAVA_BYTE, bytes),
                    bytes.length));
        MemorySegment text = credential.get(ADDRESS, 0);
        String copy = text.reinterpret(Long.MAX_VALUE).getString(0);
        free.invokeExact(text);
        return copy;
      } catch (Throwable e) {
        throw passOn(e);
      }
    }

    /**
     * Reads {@code credential}.
     *
     * @throws IOException if it is not genuine, too old or used before, or the daemon is silent
     */
    Credential decode(String credential) throws IOException {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment payload = arena.allocate(ADDRESS);
        MemorySegment length = arena.allocate(JAVA_INT);
        MemorySegment user = arena.allocate(JAVA_INT);
        int error =
            (int)
                decode.invokeExact(
                    arena.allocateFrom(credential),
                    MemorySegment.NULL,
                    payload,
                    length,
                    user,
                    arena.allocate(JAVA_INT));
        MemorySegment bytes = payload.get(ADDRESS, 0);
        try {
          requireSuccess(error);
          byte[] text = bytes.reinterpret(length.get(JAVA_INT, 0)).toArray(JAVA_BYTE);
          return new Credential(user.get(JAVA_INT, 0), new String(text, StandardCharsets.US_ASCII));
        } finally {
          // there is one with some errors too, such as a credential that was used before
          free.invokeExact(bytes);
        }
      } catch (Throwable e) {
        throw passOn(e);
      }
    }

    private void requireSuccess(int error) throws Throwable {
      if (error != 0) {
        MemorySegment text = (MemorySegment) describe.invokeExact(error);
        throw new IOException("MUNGE says: " + text.reinterpret(Long.MAX_VALUE).getString(0));
      }
    }

    private static RuntimeException passOn(Throwable e) throws IOException {
      if (e instanceof IOException ours) {
        throw ours;
      }
      return NativeLibrary.thrown(e);
    }
  }
}
