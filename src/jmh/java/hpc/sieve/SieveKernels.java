package hpc.sieve;

import hpc.launch.VectorModule;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The inner loops of the wheel sieve, each on a block of a first-level cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SieveKernels {

  private static final int BLOCK = 32 << 10;

  /** A prime that crosses off often, seldom, and hardly once in a block. */
  @Param({"331", "4099", "30011"})
  private int prime;

  private final byte[] bits = new byte[BLOCK + (1 << 16)];
  private final int[] primes = new int[1];
  private final int[] starts = new int[1];
  private int residue;
  private BitKernel scalar;
  private BitKernel vector;

  /** Looks up what the sieve would. */
  @Setup
  public void prepare() {
    VectorModule.load();
    scalar = new ScalarBits();
    vector = new VectorBits();
    primes[0] = prime;
    residue = Arrays.binarySearch(Wheel.RESIDUES, prime % 30);
  }

  /** All multiples of one prime in the block. */
  @Benchmark
  public byte[] crossOff() {
    starts[0] = 0;
    WheelCrossing.cross(residue, bits, primes, starts, 1, BLOCK, 0);
    return bits;
  }

  /** The ones of the block, by the JDK's bitCount. */
  @Benchmark
  public long countScalar() {
    return scalar.count(bits, BLOCK);
  }

  /** The ones of the block, by vectors. */
  @Benchmark
  public long countVector() {
    return vector.count(bits, BLOCK);
  }
}
