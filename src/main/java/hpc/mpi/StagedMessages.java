package hpc.mpi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Messages between arrays and MPI, in pieces, through memory outside the heap: what MPI sends or
 * receives must not move, and a garbage collection may move an array whenever MPI is not called.
 *
 * <p>The pieces are a pipeline: while one is under way the next is copied, on both sides. A piece
 * that has just been received is used again at once, one that was sent only after all others: MPI
 * may still use it although it is done. What was sent and not received stays in this rank's memory.
 */
final class StagedMessages {

  /** Two of them fit a second-level cache with what is copied, and the time of a copy is small. */
  static final int PIECE_BYTES = 1 << 16;

  /** Pieces that are awaited at once. */
  private static final int AHEAD = 4;

  private final MpiCalls mpi;
  private final Consumer<MemorySegment> await;
  private final Deque<Piece> free = new ArrayDeque<>();
  private final Deque<Piece> leaving = new ArrayDeque<>();

  /** Room for a piece, and for the request of the operation on it. */
  record Piece(MemorySegment bytes, MemorySegment request) {

    private static Piece allocate() {
      // for as long as the process lives: nothing has to be asked at each call
      return new Piece(
          Arena.global().allocate(PIECE_BYTES, Long.BYTES),
          Arena.global().allocate(ValueLayout.JAVA_LONG));
    }
  }

  StagedMessages(MpiCalls mpi, Consumer<MemorySegment> await) {
    this.mpi = mpi;
    this.await = await;
  }

  /** Copies and sends; does not wait for the receiver. */
  void send(MemorySegment values, int peer, int tag) {
    for (long at = 0; at < values.byteSize(); at += PIECE_BYTES) {
      reclaim();
      Piece piece = take();
      post(piece, values, at, peer, tag);
      leaving.add(piece);
    }
  }

  /** Sends, and waits until the receiver has all but the last pieces. */
  void sendSlowly(MemorySegment values, int peer, int tag) {
    Deque<Piece> ours = new ArrayDeque<>();
    for (long at = 0; at < values.byteSize(); at += PIECE_BYTES) {
      Piece piece = ours.size() < AHEAD ? take() : finished(ours.remove());
      post(piece, values, at, peer, tag);
      ours.add(piece);
    }
    leaving.addAll(ours);
  }

  private void post(Piece piece, MemorySegment values, long at, int peer, int tag) {
    int bytes = length(values, at);
    MemorySegment.copy(values, at, piece.bytes, 0, bytes);
    mpi.send(piece.bytes, bytes, peer, tag, piece.request);
  }

  /** Receives what {@link #send} sends of as many bytes; waits for it. */
  void receive(MemorySegment values, int peer, int tag) {
    Deque<Piece> awaited = new ArrayDeque<>();
    long posted = 0;
    for (long at = 0; at < values.byteSize(); at += PIECE_BYTES) {
      while (posted < values.byteSize() && awaited.size() < AHEAD) {
        Piece piece = take();
        mpi.receive(piece.bytes, length(values, posted), peer, tag, piece.request);
        awaited.add(piece);
        posted += PIECE_BYTES;
      }
      Piece piece = finished(awaited.remove());
      MemorySegment.copy(piece.bytes, 0, values, at, length(values, at));
      free.push(piece);
    }
  }

  private static int length(MemorySegment values, long at) {
    return (int) Math.min(PIECE_BYTES, values.byteSize() - at);
  }

  private Piece finished(Piece piece) {
    await.accept(piece.request);
    return piece;
  }

  /** A free piece; {@link #giveBack} it. */
  Piece take() {
    Piece piece = free.poll();
    return piece == null ? Piece.allocate() : piece;
  }

  void giveBack(Piece piece) {
    free.push(piece);
  }

  /** Looks at two of the pieces under way, one more than each call adds: so none is forgotten. */
  private void reclaim() {
    for (int i = Math.min(2, leaving.size()); i > 0; i--) {
      Piece piece = leaving.remove();
      if (mpi.isDone(piece.request)) {
        free.add(piece);
      } else {
        leaving.add(piece);
      }
    }
  }

  /** Whether the receivers have got everything. */
  boolean isAllReceived() {
    reclaim();
    return leaving.isEmpty();
  }
}
