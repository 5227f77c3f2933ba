package hpc.sieve;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import hpc.nativecode.NativeLanguage;
import hpc.nativecode.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * The segmented sieve in C, whose threads of OpenMP share the segments: one call counts a block of
 * many. Memory is that of C, so that the garbage collector need not wait for a call.
 *
 * <p>Bound by its stores up to 1e12, beyond by the divisions that find where each prime enters a
 * segment, which does not grow. The primes are numbers of 32 bits here, 600 MB for 2^63-1.
 */
final class NativeSegments implements BlockSieve {

  /** Some milliseconds of sieving: a team of threads waits for its last one at the end of each. */
  private static final long MIN_BLOCK = 1L << 24;

  /** Some seconds, so that progress is seen. */
  private static final long MAX_BLOCK = 1L << 32;

  private static final long BLOCKS_PER_CORE = 8;

  private final MethodHandle segments;
  private final MemorySegment primes;
  private final SegmentedSieve listing;
  private final long listed;

  /** Takes the primes up to the root of {@code limit}, the largest number to be sieved. */
  NativeSegments(long limit, SievingPrimes wheelPrimes) {
    segments =
        library()
            .longFunction(
                "hpc_sieve_segments",
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG));
    // freed when nobody refers to it any more
    primes = Arena.ofAuto().allocateFrom(JAVA_INT, odd(limit, wheelPrimes));
    listing = new SegmentedSieve(wheelPrimes);
    listed = SegmentedSieve.blockLength(limit);
  }

  /**
   * The library.
   *
   * @throws IllegalArgumentException naming {@code --kernel} and the remedy if there is none
   */
  static NativeLibrary library() {
    NativeLibrary library = NativeLibrary.open(NativeLanguage.C_OPENMP);
    library.require("hpc_threads", "hpc_sieve_segments");
    return library;
  }

  /** Numbers per call when {@code numbers} are shared among {@code cores}. */
  static long blockLength(long numbers, int cores) {
    return Math.clamp(numbers / (BLOCKS_PER_CORE * cores), MIN_BLOCK, MAX_BLOCK);
  }

  /** The odd primes up to the root, those above 2^31 as C understands them: without a sign. */
  private static int[] odd(long limit, SievingPrimes wheelPrimes) {
    long root = SievingPrimes.root(limit);
    IntStream.Builder odd = IntStream.builder();
    IntStream.of(Wheel.BASIS).filter(prime -> prime % 2 == 1 && prime <= root).forEach(odd);
    wheelPrimes.forEach(
        Wheel.BASIS[Wheel.BASIS.length - 1], root, prime -> odd.accept((int) prime));
    return odd.build().toArray();
  }

  @Override
  public long count(long first, long last) {
    try {
      return (long) segments.invokeExact(first, last, primes, primes.byteSize() / Integer.BYTES);
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
    }
  }

  /** Primes to list go through Java one by one, so Java sieves them. */
  @Override
  public void forEach(long first, long last, LongConsumer consumer) {
    Blocks blocks = new Blocks(Math.max(1, first), last, listed);
    for (long i = 0; i < blocks.count(); i++) {
      listing.forEach(blocks.first(i), blocks.last(i), consumer);
    }
  }
}
