package hpc.diffusion;

import java.util.Arrays;

/**
 * The ghost points at the walls of one rank, from the {@link Boundary} of each.
 *
 * <p>Those of a fixed side are written once, by {@link #hold}. Those of an insulated side mirror
 * their edge points and follow every update of them, by {@link #follow}. Where the field goes on
 * beyond a side the ghosts belong to {@link HaloExchange}.
 */
final class GhostCells {

  private final FieldLayout layout;
  private final Block block;
  private final boolean mirrorsTop;
  private final boolean mirrorsBottom;
  private final boolean mirrorsLeft;
  private final boolean mirrorsRight;

  /** The ghosts of one share. */
  GhostCells(FieldLayout layout, Block block) {
    this.layout = layout;
    this.block = block;
    Boundaries sides = block.sides();
    this.mirrorsTop = !block.opens(-1, 0) && sides.top() instanceof Boundary.Insulated;
    this.mirrorsBottom = !block.opens(1, 0) && sides.bottom() instanceof Boundary.Insulated;
    this.mirrorsLeft = !block.opens(0, -1) && sides.left() instanceof Boundary.Insulated;
    this.mirrorsRight = !block.opens(0, 1) && sides.right() instanceof Boundary.Insulated;
  }

  /** Writes the values of fixed sides, along the ghosts of open sides too. */
  void hold(double[] field) {
    Boundaries sides = block.sides();
    if (!block.opens(0, -1)) {
      holdColumn(field, -1, sides.left());
    }
    if (!block.opens(0, 1)) {
      holdColumn(field, layout.columns(), sides.right());
    }
    if (!block.opens(-1, 0)) {
      holdRow(field, -1, sides.top());
    }
    if (!block.opens(1, 0)) {
      holdRow(field, layout.rows(), sides.bottom());
    }
  }

  /** Brings the mirrors of rows {@code [fromRow, toRow)}, columns {@code [from, to)} up to date. */
  void follow(double[] field, int fromRow, int toRow, int from, int to) {
    if (mirrorsLeft && from == 0) {
      mirrorColumn(field, fromRow, toRow, 0, -1);
    }
    if (mirrorsRight && to == layout.columns()) {
      mirrorColumn(field, fromRow, toRow, to - 1, to);
    }
    if (mirrorsTop && fromRow == 0) {
      mirrorRow(field, 0, -1, from, to);
    }
    if (mirrorsBottom && toRow == layout.rows()) {
      mirrorRow(field, toRow - 1, toRow, from, to);
    }
  }

  private void mirrorColumn(double[] field, int fromRow, int toRow, int edge, int ghost) {
    for (int row = fromRow; row < toRow; row++) {
      field[layout.index(row, ghost)] = field[layout.index(row, edge)];
    }
  }

  private void mirrorRow(double[] field, int edge, int ghost, int from, int to) {
    System.arraycopy(field, layout.index(edge, from), field, layout.index(ghost, from), to - from);
  }

  private void holdColumn(double[] field, int column, Boundary side) {
    if (side instanceof Boundary.Fixed fixed) {
      for (int row = -layout.ghostRows(); row < layout.rows() + layout.ghostRows(); row++) {
        field[layout.index(row, column)] = fixed.value();
      }
    }
  }

  private void holdRow(double[] field, int row, Boundary side) {
    if (side instanceof Boundary.Fixed fixed) {
      int from = layout.index(row, -layout.ghostColumns());
      Arrays.fill(field, from, from + layout.columns() + 2 * layout.ghostColumns(), fixed.value());
    }
  }
}
