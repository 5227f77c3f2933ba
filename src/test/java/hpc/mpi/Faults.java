package hpc.mpi;

/** What Java code may do and C code may not: the JVM turns the signal into an exception. */
final class Faults {

  private static final int TIMES = 20_000;

  private int[] nothing;

  /** Between messages, so that the library has been at work. */
  void survive(Communicator ranks) {
    int caught = 0;
    for (int i = 0; i < TIMES; i++) {
      try {
        caught -= element(i % 2 == 0 ? nothing : new int[1]);
      } catch (NullPointerException e) {
        caught++;
      }
      if (i % 100 == 0) {
        ranks.barrier();
      }
    }
    if (caught != TIMES / 2) {
      throw new AssertionError("null pointers: " + caught);
    }
    try {
      throw new AssertionError("depth " + depth(0));
    } catch (StackOverflowError expected) {
      ranks.barrier();
    }
  }

  /** Compiled without a test: a null is noticed by the fault at the address of the element. */
  private static int element(int[] values) {
    return values[0];
  }

  @SuppressWarnings("InfiniteRecursion") // that is what it is for
  private static int depth(int above) {
    return depth(above + 1) + 1;
  }
}
