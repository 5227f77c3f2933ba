package hpc.sieve;

import java.util.function.LongConsumer;

/**
 * The sieve of one worker: it owns its buffers and is used by one thread at a time.
 *
 * <p>Blocks may come in any order. A block is named by its first and last number, both inside it,
 * because one past the last would overflow at 2^63-1.
 */
interface BlockSieve {

  /**
   * Counts the primes of a block.
   *
   * @param first at least 0
   * @param last at least {@code first} and at most the problem's limit
   */
  long count(long first, long last);

  /** Hands the primes of a block to {@code consumer}, in order. */
  void forEach(long first, long last, LongConsumer consumer);
}
