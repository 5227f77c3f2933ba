package hpc.parallel;

import org.junit.jupiter.api.Nested;

class ForkJoinRangesTest {

  @Nested
  class OneThread extends RangeExecutorContract {
    @Override
    RangeExecutor open() {
      return new ForkJoinRanges(1);
    }
  }

  @Nested
  class TwoThreads extends RangeExecutorContract {
    @Override
    RangeExecutor open() {
      return new ForkJoinRanges(2);
    }
  }

  @Nested
  class SevenThreads extends RangeExecutorContract {
    @Override
    RangeExecutor open() {
      return new ForkJoinRanges(7);
    }
  }
}
