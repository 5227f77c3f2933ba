package hpc.mpi;

import hpc.mpi.ControlMessage.Beat;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One end of the control connection between rank 0 and another rank. Each message is closed by a
 * {@link Seal}: a connection on which one was changed or lost has ended.
 */
final class ControlLink {

  /** Room for where a hundred thousand ranks listen. */
  private static final int LONGEST_BYTES = 1 << 23;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final Seal outgoing;
  private final Seal incoming;
  private final AtomicInteger beatsInSilence = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Takes over a connection whose handshake is done. */
  ControlLink(AuthenticChannel channel) throws IOException {
    socket = channel.channel().socket();
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    outgoing = new Seal(channel.outgoing());
    incoming = new Seal(channel.incoming());
  }

  /** The address of the other end, as this end sees it. */
  InetAddress peerAddress() {
    return socket.getInetAddress();
  }

  /**
   * Begins to listen, on a thread of its own.
   *
   * @param heard is given each message but signs of life
   * @param lost is given the reason when the connection ends, also when this end closed it
   */
  void listen(Consumer<ControlMessage> heard, Consumer<String> lost) {
    Thread.ofPlatform().daemon().name("hpc-control").start(() -> lost.accept(readAll(heard)));
  }

  private String readAll(Consumer<ControlMessage> heard) {
    try {
      while (true) {
        ControlMessage message = read();
        beatsInSilence.set(0);
        if (!(message instanceof Beat)) {
          heard.accept(message);
        }
      }
    } catch (EOFException e) {
      return "connection closed";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } finally {
      closed.countDown();
    }
  }

  private ControlMessage read() throws IOException {
    int length = in.readInt();
    if (length < Seal.EXTRA_BYTES || length > LONGEST_BYTES) {
      throw new ProtocolException("a control message of %s bytes".formatted(length));
    }
    byte[] closed = new byte[length];
    in.readFully(closed);
    return ControlMessage.read(
        new DataInputStream(new ByteArrayInputStream(incoming.open(closed))));
  }

  /** Says {@code message}, if there still is somebody to hear it: the listener tells if not. */
  synchronized void send(ControlMessage message) {
    try {
      ByteArrayOutputStream open = new ByteArrayOutputStream();
      message.write(new DataOutputStream(open));
      byte[] closed = outgoing.close(open.toByteArray());
      out.writeInt(closed.length);
      out.write(closed);
      out.flush();
    } catch (IOException e) {
      // the listener gets the same news, and it is its office to spread them
    }
  }

  /** Gives a sign of life; returns how many were given since the other end was last heard. */
  int beat() {
    send(new Beat());
    return beatsInSilence.incrementAndGet();
  }

  /**
   * Waits until the other end has closed the connection. To close first could take back what was
   * just sent: the system resets a connection that is closed with something unread in it.
   */
  void awaitClosed(long millis) {
    try {
      if (!closed.await(Math.max(0, millis), TimeUnit.MILLISECONDS)) {
        close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone already
    }
  }
}
