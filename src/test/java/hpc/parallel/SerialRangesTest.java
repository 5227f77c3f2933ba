package hpc.parallel;

class SerialRangesTest extends RangeExecutorContract {
  @Override
  RangeExecutor open() {
    return new SerialRanges();
  }
}
