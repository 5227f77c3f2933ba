package hpc.diffusion;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ghost points that a rank sets by itself, from the {@link Boundary} of each side.
 *
 * <p>A fixed side is written once, by {@link #holdColumns} and {@link #holdRows}. The others follow
 * their edge points after every update, by {@link #follow}, called by the worker that has just
 * updated the rows. The ghost rows between ranks are not touched here but by {@link HaloExchange}.
 */
final class GhostCells {

  /** A ghost row takes the values of a row of this rank. */
  private record RowCopy(int fromRow, int ghostRow) {}

  private final FieldLayout layout;
  private final Boundaries sides;
  private final boolean first;
  private final boolean last;
  private final int leftSource;
  private final int rightSource;
  private final List<RowCopy> rowCopies;

  /**
   * The ghosts of one rank.
   *
   * @param layout rows of this rank
   * @param sides boundaries of the whole field
   * @param rank this rank
   * @param ranks ranks of the job
   */
  GhostCells(FieldLayout layout, Boundaries sides, int rank, int ranks) {
    this.layout = layout;
    this.sides = sides;
    this.first = rank == 0;
    this.last = rank == ranks - 1;
    int right = layout.columns();
    // a fixed ghost follows itself: no case distinction per row
    this.leftSource = source(sides.left(), -1, 0, right - 1);
    this.rightSource = source(sides.right(), right, right - 1, 0);
    int bottom = layout.rows();
    int topSource = first ? source(sides.top(), -1, 0, wrapped(bottom - 1, -1)) : -1;
    int bottomSource =
        last ? source(sides.bottom(), bottom, bottom - 1, wrapped(0, bottom)) : bottom;
    this.rowCopies =
        Stream.of(new RowCopy(topSource, -1), new RowCopy(bottomSource, bottom))
            .filter(copy -> copy.fromRow != copy.ghostRow)
            .toList();
  }

  /** Writes the fixed values beside rows {@code [fromRow, toRow)}. */
  void holdColumns(double[] field, int fromRow, int toRow) {
    for (int row = fromRow; row < toRow; row++) {
      field[layout.index(row, -1)] = fixed(sides.left());
      field[layout.index(row, layout.columns())] = fixed(sides.right());
    }
  }

  /** Writes the fixed values above and below the field, corners included. */
  void holdRows(double[] field) {
    if (first) {
      holdRow(field, -1, sides.top());
    }
    if (last) {
      holdRow(field, layout.rows(), sides.bottom());
    }
  }

  /** Brings the ghosts beside rows {@code [fromRow, toRow)} up to date. */
  void follow(double[] field, int fromRow, int toRow) {
    for (int row = fromRow; row < toRow; row++) {
      field[layout.index(row, -1)] = field[layout.index(row, leftSource)];
      field[layout.index(row, layout.columns())] = field[layout.index(row, rightSource)];
    }
    for (RowCopy copy : rowCopies) {
      if (fromRow <= copy.fromRow && copy.fromRow < toRow) {
        int source = layout.index(copy.fromRow, 0);
        System.arraycopy(field, source, field, layout.index(copy.ghostRow, 0), layout.columns());
      }
    }
  }

  private void holdRow(double[] field, int row, Boundary side) {
    int start = layout.index(row, -1);
    Arrays.fill(field, start, start + layout.columns() + 2, fixed(side));
  }

  /** The opposite edge row, if this rank holds it; else the ghost itself, which a message fills. */
  private int wrapped(int oppositeRow, int ghostRow) {
    return first && last ? oppositeRow : ghostRow;
  }

  private static int source(Boundary side, int ghost, int edge, int opposite) {
    return switch (side) {
      case Boundary.Fixed _ -> ghost;
      case Boundary.Insulated _ -> edge;
      case Boundary.Periodic _ -> opposite;
    };
  }

  /** The value of a fixed side; 0 where the ghost follows later anyway. */
  private static double fixed(Boundary side) {
    return side instanceof Boundary.Fixed held ? held.value() : 0;
  }
}
