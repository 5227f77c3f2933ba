package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CacheSizesTest {

  @Test
  void thisMachineHasCachesInOrder() {
    CacheSizes caches = CacheSizes.ofThisMachine();
    assertTrue(caches.l1Bytes() >= 1 << 10, caches::toString);
    assertTrue(caches.l2Bytes() >= caches.l1Bytes(), caches::toString);
  }

  @Test
  void refusesCachesThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new CacheSizes(0, 1 << 20));
    assertThrows(IllegalArgumentException.class, () -> new CacheSizes(1 << 15, 1 << 14));
  }
}
