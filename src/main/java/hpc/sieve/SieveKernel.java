package hpc.sieve;

import hpc.exec.Choice;
import hpc.launch.VectorModule;
import hpc.nativecode.NativeLanguage;
import hpc.parallel.RangeExecutor;
import hpc.parallel.SerialRanges;

/** What {@code --kernel} asks for: in which way a sieve does its inner loops. */
public enum SieveKernel {
  /** The faster of those in Java. */
  AUTO {
    @Override
    BitKernel forNumbers(long numbers) {
      return BitKernel.forNumbers(numbers);
    }

    // Java is always there
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
    // for what is in Java around it
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
    return Choice.word(this);
  }

  /**
   * The threads that call it: all of {@code threads}, or the caller alone where the kernel has as
   * many threads of its own.
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

  /** Throws what {@link #forNumbers} throws, before anything else has begun. */
  void requireHere() {
    forNumbers(0);
  }
}
