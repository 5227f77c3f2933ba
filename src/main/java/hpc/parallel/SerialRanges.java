package hpc.parallel;

import java.util.List;
import java.util.function.IntFunction;

/** One worker, the calling thread. */
public final class SerialRanges implements RangeExecutor {

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public void split(long from, long to, Part body) {
    if (from < to) {
      body.run(0, from, to);
    }
  }

  @Override
  public <S> List<S> drain(long from, long to, long grain, IntFunction<S> state, Chunk<S> body) {
    S mine = state.apply(0);
    for (long at = from; at < to; at += Math.min(grain, to - at)) {
      body.run(mine, at, at + Math.min(grain, to - at));
    }
    return List.of(mine);
  }

  @Override
  public void close() {}
}
