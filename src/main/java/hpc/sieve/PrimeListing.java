package hpc.sieve;

import hpc.exec.Execution;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Prints the primes of an interval in order, one a line.
 *
 * <p>In each round every thread of every rank sieves the next block and turns it into text; rank 0
 * gathers the text in order of ranks and writes it. Converting digits costs more than sieving, so
 * that it, too, is shared by all cores.
 */
public final class PrimeListing {

  /**
   * Numbers per block: up to 1.3 MB of text, so that a round fits memory, gathers in one piece and
   * is written while the next is made; the last one, after which nothing is made, is soon out.
   */
  private static final long MAX_BLOCK = 1 << 21;

  private final SieveProblem problem;

  /** Lists the primes that {@code problem} describes. */
  public PrimeListing(SieveProblem problem) {
    this.problem = problem;
  }

  /**
   * Writes the list to {@code out}, which is flushed but not closed; collective. Ranks other than 0
   * write nothing.
   *
   * @throws IllegalArgumentException if the problem does not fit the execution
   * @throws UncheckedIOException if {@code out} takes no more: a full disk, a closed pipe
   */
  public void write(Execution execution, OutputStream out) {
    write(
        problem,
        (sieve, first, last, lines) -> sieve.forEach(first, last, lines::append),
        execution,
        out);
  }

  @FunctionalInterface
  interface Printer {
    /** Appends the lines that belong to [first, last]. */
    void print(BlockSieve sieve, long first, long last, DecimalLines lines);
  }

  /** Writes what {@code printer} prints of the blocks of {@code problem}, in their order. */
  static void write(SieveProblem problem, Printer printer, Execution execution, OutputStream out) {
    BlockTally.requireFit(problem, execution);
    long length = Math.min(MAX_BLOCK, problem.algorithm().blockLength(problem, execution.cores()));
    Blocks blocks = problem.blocks(length);
    if (blocks.count() == 0) {
      return;
    }
    Supplier<BlockSieve> sieves = problem.algorithm().workers(problem, length);
    int threads = execution.ranges().threads();
    long perRound = (long) threads * execution.ranks().size();
    Page[] pages = new Page[threads];
    for (int i = 0; i < threads; i++) {
      pages[i] = new Page(sieves.get(), printer);
    }
    for (long round = 0; round < blocks.count(); round += perRound) {
      long mine = round + (long) threads * execution.ranks().rank();
      execution
          .ranges()
          .split(0, threads, (_, page, _) -> pages[(int) page].fill(blocks, mine + page));
      for (byte[] text : execution.ranks().gather(bind(pages))) {
        write(text, out);
      }
    }
  }

  private static byte[] bind(Page[] pages) {
    int length = Math.toIntExact(Arrays.stream(pages).mapToLong(page -> page.lines.length()).sum());
    byte[] text = new byte[length];
    int at = 0;
    for (Page page : pages) {
      page.lines.copyTo(text, at);
      at += page.lines.length();
    }
    return text;
  }

  private static void write(byte[] text, OutputStream out) {
    try {
      out.write(text);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the primes: " + e.getMessage(), e);
    }
  }

  private static final class Page {
    private final BlockSieve sieve;
    private final Printer printer;
    private final DecimalLines lines = new DecimalLines(1 << 16);

    private Page(BlockSieve sieve, Printer printer) {
      this.sieve = sieve;
      this.printer = printer;
    }

    private void fill(Blocks blocks, long block) {
      lines.clear();
      if (block < blocks.count()) {
        printer.print(sieve, blocks.first(block), blocks.last(block), lines);
      }
    }
  }
}
