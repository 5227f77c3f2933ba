package hpc.mpi;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** What ranks that are processes do alike: they look at what is asked for before they do it. */
abstract class ProcessCommunicator implements Communicator {

  /** Sends {@code values}, doubles, to another rank. */
  abstract void sendValues(MemorySegment values, int peer);

  /** Receives what {@link #sendValues} of another rank sends, as many. */
  abstract void receiveValues(MemorySegment values, int peer);

  @Override
  public final void send(double[] values, int offset, int count, int peer) {
    Objects.checkFromIndexSize(offset, count, values.length);
    if (peer != NO_RANK) {
      requireOther(peer);
      sendValues(part(values, offset, count), peer);
    }
  }

  @Override
  public final void receive(double[] values, int offset, int count, int peer) {
    Objects.checkFromIndexSize(offset, count, values.length);
    if (peer != NO_RANK) {
      requireOther(peer);
      receiveValues(part(values, offset, count), peer);
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
}
