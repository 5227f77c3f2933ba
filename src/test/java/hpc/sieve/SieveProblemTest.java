package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.Execution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SieveProblemTest {

  @Test
  void refusesNegativeNumbersNamingTheOption() {
    assertRefused(
        "--from -1: accepted: 0 to 9223372036854775807",
        () -> new SieveProblem(-1, 5, SieveAlgorithm.SEGMENTED));
    assertRefused(
        "--limit -5: accepted: 0 to 9223372036854775807",
        () -> new SieveProblem(0, -5, SieveAlgorithm.SEGMENTED));
  }

  @Test
  void refusesLimitsThatNoArrayHoldsNamingTheRemedy() {
    assertRefused(
        "--limit 2147483639: too large for --algorithm naive; accepted: 0 to 2147483638, or"
            + " --algorithm wheel",
        () -> new SieveProblem(0, 2_147_483_639L, SieveAlgorithm.NAIVE));
  }

  @Test
  void naiveRefusesSeveralThreadsNamingTheRemedy() {
    SieveProblem problem = new SieveProblem(0, 100, SieveAlgorithm.NAIVE);
    try (Execution execution = Executions.threads(2)) {
      assertRefused(
          "--threads 2: --algorithm naive runs on one; accepted: 1, or --algorithm wheel",
          () -> new SieveWorkload(problem).prepare(execution));
    }
  }

  @Test
  void whatTheHeapDoesNotHoldIsRefused() {
    SieveProblem problem = new SieveProblem(0, BitsSieve.MAX_LIMIT, SieveAlgorithm.BITS);
    long heapMiB = Runtime.getRuntime().maxMemory() >> 20;
    // the build gives its tests less
    assertTrue(heapMiB < 16_383, "the heap would hold it");
    try (Execution execution = Executions.serial()) {
      assertRefused(
          "--limit 274877905791: --algorithm bits needs 16383 MiB, the heap has %s MiB;"
                  .formatted(heapMiB)
              + " accepted: a larger heap, or --algorithm wheel",
          () -> new SieveWorkload(problem).prepare(execution));
    }
  }

  @Test
  void aListTakesAReferenceForEachNumberWhereAnArrayTakesAByte() {
    // the build gives its tests less than 32 GiB, from which on references have 8 bytes
    assertEquals(4_000, BoxedSieve.bytes(999));
    assertEquals(1_000, SieveAlgorithm.NAIVE.bytes(new SieveProblem(0, 999, SieveAlgorithm.NAIVE)));
  }

  @Test
  void eachKernelIsOfAnAlgorithm() {
    for (SieveKernel kernel : SieveKernel.values()) {
      SieveAlgorithm expected =
          kernel == SieveKernel.C_OPENMP ? SieveAlgorithm.SEGMENTED : SieveAlgorithm.WHEEL;
      assertEquals(expected, SieveAlgorithm.with(kernel));
    }
  }

  @Test
  void countsTheNumbersOfItsInterval() {
    assertEquals(11, new SieveProblem(0, 10, SieveAlgorithm.NAIVE).numbers());
    assertEquals(1, new SieveProblem(7, 7, SieveAlgorithm.NAIVE).numbers());
    assertEquals(0, new SieveProblem(8, 7, SieveAlgorithm.NAIVE).numbers());
    assertEquals(
        Long.MAX_VALUE, new SieveProblem(0, Long.MAX_VALUE, SieveAlgorithm.SEGMENTED).numbers());
  }

  private static void assertRefused(String message, Executable construction) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, construction).getMessage());
  }
}
