package hpc.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes on a thread of its own, so that computing the next piece overlaps with the reader of a
 * pipe. Made for few, large writes.
 *
 * <p>A failure to write is thrown by the next call, at the latest by {@link #close}.
 */
final class BackgroundOutput extends OutputStream {

  /** One piece that is being written, one that is ready. */
  private static final int PIECES = 2;

  private static final byte[] END = new byte[0];

  private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(PIECES);
  private final OutputStream target;
  private final Thread writer;
  private volatile IOException failure;

  /** Writes to {@code target}, which stays open. */
  BackgroundOutput(OutputStream target) {
    this.target = target;
    this.writer = Thread.ofPlatform().daemon().name("output").start(this::writeAll);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (length > 0) {
      hand(Arrays.copyOfRange(bytes, from, from + length));
    }
  }

  /** Writes what is left; only after this has all been written. */
  @Override
  public void close() throws IOException {
    hand(END);
    try {
      writer.join();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    throwFailure();
  }

  private void hand(byte[] piece) throws IOException {
    throwFailure();
    try {
      pieces.put(piece);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void throwFailure() throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  /** After a failure discards the pieces, so that {@link #write} does not wait for room. */
  private void writeAll() {
    try {
      for (byte[] piece = pieces.take(); piece.length > 0; piece = pieces.take()) {
        if (failure == null) {
          writeNow(piece);
        }
      }
    } catch (InterruptedException e) {
      failure = interrupted(e);
    }
  }

  private void writeNow(byte[] piece) {
    try {
      target.write(piece);
      target.flush();
    } catch (IOException e) {
      failure = e;
    }
  }

  private static InterruptedIOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException exception = new InterruptedIOException("interrupted while writing");
    exception.initCause(cause);
    return exception;
  }
}
