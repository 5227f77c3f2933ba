package hpc.sieve;

/** Takes what a {@link WheelSieve} has sieved, segment by segment in order. */
@FunctionalInterface
interface SegmentVisitor {

  /**
   * Looks at one segment.
   *
   * @param bits the segment as {@link Wheel} lays it out, numbers outside the block already
   *     cleared, and zeros up to the next multiple of {@link BitKernel#STEP}
   * @param length the bytes of the segment
   * @param firstByte which byte of all numbers {@code bits[0]} is
   */
  void visit(byte[] bits, int length, long firstByte);
}
