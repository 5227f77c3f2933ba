package hpc.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.Execution;
import hpc.exec.Mode;
import hpc.mpi.SingleProcess;
import hpc.mpi.ThreadRanks;
import hpc.parallel.ForkJoinRanges;
import hpc.parallel.SerialRanges;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RooflineTest {

  /** Every reading of the clock is a second after the one before. */
  @Test
  @Timeout(1200)
  void ratesAreWorkOverSeconds() {
    AtomicLong clock = new AtomicLong();
    try (Execution two = new Execution(Mode.FORKJOIN, new ForkJoinRanges(2), new SingleProcess())) {
      Roofline roofline =
          Roofline.measure(two, new ScalarKernel(), () -> clock.addAndGet(1_000_000_000));
      assertEquals(2.0 * roofline.arrayBytes(), roofline.copyBytesPerSecond(), 1);
      assertEquals(3.0 * roofline.arrayBytes(), roofline.triadBytesPerSecond(), 1);
      // 4 x 256 points, 32 000 steps, two threads
      assertEquals(4 * 256 * 32_000 * 2.0, roofline.kernelUpdatesPerSecond(), 1);
      assertEquals(roofline.arrayBytes() / 8.0 * 16, roofline.memoryUpdatesPerSecond(16), 16);
    }
  }

  @Test
  @Timeout(1200)
  void ranksShareTheMachineAndAddUp() {
    List<Roofline> each =
        ThreadRanks.run(
            2,
            ranks -> {
              AtomicLong clock = new AtomicLong();
              try (Execution rank = new Execution(Mode.MPI, new SerialRanges(), ranks)) {
                return Roofline.measure(
                    rank, new ScalarKernel(), () -> clock.addAndGet(500_000_000));
              }
            });
    assertEquals(each.get(0), each.get(1));
    assertEquals(8.0 * each.get(0).arrayBytes(), each.get(0).copyBytesPerSecond(), 1);
    assertTrue(each.get(0).arrayBytes() > 0);
  }
}
