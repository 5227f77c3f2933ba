package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Finds the prime k-tuplets of an interval, twins to sextuplets: the densest constellations of k
 * primes. Those that lie in the interval as a whole count.
 *
 * <p>On the wheel of 30 the members of a tuplet are neighbours: k ones in a row from certain
 * residues on. So a word of 64 bits is AND-ed with itself shifted by 1 to k - 1, and the ones that
 * are left at these residues are tuplets. Only the least tuplets have members off the wheel: 3 and
 * 5.
 */
public final class Tuplets {

  /** For k = 2, 3, ...: the residues modulo 30 that the least member can have. */
  private static final int[][] LEAST = {{11, 17, 29}, {7, 11, 13, 17}, {11}, {7, 11}, {7}};

  /** The tuplets that contain 3 or 5. */
  private static final long[][] OFF_THE_WHEEL = {
    {3, 5}, {5, 7}, {5, 7, 11}, {5, 7, 11, 13}, {5, 7, 11, 13, 17}
  };

  /** From the least to the largest member at most: p, p + 4, p + 6, p + 10, p + 12, p + 16. */
  private static final long MAX_SPAN = 16;

  private final SieveProblem problem;
  private final int k;

  /** The bits of a word at which a tuplet may begin. */
  private final long begins;

  /**
   * Looks for tuplets of {@code k} primes in the interval of {@code problem}, by the wheel whatever
   * its algorithm.
   *
   * @param k 2 to 6
   * @throws IllegalArgumentException naming the option, its value and what is accepted
   */
  public Tuplets(SieveProblem problem, int k) {
    if (k < 2 || k > 6) {
      throw new IllegalArgumentException("--tuplets %s: accepted: 2 to 6".formatted(k));
    }
    this.problem = problem.by(SieveAlgorithm.WHEEL);
    this.k = k;
    long mask = 0;
    for (int residue : LEAST[k - 2]) {
      mask |= 0x0101_0101_0101_0101L << Wheel.bitOf(residue);
    }
    begins = mask;
  }

  /** Counts them; collective, the same on every rank. */
  public long count(Execution execution, PhaseClock clock) {
    BlockTally.Task task =
        (sieve, first, last, sums) -> {
          for (long[] _ : early(first, last)) {
            sums[0]++;
          }
          scan(sieve, first, last, (_, ones) -> sums[0] += Long.bitCount(ones));
        };
    return new BlockTally(execution).sums(problem, 1, task, clock)[0];
  }

  /**
   * Writes them in order, one a line, such as {@code (11, 13)}; otherwise as {@link
   * PrimeListing#write}.
   */
  public void write(Execution execution, OutputStream out) {
    PrimeListing.write(problem, this::print, execution, out);
  }

  private void print(BlockSieve sieve, long first, long last, DecimalLines lines) {
    for (long[] tuplet : early(first, last)) {
      lines.appendTuple(tuplet);
    }
    scan(
        sieve,
        first,
        last,
        (firstByte, ones) -> {
          for (long rest = ones; rest != 0; rest &= rest - 1) {
            lines.appendTuple(members(firstByte, Long.numberOfTrailingZeros(rest)));
          }
        });
  }

  private long[][] early(long first, long last) {
    return Arrays.stream(OFF_THE_WHEEL)
        .filter(tuplet -> tuplet.length == k && first <= tuplet[0] && tuplet[0] <= last)
        .filter(tuplet -> tuplet[k - 1] <= problem.limit())
        .toArray(long[][]::new);
  }

  private long[] members(long firstByte, int bit) {
    long[] members = new long[k];
    members[0] = firstByte * Wheel.SPAN + Wheel.OFFSETS[bit];
    for (int i = 1; i < k; i++) {
      members[i] = members[i - 1] + Wheel.GAPS[(bit + i - 1) & 7];
    }
    return members;
  }

  /** Shows the tuplets whose least member is in [first, last], also those that go on beyond it. */
  private void scan(BlockSieve sieve, long first, long last, Words words) {
    Scanner scanner = new Scanner(last, words);
    long end = last + Math.min(MAX_SPAN, problem.limit() - last);
    ((WheelSieve) sieve).scan(first, end, scanner);
    scanner.settle(0);
  }

  /** Takes the tuplets that begin in the 8 bytes from {@code firstByte} on, a bit each. */
  private interface Words {
    void take(long firstByte, long ones);
  }

  /** Looks at each word when the next one is known, into which a tuplet may go on. */
  private final class Scanner implements WheelSieve.Visitor {
    private final long last;
    private final Words words;
    private long word;
    private long wordByte;

    private Scanner(long last, Words words) {
      this.last = last;
      this.words = words;
    }

    @Override
    public void visit(byte[] bits, int length, long firstByte) {
      for (int i = 0; i < length; i += Long.BYTES) {
        long next = Wheel.word(bits, i);
        settle(next);
        word = next;
        wordByte = firstByte + i;
      }
    }

    private void settle(long next) {
      long ones = word & begins;
      for (int i = 1; i < k; i++) {
        ones &= word >>> i | next << (Long.SIZE - i);
      }
      if (ones != 0) {
        words.take(wordByte, ones & upToLast());
      }
    }

    /** The bits of the word that stand for numbers up to the last of the block. */
    private long upToLast() {
      long bytes = last / Wheel.SPAN - wordByte;
      if (bytes >= Long.BYTES) {
        return -1L;
      }
      long below = (1L << (Byte.SIZE * bytes)) - 1;
      long inside = Wheel.bitsUpTo((int) (last % Wheel.SPAN));
      return bytes < 0 ? 0 : below | inside << (Byte.SIZE * bytes);
    }
  }
}
