package hpc.fieldio;

import hpc.diffusion.FieldView;
import hpc.diffusion.Grid;
import hpc.exec.Execution;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/**
 * A field made small enough to be seen: the mean of each square block of points, on rank 0. Each
 * rank reduces its share first, so that only pixels travel.
 *
 * <p>Blocks lie across shares, and a sum of floating-point numbers depends on their order. So
 * values are counted in whole 2^-20ths of the range, whose sums are exact: every layout gives the
 * same picture. A block has 2^40 points at most, so a sum fits.
 */
final class PixelMeans {

  /** Beyond this a picture fits no screen and no column of a page. */
  static final int LONGEST_SIDE = 1200;

  private static final int LEVELS = 1 << 20;

  /** Values read at a time. */
  private static final int PIECE = 1 << 12;

  private final Grid grid;
  private final int block;
  private final int width;
  private final int height;
  private final long[] sums;

  private PixelMeans(Grid grid, int block) {
    this.grid = grid;
    this.block = block;
    this.height = pixels(grid.nx());
    this.width = pixels(grid.ny());
    this.sums = new long[height * width];
  }

  private int pixels(long points) {
    return (int) Math.ceilDiv(points, (long) block);
  }

  /** Points along one edge of a block. */
  static int block(Grid grid) {
    return (int) Math.ceilDiv(Math.max(grid.nx(), grid.ny()), (long) LONGEST_SIDE);
  }

  /** Reduces and gathers the field; collective. What it returns is complete on rank 0 only. */
  static PixelMeans of(FieldView field, ValueRange range, Execution execution) {
    PixelMeans all = new PixelMeans(field.problem().grid(), block(field.problem().grid()));
    RankPixels share = all.new RankPixels(field);
    share.reduce(field, range, execution);
    for (byte[] message : execution.ranks().gather(share.toBytes())) {
      all.add(ByteBuffer.wrap(message));
    }
    return all;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** The mean of a block, 0 at the lowest value of the range and 1 at the highest. */
  double part(int row, int column) {
    long points = extent(row, grid.nx()) * extent(column, grid.ny());
    return (double) sums[row * width + column] / points / LEVELS;
  }

  /** The last block of an edge may be smaller. */
  private long extent(int pixel, long points) {
    return Math.min(block, points - (long) pixel * block);
  }

  private void add(ByteBuffer message) {
    int firstRow = message.getInt();
    int rows = message.getInt();
    int firstColumn = message.getInt();
    int columns = message.getInt();
    LongBuffer values = message.asLongBuffer();
    for (int row = firstRow; row < firstRow + rows; row++) {
      for (int column = firstColumn; column < firstColumn + columns; column++) {
        sums[row * width + column] += values.get();
      }
    }
  }

  /** The pixels that one rank has points in. */
  private final class RankPixels {

    private final int firstRow;
    private final int firstColumn;
    private final int rows;
    private final int columns;
    private final long[] sums;

    RankPixels(FieldView field) {
      this.firstRow = (int) (field.firstRow() / block);
      this.firstColumn = (int) (field.firstColumn() / block);
      this.rows = (int) ((field.firstRow() + field.rows() - 1) / block) - firstRow + 1;
      this.columns = (int) ((field.firstColumn() + field.columns() - 1) / block) - firstColumn + 1;
      this.sums = new long[rows * columns];
    }

    void reduce(FieldView field, ValueRange range, Execution execution) {
      execution
          .ranges()
          .split(
              0,
              rows,
              (_, from, to) -> {
                double[] piece = new double[Math.min(PIECE, field.columns())];
                for (int row = (int) from; row < to; row++) {
                  reduceRow(field, range, row, piece);
                }
              });
    }

    /** Adds up the points of one row of pixels. */
    private void reduceRow(FieldView field, ValueRange range, int row, double[] piece) {
      long start = (long) (firstRow + row) * block - field.firstRow();
      long end = Math.min(field.rows(), start + block);
      for (int i = (int) Math.max(0, start); i < end; i++) {
        for (int column = 0; column < field.columns(); column += piece.length) {
          int count = Math.min(piece.length, field.columns() - column);
          field.copy(i, column, count, piece, 0);
          long number = field.firstColumn() + column - (long) firstColumn * block;
          add(piece, count, range, row * columns, number);
        }
      }
    }

    /**
     * Adds points to the pixels from {@code pixel} on, the first being {@code number} columns in.
     */
    private void add(double[] points, int count, ValueRange range, int pixel, long number) {
      int next = 0;
      while (next < count) {
        long across = (number + next) / block;
        long end = Math.min(count, (across + 1) * block - number);
        long sum = 0;
        for (; next < end; next++) {
          sum += (long) (range.part(points[next]) * LEVELS + 0.5);
        }
        sums[pixel + (int) across] += sum;
      }
    }

    byte[] toBytes() {
      ByteBuffer bytes = ByteBuffer.allocate(4 * Integer.BYTES + sums.length * Long.BYTES);
      bytes.putInt(firstRow).putInt(rows).putInt(firstColumn).putInt(columns);
      bytes.asLongBuffer().put(sums);
      return bytes.array();
    }
  }
}
