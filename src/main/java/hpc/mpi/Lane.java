package hpc.mpi;

import java.lang.foreign.MemorySegment;
import java.net.ProtocolException;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKey;

/**
 * The messages of one kind from one rank to another, at one of the two. Each travels in a frame:
 * its words and a tag, by which the other end knows that it is the next one, as it was sent.
 *
 * <p>For use by one thread at a time, except {@link #count} and {@link #isBusy}.
 */
final class Lane {

  private final MessageTags tags;
  private long[] frame = new long[2];
  private final AtomicLong count = new AtomicLong();
  private volatile boolean busy;

  Lane(SecretKey key, int kind) {
    tags = new MessageTags(key, kind);
  }

  private static int words(int bytes) {
    return Math.ceilDiv(bytes, Long.BYTES);
  }

  /** Words of the frame of a message of so many bytes. */
  static int frameWords(int bytes) {
    return words(bytes) + 1;
  }

  /** Room for the frame of a message of so many bytes, which {@link #open} reads. */
  long[] begin(int bytes) {
    makeRoom(bytes);
    busy = true;
    return frame;
  }

  private void makeRoom(int bytes) {
    if (frame.length < frameWords(bytes)) {
      frame = new long[frameWords(bytes)];
    }
  }

  /** The frame of the next message. */
  long[] frame(MemorySegment message) {
    int bytes = Math.toIntExact(message.byteSize());
    int words = words(bytes);
    makeRoom(bytes);
    frame[words - 1] = 0; // the message may leave part of its last word
    MemorySegment.copy(message, 0, MemorySegment.ofArray(frame), 0, bytes);
    frame[words] = tags.next(frame, words);
    count.incrementAndGet();
    return frame;
  }

  /**
   * Takes the next message out of the frame of {@link #begin}.
   *
   * @throws ProtocolException if it is not what the other end has sent next
   */
  void open(MemorySegment message) throws ProtocolException {
    int bytes = Math.toIntExact(message.byteSize());
    int words = words(bytes);
    if (tags.next(frame, words) != frame[words]) {
      throw new ProtocolException("was changed or lost on its way");
    }
    MemorySegment.copy(MemorySegment.ofArray(frame), 0, message, 0, bytes);
    // nothing of it may pass for a message that does not come
    frame[words] = 0;
    count.incrementAndGet();
    busy = false;
  }

  /** The messages that this end has begun to send, or has received. */
  long count() {
    return count.get();
  }

  /** Whether a message is awaited. */
  boolean isBusy() {
    return busy;
  }
}
