package hpc.sieve;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import hpc.nativecode.NativeLanguage;
import hpc.nativecode.NativeLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/**
 * The inner loops of the sieve in C or Fortran, crossing off included, on the arrays of the JVM as
 * they are. Functions stand in constants, a set for each language: linking one takes a millisecond,
 * and calling it some nanoseconds where the compiler knows which it is.
 */
final class NativeBits implements BitKernel {

  private static final FunctionDescriptor AND =
      FunctionDescriptor.ofVoid(
          ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS,
          JAVA_LONG);

  private static final FunctionDescriptor COUNT =
      FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG);

  private static final FunctionDescriptor CROSS =
      FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);

  private final NativeLanguage language;

  /**
   * The kernel in {@code language}.
   *
   * @throws IllegalArgumentException naming {@code --kernel} and the remedy if there is none
   */
  NativeBits(NativeLanguage language) {
    NativeLibrary library = NativeLibrary.open(language);
    library.require("hpc_sieve_and", "hpc_sieve_count", "hpc_sieve_cross");
    this.language = language;
  }

  @Override
  public String word() {
    return language.word();
  }

  @Override
  public void and(
      byte[] bits, int from, int length, byte[] a, int atA, byte[] b, int atB, byte[] c, int atC) {
    Objects.checkFromIndexSize(from, length, bits.length);
    Objects.checkFromIndexSize(atA, length, a.length);
    Objects.checkFromIndexSize(atB, length, b.length);
    Objects.checkFromIndexSize(atC, length, c.length);
    try {
      functions()
          .and
          .invokeExact(
              MemorySegment.ofArray(bits),
              (long) from,
              (long) length,
              MemorySegment.ofArray(a),
              (long) atA,
              MemorySegment.ofArray(b),
              (long) atB,
              MemorySegment.ofArray(c),
              (long) atC);
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
    }
  }

  @Override
  public long count(byte[] bits, int length) {
    Objects.checkFromIndexSize(0, length, bits.length);
    try {
      return (long) functions().count.invokeExact(MemorySegment.ofArray(bits), (long) length);
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
    }
  }

  /** The primes ascend, so that one check holds for all. */
  @Override
  public void cross(
      int residue, byte[] bits, int[] primes, int[] starts, int count, int end, int shift) {
    if (count == 0) {
      return;
    }
    Objects.checkIndex(residue, Wheel.RESIDUES.length);
    Objects.checkFromIndexSize(0, count, Math.min(primes.length, starts.length));
    Objects.checkFromIndexSize(end, primes[count - 1], bits.length);
    try {
      functions()
          .cross
          .invokeExact(
              residue,
              MemorySegment.ofArray(bits),
              MemorySegment.ofArray(primes),
              MemorySegment.ofArray(starts),
              count,
              end,
              shift);
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
    }
  }

  private Functions functions() {
    return switch (language) {
      case C -> InC.FUNCTIONS;
      case FORTRAN -> InFortran.FUNCTIONS;
      case C_OPENMP -> throw new IllegalStateException("threads in C take segments, not bits");
    };
  }

  private record Functions(MethodHandle and, MethodHandle count, MethodHandle cross) {
    static Functions in(NativeLanguage language) {
      NativeLibrary library = NativeLibrary.open(language);
      return new Functions(
          library.function("hpc_sieve_and", AND),
          library.function("hpc_sieve_count", COUNT),
          library.function("hpc_sieve_cross", CROSS));
    }
  }

  // loaded when first called, and only after the library was found
  private static final class InC {
    private static final Functions FUNCTIONS = Functions.in(NativeLanguage.C);
  }

  private static final class InFortran {
    private static final Functions FUNCTIONS = Functions.in(NativeLanguage.FORTRAN);
  }
}
