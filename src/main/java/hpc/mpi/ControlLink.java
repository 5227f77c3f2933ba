package hpc.mpi;

import hpc.mpi.ControlMessage.Beat;
import hpc.mpi.Handshake.AuthenticChannel;
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
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * One end of the control connection between rank 0 and another rank. Each message is encrypted: a
 * connection on which one was changed or lost has ended.
 */
final class ControlLink {

  /** Room for where a hundred thousand ranks listen. */
  private static final int LONGEST_BYTES = 1 << 23;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final Encryption outgoing;
  private final Encryption incoming;
  private final AtomicInteger beatsInSilence = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Encrypts the messages of one direction of a connection, or decrypts them (AES-GCM). They are
   * numbered: one that was changed, left out, repeated or inserted cannot be decrypted, nor can any
   * after it. For use by one thread at a time.
   */
  static final class Encryption {

    /** Bytes that encryption adds to a message. */
    static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;

    private final SecretKey key;
    private final Cipher cipher;
    private long number;

    Encryption(SecretKey key) {
      this.key = key;
      try {
        cipher = Cipher.getInstance("AES/GCM/NoPadding");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has AES-GCM", e);
      }
    }

    byte[] encrypt(byte[] message) {
      try {
        return next(Cipher.ENCRYPT_MODE, message);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every message can be encrypted", e);
      }
    }

    /** Throws an IOException if it is not the next message of the other end. */
    byte[] decrypt(byte[] message) throws IOException {
      try {
        return next(Cipher.DECRYPT_MODE, message);
      } catch (GeneralSecurityException e) {
        throw new IOException("a control message was changed or lost on its way", e);
      }
    }

    private byte[] next(int mode, byte[] message) throws GeneralSecurityException {
      byte[] nonce = new byte[NONCE_BYTES];
      ByteBuffer.wrap(nonce).putLong(number++);
      cipher.init(mode, key, new GCMParameterSpec(Byte.SIZE * TAG_BYTES, nonce));
      return cipher.doFinal(message);
    }
  }

  ControlLink(AuthenticChannel channel) throws IOException {
    socket = channel.channel().socket();
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    outgoing = new Encryption(channel.outgoing());
    incoming = new Encryption(channel.incoming());
  }

  /** The address of the other end, as this end sees it. */
  InetAddress peerAddress() {
    return socket.getInetAddress();
  }

  /**
   * Begins to listen, on a thread of its own.
   *
   * @param received gets each message except heartbeats
   * @param lost gets the reason when the connection ends, also when this end closed it
   */
  void listen(Consumer<ControlMessage> received, Consumer<String> lost) {
    Thread.ofPlatform().daemon().name("hpc-control").start(() -> lost.accept(readAll(received)));
  }

  private String readAll(Consumer<ControlMessage> received) {
    try {
      while (true) {
        ControlMessage message = read();
        beatsInSilence.set(0);
        if (!(message instanceof Beat)) {
          received.accept(message);
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
    if (length < Encryption.TAG_BYTES || length > LONGEST_BYTES) {
      throw new ProtocolException("a control message of %s bytes".formatted(length));
    }
    byte[] encrypted = new byte[length];
    in.readFully(encrypted);
    return ControlMessage.read(
        new DataInputStream(new ByteArrayInputStream(incoming.decrypt(encrypted))));
  }

  /** Sends {@code message} if the connection still exists; if not, the listener reports it. */
  synchronized void send(ControlMessage message) {
    try {
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      message.write(new DataOutputStream(plain));
      byte[] encrypted = outgoing.encrypt(plain.toByteArray());
      out.writeInt(encrypted.length);
      out.write(encrypted);
      out.flush();
    } catch (IOException e) {
      // the listener gets the same error and reports it
    }
  }

  /** Sends a heartbeat; returns how many were sent since the other end was last heard. */
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
