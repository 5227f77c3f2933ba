package hpc.diffusion;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One time step on fields that fit the first cache, the second, and neither; per 1024 points. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class StencilKernels {

  private static final int COLUMNS = 1024;

  /** The kernel. */
  @Param({"scalar", "vector"})
  private String name;

  private Kernel kernel;
  private double[] now;
  private double[] next;
  private double[] weights;

  /** Fields of 2048 rows, of which a benchmark takes some. */
  @Setup
  public void fill() {
    kernel = Kernels.named(name);
    now = new double[(2048 + 2) * (COLUMNS + 8)];
    next = new double[now.length];
    weights = new double[now.length];
    Arrays.fill(weights, 0.2);
  }

  private double[] step(int rows) {
    kernel.update(now, next, COLUMNS + 9, rows, COLUMNS, COLUMNS + 8, 0.2, 0.2);
    return next;
  }

  /** Four rows: 80 KiB. */
  @Benchmark
  @OperationsPerInvocation(4)
  public double[] inFirstCache() {
    return step(4);
  }

  /** 32 rows: half a MiB. */
  @Benchmark
  @OperationsPerInvocation(32)
  public double[] inSecondCache() {
    return step(32);
  }

  /** 2048 rows: 32 MiB. */
  @Benchmark
  @OperationsPerInvocation(2048)
  public double[] inMemory() {
    return step(2048);
  }

  /** 32 rows where the weights vary. */
  @Benchmark
  @OperationsPerInvocation(32)
  public double[] varyingInSecondCache() {
    kernel.update(now, next, COLUMNS + 9, 32, COLUMNS, COLUMNS + 8, weights, weights);
    return next;
  }
}
