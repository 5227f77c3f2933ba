package hpc.mpi;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** What the communicators between processes have in common. */
abstract sealed class ProcessCommunicator implements Communicator
    permits MpjCommunicator, NativeCommunicator {

  // kinds of messages, which are received independently of each other
  private static final int VALUES_TAG = 0;
  private static final int GATHER_TAG = 1;

  /** Tags from here on are free for the transport. */
  static final int FIRST_FREE_TAG = 2;

  final JobControl control;

  ProcessCommunicator(JobControl control) {
    this.control = control;
  }

  /** Sends an array of any length; does not wait for the receiver. */
  abstract void send(MemorySegment values, int peer, int tag);

  /** Receives as many bytes as {@link #send} of another rank sends. */
  abstract void receive(MemorySegment values, int peer, int tag);

  /** Sends to rank 0 as it takes the bytes: it need not have room for those of all ranks. */
  abstract void sendSlowly(MemorySegment values, int tag);

  /** Receives on rank 0 what {@link #sendSlowly} sends. */
  abstract void receiveSlowly(MemorySegment values, int peer, int tag);

  /** Leaves the library that carries the messages, after the last barrier. */
  abstract void leaveTransport();

  @Override
  public final int rank() {
    return control.identity.rank();
  }

  @Override
  public final int size() {
    return control.identity.size();
  }

  @Override
  public final void send(double[] values, int offset, int count, int peer) {
    Objects.checkFromIndexSize(offset, count, values.length);
    if (peer != NO_RANK) {
      requireOther(peer);
      send(part(values, offset, count), peer, VALUES_TAG);
    }
  }

  @Override
  public final void receive(double[] values, int offset, int count, int peer) {
    Objects.checkFromIndexSize(offset, count, values.length);
    if (peer != NO_RANK) {
      requireOther(peer);
      receive(part(values, offset, count), peer, VALUES_TAG);
    }
  }

  private static MemorySegment part(double[] values, int offset, int count) {
    return MemorySegment.ofArray(values)
        .asSlice((long) offset * Double.BYTES, (long) count * Double.BYTES);
  }

  /** Rejects ranks that this one cannot exchange messages with. */
  final void requireOther(int peer) {
    if (peer < 0 || peer >= size() || peer == rank()) {
      throw new IllegalArgumentException(
          "rank %s of %s cannot exchange messages with rank %s".formatted(rank(), size(), peer));
    }
  }

  @Override
  public final byte[][] gather(byte[] message) {
    long[] length = {message.length};
    if (rank() != 0) {
      send(MemorySegment.ofArray(length), 0, GATHER_TAG);
      sendSlowly(MemorySegment.ofArray(message), GATHER_TAG);
      return new byte[0][];
    }
    byte[][] messages = new byte[size()][];
    messages[0] = message.clone();
    for (int peer = 1; peer < size(); peer++) {
      receive(MemorySegment.ofArray(length), peer, GATHER_TAG);
      messages[peer] = new byte[Math.toIntExact(length[0])];
      receiveSlowly(MemorySegment.ofArray(messages[peer]), peer, GATHER_TAG);
    }
    return messages;
  }

  /**
   * Ends the whole job because this rank cannot go on: every rank's process ends with {@code
   * exitCode}, and one line names this rank and the reason. Does not return, unless the handler of
   * this communicator does.
   *
   * @param reason what went wrong here, in one line
   */
  @Override
  public final void abort(int exitCode, String reason) {
    control.abort(exitCode, reason);
  }

  /**
   * Waits for all ranks, however long they compute, and then leaves within seconds. When a rank is
   * lost meanwhile, the job ends as ever. A rank that fails must not call this, its peers may be
   * anywhere in their work: it calls {@link #abort}.
   */
  @Override
  public void close() {
    barrier();
    leaveTransport();
    control.leave();
  }
}
