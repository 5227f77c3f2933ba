package hpc.diffusion;

import static hpc.mpi.Communicator.NO_RANK;

import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.mpi.Communicator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Swaps edges with the up to eight blocks around one, as deep as a sweep has steps.
 *
 * <p>Sending does not wait for the receiver, so that all edges leave before anything is received
 * and the ranks compute meanwhile. Corners go straight to their blocks: no message waits for
 * another one. Two blocks may neighbour each other on several sides; what one sends in some order
 * of directions, the other receives in the same order.
 *
 * <p>A block that is its own neighbour, between periodic sides, copies instead.
 */
final class HaloExchange {

  /** Points along one axis, ghosts beyond either end, and walls there: 1, or 0 if it is open. */
  private record Axis(int points, int ghosts, int wallBefore, int wallAfter) {

    /** Where the points begin that go towards {@code direction}. */
    int edge(int direction) {
      return direction > 0 ? points - ghosts : direction < 0 ? 0 : -wallBefore;
    }

    /** Where the points belong that came towards {@code direction}: beyond the opposite end. */
    int ghost(int direction) {
      return direction > 0 ? -ghosts : direction < 0 ? points : -wallBefore;
    }

    /** How many points that is; across the direction the ghosts of walls go along. */
    int count(int direction) {
      return direction == 0 ? wallBefore + points + wallAfter : ghosts;
    }
  }

  /**
   * What goes towards one direction: from here to the next block there, and from the block on the
   * other side to here.
   */
  private static final class Message {

    private final int to;
    private final int from;
    private final int edge;
    private final int ghosts;
    private final int columns;
    private final int stride;
    private final double[] points;

    Message(FieldLayout layout, Axis x, Axis y, int towardsX, int towardsY) {
      Block block = layout.block();
      this.to = block.neighbour(towardsX, towardsY);
      this.from = block.neighbour(-towardsX, -towardsY);
      this.edge = layout.index(x.edge(towardsX), y.edge(towardsY));
      this.ghosts = layout.index(x.ghost(towardsX), y.ghost(towardsY));
      this.columns = y.count(towardsY);
      this.stride = layout.stride();
      boolean used = to != NO_RANK || from != NO_RANK;
      this.points = new double[used ? x.count(towardsX) * columns : 0];
    }

    void pack(double[] field) {
      for (int at = 0, source = edge; at < points.length; at += columns, source += stride) {
        System.arraycopy(field, source, points, at, columns);
      }
    }

    void unpack(double[] field) {
      for (int at = 0, target = ghosts; at < points.length; at += columns, target += stride) {
        System.arraycopy(points, at, field, target, columns);
      }
    }
  }

  private final Communicator ranks;
  private final List<Message> beside;
  private final List<Message> aboveAndBelow;

  HaloExchange(Communicator ranks, FieldLayout layout) {
    this.ranks = ranks;
    Block block = layout.block();
    Axis x = new Axis(layout.rows(), layout.ghostRows(), wall(block, -1, 0), wall(block, 1, 0));
    Axis y =
        new Axis(layout.columns(), layout.ghostColumns(), wall(block, 0, -1), wall(block, 0, 1));
    this.beside = Stream.of(-1, 1).map(towardsY -> new Message(layout, x, y, 0, towardsY)).toList();
    this.aboveAndBelow =
        Stream.of(-1, 1)
            .flatMap(towardsX ->
                Stream.of(-1, 0, 1).map(towardsY -> new Message(layout, x, y, towardsX, towardsY)))
            .toList();
  }

  /** Sends all edges of {@code field}; they may change when the call returns. */
  void send(double[] field, PhaseClock clock) {
    clock.in(
        Phase.COMMUNICATION,
        () -> {
          beside.forEach(message -> send(message, field));
          aboveAndBelow.forEach(message -> send(message, field));
        });
  }

  void receiveBeside(double[] field, PhaseClock clock) {
    beside.forEach(message -> receive(message, field, clock));
  }

  /** Receives the ghosts above and below, corners included. */
  void receiveAboveAndBelow(double[] field, PhaseClock clock) {
    aboveAndBelow.forEach(message -> receive(message, field, clock));
  }

  private void send(Message message, double[] field) {
    if (message.to != NO_RANK) {
      message.pack(field);
      if (message.to != ranks.rank()) {
        ranks.send(message.points, 0, message.points.length, message.to);
      }
    }
  }

  private void receive(Message message, double[] field, PhaseClock clock) {
    if (message.from != NO_RANK) {
      if (message.from != ranks.rank()) {
        clock.in(
            Phase.WAIT,
            () -> ranks.receive(message.points, 0, message.points.length, message.from));
      }
      clock.in(Phase.COMMUNICATION, () -> message.unpack(field));
    }
  }

  private static int wall(Block block, int towardsX, int towardsY) {
    return block.opens(towardsX, towardsY) ? 0 : 1;
  }
}
