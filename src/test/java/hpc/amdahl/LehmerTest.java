package hpc.amdahl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LehmerTest {

  /** Of std::minstd_rand: ISO/IEC 14882:2017, 29.6.5 [rand.predef]. */
  private static final long TEN_THOUSANDTH = 399_268_537;

  private static final long PERIOD = Lehmer.MODULUS - 1;

  @Test
  void isTheGeneratorOfTheStandard() {
    Lehmer walk = new Lehmer(Lehmer.FIRST);
    walk.advance(10_000);
    assertEquals(TEN_THOUSANDTH, walk.state());
    assertEquals(TEN_THOUSANDTH, Lehmer.jump(Lehmer.FIRST, 10_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 64, 1000, 10_007, 3_145_729})
  void jumpAndSeriesEndWhereTheStepsEnd(int steps) {
    Lehmer walk = new Lehmer(Lehmer.FIRST);
    walk.advance(steps / 3);
    walk.advance(steps - steps / 3);
    assertEquals(walk.state(), Lehmer.jump(Lehmer.FIRST, steps));
    assertEquals(walk.sum(), Lehmer.expectedSum(steps));
  }

  @Test
  void theNumbersComeAgainAfterAllOthers() {
    assertEquals(Lehmer.FIRST, Lehmer.jump(Lehmer.FIRST, PERIOD));
    assertEquals(TEN_THOUSANDTH, Lehmer.jump(Lehmer.FIRST, (1L << 20) * PERIOD + 10_000));
    assertEquals(0, Lehmer.expectedSum(PERIOD));
    assertEquals(Lehmer.MULTIPLIER, Lehmer.expectedSum(PERIOD + 1));
  }
}
