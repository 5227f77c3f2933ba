package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BlocksTest {

  @Test
  void coverTheIntervalWithoutGap() {
    Blocks blocks = new Blocks(3, 25, 10);
    assertEquals(3, blocks.count());
    assertEquals(3, blocks.first(0));
    assertEquals(12, blocks.last(0));
    assertEquals(23, blocks.first(2));
    assertEquals(25, blocks.last(2));
  }

  @Test
  void doNotOverflowAtTheEndOfTheNumbers() {
    Blocks blocks = new Blocks(2, Long.MAX_VALUE, 1 << 20);
    long end = blocks.count() - 1;
    assertEquals(Long.MAX_VALUE, blocks.last(end));
    assertEquals(blocks.last(end - 1) + 1, blocks.first(end));
    assertEquals(1, new Blocks(2, Long.MAX_VALUE, Long.MAX_VALUE).count());
  }

  @Test
  void anEmptyIntervalHasNone() {
    assertEquals(0, new Blocks(5, 4, 10).count());
    assertEquals(0, new Blocks(5, 4, 10).share(0, 3));
  }

  @Test
  void areSharedWithoutLoss() {
    Blocks blocks = new Blocks(1, 100, 10);
    assertEquals(4, blocks.share(0, 3));
    assertEquals(3, blocks.share(1, 3));
    assertEquals(3, blocks.share(2, 3));
  }
}
