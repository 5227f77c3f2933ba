package hpc.diffusion;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import hpc.nativecode.NativeLanguage;
import hpc.nativecode.NativeLibrary;
import hpc.parallel.RangeExecutor;
import hpc.parallel.SerialRanges;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The stencil in C or Fortran, on the arrays of the JVM as they are.
 *
 * <p>Bound by what the compiler makes of the loops: rows one by one, so that a vector takes five
 * loads where the {@link VectorKernel} takes 3.5. A call costs some 10 ns, on 4 rows of a strip of
 * 256 columns some per cent. That holds only where the compiler knows which function is called: so
 * functions stand in constants, a set for each language, and not in fields of the kernel.
 */
final class NativeKernel implements Kernel {

  private static final FunctionDescriptor UNIFORM =
      FunctionDescriptor.ofVoid(
          ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_DOUBLE, JAVA_DOUBLE);

  private static final FunctionDescriptor VARYING =
      FunctionDescriptor.ofVoid(
          ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS);

  /**
   * What a team of threads gets at once: some 200 us of work, beside which the microseconds are
   * little that it takes to gather them, and short enough for a garbage collector to wait.
   */
  private static final int TEAM_POINTS = 1 << 20;

  private final NativeLanguage language;

  private NativeKernel(NativeLanguage language) {
    this.language = language;
  }

  /**
   * The kernel in {@code language}, if there is one that computes the same bits as the others.
   *
   * @throws IllegalArgumentException naming {@code --kernel} and the remedy if there is none
   */
  static NativeKernel in(NativeLanguage language) {
    NativeLibrary library = NativeLibrary.open(language);
    library.require("hpc_diffusion_update", "hpc_diffusion_update_varying");
    NativeKernel kernel = new NativeKernel(language);
    if (!agrees(kernel, new ScalarKernel())) {
      throw NativeLibrary.refused(
          language,
          "%s rounds otherwise than the other kernels".formatted(library.file()),
          "hpc build --native with a compiler for a processor that fuses multiply and add,"
              + " without -ffast-math");
    }
    return kernel;
  }

  /**
   * Compiler and flags are the user's, and decide about roundings: so both are tried on a field.
   */
  static boolean agrees(Kernel kernel, Kernel other) {
    int rows = 5;
    int columns = 67;
    int stride = columns + 2;
    SplittableRandom random = new SplittableRandom(1);
    double[] now = random.doubles((rows + 2L) * stride, -100, 100).toArray();
    double[] weights = random.doubles(now.length, 0.01, 0.2).toArray();
    double[][] after = new double[4][now.length];
    kernel.update(now, after[0], stride + 1, rows, columns, stride, 0.21, 0.17);
    other.update(now, after[1], stride + 1, rows, columns, stride, 0.21, 0.17);
    kernel.update(now, after[2], stride + 1, rows, columns, stride, weights, weights);
    other.update(now, after[3], stride + 1, rows, columns, stride, weights, weights);
    return Arrays.equals(after[0], after[1]) && Arrays.equals(after[2], after[3]);
  }

  @Override
  public String name() {
    return language.word();
  }

  @Override
  public RangeExecutor callers(RangeExecutor threads) {
    if (!language.hasThreads()) {
      return threads;
    }
    NativeLibrary.open(language).share(threads.threads());
    return new SerialRanges();
  }

  @Override
  public int callPoints() {
    return language.hasThreads() ? TEAM_POINTS : 0;
  }

  @Override
  public void update(
      double[] now,
      double[] next,
      int start,
      int rows,
      int columns,
      int stride,
      double cx,
      double cy) {
    requireInside(Math.min(now.length, next.length), start, rows, columns, stride);
    switch (language) {
      case C -> call(InC.FUNCTIONS.uniform, now, next, start, rows, columns, stride, cx, cy);
      case C_OPENMP ->
          call(InOpenMp.FUNCTIONS.uniform, now, next, start, rows, columns, stride, cx, cy);
      case FORTRAN ->
          call(InFortran.FUNCTIONS.uniform, now, next, start, rows, columns, stride, cx, cy);
    }
  }

  @Override
  public void update(
      double[] now,
      double[] next,
      int start,
      int rows,
      int columns,
      int stride,
      double[] cx,
      double[] cy) {
    int length = Math.min(Math.min(now.length, next.length), Math.min(cx.length, cy.length));
    requireInside(length, start, rows, columns, stride);
    switch (language) {
      case C -> call(InC.FUNCTIONS.varying, now, next, start, rows, columns, stride, cx, cy);
      case C_OPENMP ->
          call(InOpenMp.FUNCTIONS.varying, now, next, start, rows, columns, stride, cx, cy);
      case FORTRAN ->
          call(InFortran.FUNCTIONS.varying, now, next, start, rows, columns, stride, cx, cy);
    }
  }

  /** The other side checks nothing: what it is to read begins a row above and ends a row below. */
  private static void requireInside(int length, int start, int rows, int columns, int stride) {
    long first = (long) start - stride;
    long end = start + (long) rows * stride + columns;
    Objects.checkFromToIndex(first, end, length);
  }

  private static void call(
      MethodHandle function,
      double[] now,
      double[] next,
      long start,
      long rows,
      long columns,
      long stride,
      double cx,
      double cy) {
    try {
      function.invokeExact(
          MemorySegment.ofArray(now),
          MemorySegment.ofArray(next),
          start,
          rows,
          columns,
          stride,
          cx,
          cy);
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
    }
  }

  private static void call(
      MethodHandle function,
      double[] now,
      double[] next,
      long start,
      long rows,
      long columns,
      long stride,
      double[] cx,
      double[] cy) {
    try {
      function.invokeExact(
          MemorySegment.ofArray(now),
          MemorySegment.ofArray(next),
          start,
          rows,
          columns,
          stride,
          MemorySegment.ofArray(cx),
          MemorySegment.ofArray(cy));
    } catch (Throwable e) {
      throw NativeLibrary.thrown(e);
    }
  }

  private record Functions(MethodHandle uniform, MethodHandle varying) {
    static Functions in(NativeLanguage language) {
      NativeLibrary library = NativeLibrary.open(language);
      return new Functions(
          library.function("hpc_diffusion_update", UNIFORM),
          library.function("hpc_diffusion_update_varying", VARYING));
    }
  }

  // loaded when first called, and only after the library was found
  private static final class InC {
    private static final Functions FUNCTIONS = Functions.in(NativeLanguage.C);
  }

  private static final class InOpenMp {
    private static final Functions FUNCTIONS = Functions.in(NativeLanguage.C_OPENMP);
  }

  private static final class InFortran {
    private static final Functions FUNCTIONS = Functions.in(NativeLanguage.FORTRAN);
  }
}
