package hpc.mpi;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import jdk.net.ExtendedSocketOptions;

/**
 * The first bytes on every connection: both ends prove that they know the secret of the job, by a
 * keyed hash (HMAC-SHA256) over a fresh random number of each end and the guest's {@link Hello}.
 * The secret itself is never sent, and an overheard proof fits no other connection.
 *
 * <pre>
 *   guest  magic, random number, length, hello
 *   host                                         random number
 *   guest  proof
 *   host                                         proof
 * </pre>
 */
final class Handshake {

  /** A stranger that says nothing or dawdles is dropped after this long. */
  private static final Duration HOST_LIMIT = Duration.ofSeconds(4);

  /** A guest waits longer: it chose whom to ask, and a busy node may answer slowly. */
  private static final Duration GUEST_LIMIT = Duration.ofSeconds(10);

  private static final byte[] MAGIC = "hpc-mpi1".getBytes(StandardCharsets.US_ASCII);
  private static final int RANDOM_BYTES = 16;
  private static final int PROOF_BYTES = 32;
  private static final int MAX_HELLO_BYTES = 1024;
  private static final int ADMITTED = 1;

  private final Socket socket;
  private final InputStream in;
  private final String secret;
  private final long deadline;

  private Handshake(SocketChannel channel, String secret, Duration limit) throws IOException {
    this.socket = channel.socket();
    this.in = socket.getInputStream();
    this.secret = secret;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /** What a connection is for. */
  enum Purpose {
    /** the control channel of a rank */
    CONTROL,
    /** messages from the guest to the host */
    FROM_GUEST,
    /** messages from the host to the guest */
    TO_GUEST
  }

  /**
   * What the guest says of itself.
   *
   * @param purpose what it wants the connection for
   * @param rank its rank
   * @param size the ranks of its job
   * @param node the name of its node
   * @param version the version of its program
   */
  record Hello(Purpose purpose, int rank, int size, String node, String version) {

    /** The word of rank {@code identity.rank()}. */
    static Hello of(RankIdentity identity, Purpose purpose) {
      return new Hello(
          purpose, identity.rank(), identity.size(), identity.node(), programVersion());
    }

    static String programVersion() {
      String version = Handshake.class.getPackage().getImplementationVersion();
      return version == null ? "unpackaged" : version;
    }

    private byte[] encode() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeUTF(purpose.name());
      out.writeInt(rank);
      out.writeInt(size);
      out.writeUTF(node);
      out.writeUTF(version);
      return bytes.toByteArray();
    }

    private static Hello decode(byte[] bytes) throws IOException {
      DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes));
      return new Hello(
          Purpose.valueOf(data.readUTF()),
          data.readInt(),
          data.readInt(),
          data.readUTF(),
          data.readUTF());
    }
  }

  /**
   * The guest's part, on a connection it has just made.
   *
   * @throws IOException if the other end does not answer in time or does not know the secret
   */
  static void offer(SocketChannel channel, String secret, Hello hello) throws IOException {
    Handshake handshake = new Handshake(channel, secret, GUEST_LIMIT);
    byte[] mine = random();
    byte[] word = hello.encode();
    handshake.send(MAGIC, mine, new byte[] {(byte) (word.length >> 8), (byte) word.length}, word);
    byte[] theirs = handshake.receive(RANDOM_BYTES);
    handshake.send(handshake.proof("guest", mine, theirs, word));
    handshake.check(handshake.proof("host", mine, theirs, word));
    handshake.settle(channel);
  }

  /**
   * The host's part, on a connection it has just accepted.
   *
   * @return what the guest, who knows the secret, says of itself
   * @throws IOException if the guest is a stranger
   */
  static Hello accept(SocketChannel channel, String secret) throws IOException {
    Handshake handshake = new Handshake(channel, secret, HOST_LIMIT);
    if (!Arrays.equals(handshake.receive(MAGIC.length), MAGIC)) {
      throw new ProtocolException("not one of ours");
    }
    byte[] theirs = handshake.receive(RANDOM_BYTES);
    byte[] length = handshake.receive(2);
    int helloBytes = ((length[0] & 0xff) << 8) | (length[1] & 0xff);
    if (helloBytes > MAX_HELLO_BYTES) {
      throw new ProtocolException("a hello of " + helloBytes + " bytes");
    }
    byte[] word = handshake.receive(helloBytes);
    byte[] mine = random();
    handshake.send(mine);
    handshake.check(handshake.proof("guest", theirs, mine, word));
    Hello hello = Hello.decode(word);
    handshake.send(handshake.proof("host", theirs, mine, word));
    handshake.settle(channel);
    return hello;
  }

  /** Tells a guest that it is let in, on a connection whose handshake is done. */
  static void admit(SocketChannel channel) throws IOException {
    channel.socket().getOutputStream().write(ADMITTED);
  }

  /**
   * Waits for {@link #admit}. A guest with several connections to one host is let in on one of
   * them, and has to know on which.
   *
   * @throws IOException if the host turns this guest away or takes too long
   */
  static void awaitAdmission(SocketChannel channel) throws IOException {
    Socket socket = channel.socket();
    socket.setSoTimeout((int) GUEST_LIMIT.toMillis());
    if (socket.getInputStream().read() != ADMITTED) {
      throw new ProtocolException("turned away");
    }
    socket.setSoTimeout(0);
  }

  private static byte[] random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** The role keeps one end's proof from being sent back to it as the other's. */
  private byte[] proof(String role, byte[] guestRandom, byte[] hostRandom, byte[] word) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(role.getBytes(StandardCharsets.US_ASCII));
      mac.update(guestRandom);
      mac.update(hostRandom);
      return mac.doFinal(word);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private void check(byte[] expected) throws IOException {
    if (!MessageDigest.isEqual(receive(PROOF_BYTES), expected)) {
      throw new ProtocolException("does not know the secret of this job");
    }
  }

  private void send(byte[]... parts) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    socket.getOutputStream().write(whole.toByteArray());
  }

  /** Reads with one deadline for the whole handshake: single bytes cannot stretch it. */
  private byte[] receive(int length) throws IOException {
    byte[] bytes = new byte[length];
    int at = 0;
    while (at < length) {
      long millisLeft = (deadline - System.nanoTime()) / 1_000_000;
      if (millisLeft <= 0) {
        throw new SocketTimeoutException("the handshake takes too long");
      }
      socket.setSoTimeout((int) millisLeft);
      int read = in.read(bytes, at, length - at);
      if (read < 0) {
        throw new EOFException("closed during the handshake");
      }
      at += read;
    }
    return bytes;
  }

  /**
   * Sets the connection up for the job: waits without end, small messages at once, and the system
   * notices within half a minute that the other node or the line to it is gone.
   */
  private void settle(SocketChannel channel) throws IOException {
    socket.setSoTimeout(0);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 10);
    channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 5);
    channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 4);
  }
}
