package hpc.diffusion;

import java.util.Arrays;

/**
 * The ghost points at the walls of one rank, from the {@link Boundary} of each, and the heat that
 * enters there.
 *
 * <p>Those of a fixed side are written once, by {@link #hold}. Those of a side that follows its
 * edge, insulated or with a flux, are brought up to date after every update of the edge, by {@link
 * #follow}, once {@link #heat} has added what a flux brings. Where the field goes on beyond a side
 * the ghosts belong to {@link HaloExchange}.
 */
final class GhostCells {

  /**
   * A side of this rank.
   *
   * @param follows whether its ghosts follow the edge: a wall that fixes no value
   * @param heat what a step adds to a point of the edge
   */
  private record Side(boolean follows, double heat) {

    static Side of(Block block, int towardsX, int towardsY, double dt, double spacing) {
      Boundary boundary = block.side(towardsX, towardsY);
      boolean wall = !block.opens(towardsX, towardsY);
      return new Side(wall && boundary.followsEdge(), wall ? dt * boundary.heat() / spacing : 0);
    }
  }

  private final FieldLayout layout;
  private final Block block;
  private final Side top;
  private final Side bottom;
  private final Side left;
  private final Side right;

  GhostCells(DiffusionProblem problem, FieldLayout layout) {
    this.layout = layout;
    this.block = layout.block();
    Grid grid = problem.grid();
    double dt = problem.dt();
    this.top = Side.of(block, -1, 0, dt, grid.dx());
    this.bottom = Side.of(block, 1, 0, dt, grid.dx());
    this.left = Side.of(block, 0, -1, dt, grid.dy());
    this.right = Side.of(block, 0, 1, dt, grid.dy());
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

  /**
   * Adds the heat of one step to the points at the walls, among rows {@code [fromRow, toRow)},
   * columns {@code [from, to)}; at a corner that of the left or right wall first.
   */
  void heat(double[] field, int fromRow, int toRow, int from, int to) {
    if (left.heat != 0 && from == 0) {
      heatColumn(field, fromRow, toRow, 0, left.heat);
    }
    if (right.heat != 0 && to == layout.columns()) {
      heatColumn(field, fromRow, toRow, to - 1, right.heat);
    }
    if (top.heat != 0 && fromRow == 0) {
      heatRow(field, 0, from, to, top.heat);
    }
    if (bottom.heat != 0 && toRow == layout.rows()) {
      heatRow(field, toRow - 1, from, to, bottom.heat);
    }
  }

  private void heatColumn(double[] field, int fromRow, int toRow, int column, double heat) {
    for (int row = fromRow; row < toRow; row++) {
      field[layout.index(row, column)] += heat;
    }
  }

  private void heatRow(double[] field, int row, int from, int to, double heat) {
    int start = layout.index(row, from);
    for (int i = start; i < start + to - from; i++) {
      field[i] += heat;
    }
  }

  /** Brings the ghosts of rows {@code [fromRow, toRow)}, columns {@code [from, to)} up to date. */
  void follow(double[] field, int fromRow, int toRow, int from, int to) {
    if (left.follows && from == 0) {
      followColumn(field, fromRow, toRow, 0, -1);
    }
    if (right.follows && to == layout.columns()) {
      followColumn(field, fromRow, toRow, to - 1, to);
    }
    if (top.follows && fromRow == 0) {
      followRow(field, 0, -1, from, to);
    }
    if (bottom.follows && toRow == layout.rows()) {
      followRow(field, toRow - 1, toRow, from, to);
    }
  }

  private void followColumn(double[] field, int fromRow, int toRow, int edge, int ghost) {
    for (int row = fromRow; row < toRow; row++) {
      field[layout.index(row, ghost)] = field[layout.index(row, edge)];
    }
  }

  private void followRow(double[] field, int edge, int ghost, int from, int to) {
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
