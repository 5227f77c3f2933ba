package hpc.diffusion;

import static hpc.mpi.Communicator.NO_RANK;

/**
 * The share of one rank: some rows, some columns, and what is beside them. Numbers of rows and
 * columns are global.
 *
 * <p>A side is open if the field goes on there, on another rank or, with periodic sides, on this
 * one; else it is a wall, where a {@link Boundary} holds. Directions are -1, 0 or 1 towards x
 * (rows) and towards y (columns).
 *
 * @param ranks all shares
 * @param sides the boundaries of the whole field
 * @param rank whose share
 */
record Block(RankGrid ranks, Boundaries sides, int rank) {

  long firstRow() {
    return ranks.rows().first(placeX());
  }

  long firstColumn() {
    return ranks.columns().first(placeY());
  }

  long rows() {
    return ranks.rows().count(placeX());
  }

  long columns() {
    return ranks.columns().count(placeY());
  }

  /** The rank that holds the block in a direction; {@code NO_RANK} beyond a wall. */
  int neighbour(int towardsX, int towardsY) {
    int x = wrapped(placeX() + towardsX, ranks.alongX(), sides.rowsWrap());
    int y = wrapped(placeY() + towardsY, ranks.alongY(), sides.columnsWrap());
    return x == NO_RANK || y == NO_RANK ? NO_RANK : x * ranks.alongY() + y;
  }

  boolean opens(int towardsX, int towardsY) {
    return neighbour(towardsX, towardsY) != NO_RANK;
  }

  /** What holds on the side of the whole field in a direction, one of four. */
  Boundary side(int towardsX, int towardsY) {
    return towardsX != 0
        ? (towardsX < 0 ? sides.top() : sides.bottom())
        : (towardsY < 0 ? sides.left() : sides.right());
  }

  /** Whether rows go on above or below, on every rank or on none. */
  boolean rowsContinue() {
    return ranks.alongX() > 1 || sides.rowsWrap();
  }

  /** Whether columns go on to the left or right, on every rank or on none. */
  boolean columnsContinue() {
    return ranks.alongY() > 1 || sides.columnsWrap();
  }

  private int placeX() {
    return rank / ranks.alongY();
  }

  private int placeY() {
    return rank % ranks.alongY();
  }

  private static int wrapped(int place, int places, boolean wrap) {
    if (wrap) {
      return Math.floorMod(place, places);
    }
    return place < 0 || place >= places ? NO_RANK : place;
  }
}
