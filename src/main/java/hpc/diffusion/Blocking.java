package hpc.diffusion;

import java.util.OptionalInt;

/**
 * The wishes for temporal blocking; what is left open is chosen by rule.
 *
 * @param steps {@code --block-steps}: time steps per sweep, and so the depth of halos
 * @param columns {@code --block-columns}: columns of a tile
 * @param cacheBytes the second-level cache of a core; 0 if not known
 */
public record Blocking(OptionalInt steps, OptionalInt columns, long cacheBytes) {

  /**
   * The shape of temporal blocking.
   *
   * @param steps time steps per sweep over memory, and the depth of halos
   * @param columns columns of a tile
   */
  record Tiling(int steps, int columns) {}

  /** All by rule, on a machine that reports nothing. */
  public static final Blocking AUTO = byRule(0);

  /** What most servers of the years 2018 to 2025 have for a second level, or less. */
  private static final long USUAL_CACHE_BYTES = 1 << 20;

  private static final int MOST = 1 << 20;

  /**
   * The rows of a tile may take three times a second-level cache of 1 MiB or less. The front passes
   * over them in order, so that what has dropped out is fetched ahead from the third level, while
   * narrow tiles pay for their edges: on an AMD EPYC with 1 MiB a tile of 4096 columns and 16
   * steps, 1.4 MiB, makes 4900 MLUP/s, two of 2048 4300, four of 1024 3950; at 8192 columns, 2.7
   * MiB, it is 4800 against 4300 for two of 4096.
   */
  private static final int TILE_CACHES = 3;

  /**
   * A larger second level holds the tile itself, with a quarter left for what passes through: on an
   * Intel Xeon with 2 MiB and a slow third level, two tiles of 4096 columns, 1.3 MiB, make 2400
   * MLUP/s at 8192 columns where rows in one piece, 4.6 MiB, make 2150.
   */
  private static final long LARGE_CACHE_BYTES = 2 << 20;

  /** With fewer steps memory holds the sweep up: 8 make 3100 MLUP/s where 16 make 4900. */
  private static final int FEWEST_STEPS = 16;

  /** With more than these nothing is gained, and seams and halos grow. */
  private static final int MOST_STEPS = 32;

  /** Rows of a tile that are in use beside one per step. */
  private static final int MORE_ROWS = 5;

  /**
   * A sweep takes no more steps than a quarter of a thread's rows or of a block's edge: a halo is
   * computed twice, half of it on average, which adds no more than an eighth for each side.
   */
  private static final int EDGE_SHARE = 4;

  static Blocking byRule(long cacheBytes) {
    return new Blocking(OptionalInt.empty(), OptionalInt.empty(), cacheBytes);
  }

  /**
   * Rejects numbers out of range.
   *
   * @throws IllegalArgumentException naming the option
   */
  public Blocking {
    steps.ifPresent(given -> Validate.between("--block-steps", given, 1, MOST));
    columns.ifPresent(given -> Validate.between("--block-columns", given, 1, MOST));
  }

  /**
   * Settles the shape. As many steps are taken as let whole rows fit, from {@value #FEWEST_STEPS}
   * to {@value #MOST_STEPS}, or fewer if the share of a thread or rank is small; tiles are then as
   * wide as fits.
   *
   * @param block a share of the field
   * @param threads of each rank
   * @param stepsOfRun time steps of the whole run
   * @throws IllegalArgumentException naming {@code --block-steps} if more are asked for than a halo
   *     can be deep
   */
  Tiling over(Block block, int threads, long stepsOfRun) {
    long tileBytes = tileBytes();
    int sweepSteps = steps.isPresent() ? asked(block) : fitting(tileBytes, block, threads);
    long fittingColumns = tileBytes / rowBytes(1) / (sweepSteps + MORE_ROWS);
    return new Tiling(
        (int) Math.min(sweepSteps, steps.isPresent() ? MOST : stepsOfRun),
        columns.orElse(Math.clamp(fittingColumns, 1, MOST)));
  }

  /**
   * The shape for a scheme that passes over memory in every step, whole rows at a time.
   *
   * @throws IllegalArgumentException naming the option that asks for something else
   */
  Tiling stepByStep(Block block) {
    if (steps.orElse(1) > 1) {
      throw new IllegalArgumentException(
          "--block-steps %s: accepted with --scheme adi: 1".formatted(steps.getAsInt()));
    }
    columns.ifPresent(given -> {
      throw new IllegalArgumentException(
          "--block-columns %s: accepted with --scheme explicit".formatted(given));
    });
    return new Tiling(1, (int) block.columns());
  }

  private long tileBytes() {
    long cache = cacheBytes > 0 ? cacheBytes : USUAL_CACHE_BYTES;
    return cache < LARGE_CACHE_BYTES ? TILE_CACHES * cache : cache - cache / 4;
  }

  private int asked(Block block) {
    int given = steps.getAsInt();
    if (given > deepestHalo(block)) {
      throw new IllegalArgumentException(
          "--block-steps %s: halos are as deep, and a neighbour has %s rows or columns to give; accepted: 1 to %s"
              .formatted(given, deepestHalo(block), deepestHalo(block)));
    }
    return given;
  }

  private int fitting(long tileBytes, Block block, int threads) {
    long wholeRows = tileBytes / rowBytes(block.ranks().columns().most()) - MORE_ROWS;
    long ofEdge = Math.min(block.ranks().rows().least() / threads, deepestHalo(block)) / EDGE_SHARE;
    return Math.clamp(ofEdge, 1, Math.clamp(wholeRows, FEWEST_STEPS, MOST_STEPS));
  }

  private static long rowBytes(long points) {
    return 2 * Double.BYTES * points;
  }

  /** A halo comes from one neighbour: it is no deeper than the smallest block. */
  private static long deepestHalo(Block block) {
    long rows = block.rowsContinue() ? block.ranks().rows().least() : MOST;
    long columns = block.columnsContinue() ? block.ranks().columns().least() : MOST;
    return Math.min(rows, columns);
  }
}
