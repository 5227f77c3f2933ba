package hpc.sieve;

import hpc.launch.VectorModule;
import hpc.nativecode.NativeLanguage;
import hpc.parallel.RangeExecutor;
import hpc.parallel.SerialRanges;
import java.util.Locale;

/** What {@code --kernel} asks for: in which way a sieve does its inner loops. */
public enum SieveKernel {
  /** The faster of those in Java. */
  AUTO {
    @Override
    BitKernel forNumbers(long numbers) {
      return BitKernel.forNumbers(numbers);
    }

    // something always is
    @Override
    void requireHere() {}
  },

  /** Java without the Vector API. */
  SCALAR {
    @Override
    BitKernel forNumbers(long numbers) {
      return new ScalarBits();
    }
  },

  /** Java with the Vector API. */
  VECTOR {
    @Override
    BitKernel forNumbers(long numbers) {
      if (!VectorModule.load()) {
        throw new IllegalArgumentException(
            "--kernel vector: this JVM runs without --add-modules=%s; accepted: auto, scalar"
                .formatted(VectorModule.NAME));
      }
      return new VectorBits();
    }
  },

  /** C. */
  C {
    @Override
    BitKernel forNumbers(long numbers) {
      return new NativeBits(NativeLanguage.C);
    }
  },

  /** C with OpenMP: the segments of {@link NativeSegments} are shared among threads in C. */
  C_OPENMP {
    // of what is in Java around it
    @Override
    BitKernel forNumbers(long numbers) {
      return BitKernel.forNumbers(numbers);
    }

    @Override
    void requireHere() {
      NativeSegments.library();
    }

    @Override
    RangeExecutor callers(RangeExecutor threads) {
      NativeSegments.library().share(threads.threads());
      return new SerialRanges();
    }
  },

  /** Fortran. */
  FORTRAN {
    @Override
    BitKernel forNumbers(long numbers) {
      return new NativeBits(NativeLanguage.FORTRAN);
    }
  };

  /** The word used on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The threads of ours that shall call it: all of {@code threads}, or the caller alone where the
   * kernel has threads of its own, as many, which are told hereby.
   */
  RangeExecutor callers(RangeExecutor threads) {
    return threads;
  }

  /**
   * What sieves so many numbers.
   *
   * @throws IllegalArgumentException naming {@code --kernel} if this JVM or machine does not have
   *     it
   */
  abstract BitKernel forNumbers(long numbers);

  /**
   * Looks for it before anything else is begun.
   *
   * @throws IllegalArgumentException as {@link #forNumbers}
   */
  void requireHere() {
    forNumbers(0);
  }
}
