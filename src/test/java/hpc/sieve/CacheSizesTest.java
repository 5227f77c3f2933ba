package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CacheSizesTest {

  @Test
  void takesWhatAMachineTellsIfItCanBe() {
    assertEquals(new CacheSizes(48 << 10, 2 << 20), CacheSizes.reported(48 << 10, 2 << 20));
    for (long l2 : new long[] {0, 1 << 14, 1L << 40}) {
      assertEquals(CacheSizes.USUAL, CacheSizes.reported(1 << 15, l2));
    }
    assertEquals(CacheSizes.USUAL, CacheSizes.reported(0, 1 << 20));
  }

  @Test
  void refusesCachesThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new CacheSizes(0, 1 << 20));
    assertThrows(IllegalArgumentException.class, () -> new CacheSizes(1 << 15, 1 << 14));
  }
}
