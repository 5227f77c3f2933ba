package hpc.mpi;

import hpc.mpi.Credentials.KeyShare;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import jdk.net.ExtendedSocketOptions;

/**
 * The first bytes on every connection: both ends prove by their {@link Credentials} that they are
 * of the job, and get keys that fit this connection alone.
 *
 * <pre>
 *   guest  magic, share of the key, hello
 *   host                                  share of the key
 *   guest  proof
 *   host                                  proof
 * </pre>
 *
 * <p>A proof is one of the whole conversation: of both shares, of which end makes it, of what the
 * guest says of itself and of the host it wants, and of the addresses that the two ends see. So it
 * fits no other connection, and who sits between the two cannot pass for either.
 */
final class Handshake {

  /** A stranger that says nothing or dawdles is dropped after this long. */
  private static final Duration HOST_LIMIT = Duration.ofSeconds(4);

  /** A guest waits longer: it chose whom to ask, and a busy node may answer slowly. */
  static final Duration GUEST_LIMIT = Duration.ofSeconds(10);

  private static final byte[] MAGIC = "hpc-mpi2".getBytes(StandardCharsets.US_ASCII);

  /** Of a hello and of a proof; MUNGE makes a few hundred. */
  private static final int MAX_BYTES = 4096;

  private static final int ADMITTED = 1;

  private final SocketChannel channel;
  private final Socket socket;
  private final InputStream in;
  private final long deadline;

  private Handshake(SocketChannel channel, Duration limit) throws IOException {
    this.channel = channel;
    this.socket = channel.socket();
    this.in = socket.getInputStream();
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
   * @param host the rank that it takes the host for
   * @param rank its rank
   * @param size the ranks of its job
   * @param node the name of its node
   * @param version the version of its program
   */
  record Hello(Purpose purpose, int host, int rank, int size, String node, String version) {

    /** The word of rank {@code identity.rank()} to rank {@code host}. */
    static Hello of(RankIdentity identity, Purpose purpose, int host) {
      return new Hello(
          purpose, host, identity.rank(), identity.size(), identity.node(), programVersion());
    }

    static String programVersion() {
      String version = Handshake.class.getPackage().getImplementationVersion();
      return version == null ? "unpackaged" : version;
    }

    private byte[] encode() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeUTF(purpose.name());
      out.writeInt(host);
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
          data.readInt(),
          data.readUTF(),
          data.readUTF());
    }
  }

  /** What the host has learned. */
  record Guest(Hello hello, AuthenticChannel channel) {}

  /**
   * Starts a thread for a handshake, or for what it is part of.
   *
   * @throws IOException if this user may have no more threads
   */
  static void start(String name, Runnable handshake) throws IOException {
    try {
      Thread.ofPlatform().daemon().name(name).start(handshake);
    } catch (OutOfMemoryError e) {
      throw new IOException("this user may have no more threads", e);
    }
  }

  /** Closes a connection that has come to nothing. */
  static void hangUp(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // it is gone already
    }
  }

  /**
   * The guest's part, on a connection it has just made.
   *
   * @param millis how long it may take
   * @throws IOException if the other end does not answer in time or is not of the job
   */
  static AuthenticChannel offer(
      SocketChannel channel, Credentials credentials, Hello hello, long millis) throws IOException {
    Duration limit = Duration.ofMillis(Math.clamp(millis, 1, GUEST_LIMIT.toMillis()));
    Handshake handshake = new Handshake(channel, limit);
    KeyShare mine = credentials.share();
    byte[] word = hello.encode();
    handshake.send(MAGIC, mine.shown(), length(word), word);
    byte[] theirs = handshake.receive(KeyShare.BYTES);
    byte[] ends = ends(channel.getLocalAddress(), channel.getRemoteAddress());
    byte[] talk = digest(MAGIC, mine.shown(), theirs, ends, word);
    handshake.sendSome(credentials.prove(statement(Role.GUEST, talk)));
    credentials.check(handshake.receiveSome(), statement(Role.HOST, talk));
    byte[] agreed = mine.agree(theirs);
    handshake.settle();
    return new AuthenticChannel(
        channel, key(Role.GUEST, agreed, talk), key(Role.HOST, agreed, talk));
  }

  /**
   * The host's part, on a connection it has just accepted.
   *
   * @return what the guest, who is of the job, says of itself
   * @throws WrongProof if the guest has tried to prove what is not so
   * @throws IOException if the guest is a stranger
   */
  static Guest accept(SocketChannel channel, Credentials credentials) throws IOException {
    Handshake handshake = new Handshake(channel, HOST_LIMIT);
    if (!Arrays.equals(handshake.receive(MAGIC.length), MAGIC)) {
      throw new ProtocolException("not one of ours");
    }
    byte[] theirs = handshake.receive(KeyShare.BYTES);
    byte[] word = handshake.receiveSome();
    KeyShare mine = credentials.share();
    handshake.send(mine.shown());
    byte[] ends = ends(channel.getRemoteAddress(), channel.getLocalAddress());
    byte[] talk = digest(MAGIC, theirs, mine.shown(), ends, word);
    byte[] proof = handshake.receiveSome();
    try {
      credentials.check(proof, statement(Role.GUEST, talk));
    } catch (IOException e) {
      throw new WrongProof(channel.socket().getInetAddress(), e);
    }
    Hello hello = Hello.decode(word);
    byte[] agreed = mine.agree(theirs);
    handshake.sendSome(credentials.prove(statement(Role.HOST, talk)));
    handshake.settle();
    AuthenticChannel authentic =
        new AuthenticChannel(channel, key(Role.HOST, agreed, talk), key(Role.GUEST, agreed, talk));
    return new Guest(hello, authentic);
  }

  /** Somebody who knows how ranks speak but is none of this job. */
  static final class WrongProof extends IOException {
    private static final long serialVersionUID = 1;

    private WrongProof(InetAddress address, IOException reason) {
      super("from %s: %s".formatted(address.getHostAddress(), reason.getMessage()), reason);
    }
  }

  /** Keeps one end's proof from being sent back to it as the other's. */
  private enum Role {
    GUEST,
    HOST
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

  private static byte[] length(byte[] part) {
    return new byte[] {(byte) (part.length >> 8), (byte) part.length};
  }

  /** Both addresses and ports; a node may know its interface by a name that others do not. */
  private static byte[] ends(SocketAddress guest, SocketAddress host) {
    ByteArrayOutputStream ends = new ByteArrayOutputStream();
    for (SocketAddress end : new SocketAddress[] {guest, host}) {
      InetSocketAddress address = (InetSocketAddress) end;
      ends.writeBytes(address.getAddress().getAddress());
      ends.writeBytes(new byte[] {(byte) (address.getPort() >> 8), (byte) address.getPort()});
    }
    return ends.toByteArray();
  }

  private static byte[] statement(Role role, byte[] talk) {
    return digest(role.name().getBytes(StandardCharsets.US_ASCII), talk);
  }

  /** The digest of parts whose lengths nobody can shift. */
  static byte[] digest(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(length(part));
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The key of what {@code speaker} says. */
  private static SecretKey key(Role speaker, byte[] agreed, byte[] talk) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              AuthenticChannel.CIPHER,
              HKDFParameterSpec.ofExtract()
                  .addIKM(agreed)
                  .addSalt(talk)
                  .thenExpand(
                      speaker.name().getBytes(StandardCharsets.US_ASCII),
                      AuthenticChannel.KEY_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 25 on has HKDF", e);
    }
  }

  private void send(byte[]... parts) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    socket.getOutputStream().write(whole.toByteArray());
  }

  private void sendSome(byte[] part) throws IOException {
    send(length(part), part);
  }

  private byte[] receiveSome() throws IOException {
    byte[] length = receive(2);
    int bytes = ((length[0] & 0xff) << 8) | (length[1] & 0xff);
    if (bytes > MAX_BYTES) {
      throw new ProtocolException("%s bytes".formatted(bytes));
    }
    return receive(bytes);
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
  private void settle() throws IOException {
    socket.setSoTimeout(0);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 10);
    channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 5);
    channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 4);
  }
}
