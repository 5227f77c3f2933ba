package hpc.diffusion;

import java.util.Arrays;

/**
 * The ghost points at the walls of one rank, from the {@link Boundary} of each.
 *
 * <p>Those of a fixed side are written once, by {@link #hold}. Those of a side that follows its
 * edge, insulated or with a flux, are brought up to date after every update of the edge, by {@link
 * #follow}. Where the field goes on beyond a side the ghosts belong to {@link HaloExchange}.
 */
final class GhostCells {

  /**
   * A side of this rank.
   *
   * @param follows whether its ghosts follow the edge: a wall that fixes no value
   * @param rise how much more than the edge they hold
   */
  private record Side(boolean follows, double rise) {

    static Side of(Block block, int towardsX, int towardsY, double spacing, double diffusivity) {
      Boundary boundary = block.side(towardsX, towardsY);
      boolean follows = !block.opens(towardsX, towardsY) && boundary.followsEdge();
      return new Side(follows, boundary.rise(spacing, diffusivity));
    }
  }

  private final FieldLayout layout;
  private final Block block;
  private final Side top;
  private final Side bottom;
  private final Side left;
  private final Side right;

  /** The ghosts of one share. */
  GhostCells(DiffusionProblem problem, FieldLayout layout, Block block) {
    this.layout = layout;
    this.block = block;
    Grid grid = problem.grid();
    Medium medium = problem.medium();
    this.top = Side.of(block, -1, 0, grid.dx(), medium.kx());
    this.bottom = Side.of(block, 1, 0, grid.dx(), medium.kx());
    this.left = Side.of(block, 0, -1, grid.dy(), medium.ky());
    this.right = Side.of(block, 0, 1, grid.dy(), medium.ky());
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

  /** Brings the ghosts of rows {@code [fromRow, toRow)}, columns {@code [from, to)} up to date. */
  void follow(double[] field, int fromRow, int toRow, int from, int to) {
    if (left.follows && from == 0) {
      followColumn(field, fromRow, toRow, 0, -1, left.rise);
    }
    if (right.follows && to == layout.columns()) {
      followColumn(field, fromRow, toRow, to - 1, to, right.rise);
    }
    if (top.follows && fromRow == 0) {
      followRow(field, 0, -1, from, to, top.rise);
    }
    if (bottom.follows && toRow == layout.rows()) {
      followRow(field, toRow - 1, toRow, from, to, bottom.rise);
    }
  }

  private void followColumn(
      double[] field, int fromRow, int toRow, int edge, int ghost, double rise) {
    for (int row = fromRow; row < toRow; row++) {
      field[layout.index(row, ghost)] = field[layout.index(row, edge)] + rise;
    }
  }

  private void followRow(double[] field, int edge, int ghost, int from, int to, double rise) {
    int source = layout.index(edge, from);
    int target = layout.index(ghost, from);
    for (int j = 0; j < to - from; j++) {
      field[target + j] = field[source + j] + rise;
    }
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
