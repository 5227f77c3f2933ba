package hpc.mpi;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
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
 * <p>A proof covers the whole conversation: both shares, which end makes it, what the guest says of
 * itself and of the host it wants, and the addresses that the two ends see. So it fits no other
 * connection, and nobody between the two can pass for either.
 */
final class Handshake {

  /** A stranger that says nothing or dawdles is dropped after this long. */
  private static final long HOST_MILLIS = 4_000;

  /** A guest waits longer: it chose the host, and a busy node may answer slowly. */
  static final long GUEST_MILLIS = 10_000;

  // of the keys
  static final String CIPHER = "AES";
  static final int KEY_BYTES = 32;

  private static final byte[] MAGIC = "hpc-mpi2".getBytes(StandardCharsets.US_ASCII);

  /** Of a hello and of a proof; MUNGE makes a few hundred. */
  private static final int MAX_BYTES = 4096;

  private static final int ADMITTED = 1;

  private final SocketChannel channel;
  private final Socket socket;
  private final long deadline;

  private Handshake(SocketChannel channel, long millis) {
    this.channel = channel;
    this.socket = channel.socket();
    this.deadline = System.nanoTime() + millis * 1_000_000;
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

  /** The two ends; it keeps one end's proof from being sent back to it as the other's. */
  private enum Role {
    GUEST,
    HOST
  }

  /** What the guest says of itself, and the rank that it takes the host for. */
  record Hello(Purpose purpose, int host, int rank, int size, String node, String version) {

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
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      return new Hello(
          Purpose.valueOf(in.readUTF()),
          in.readInt(),
          in.readInt(),
          in.readInt(),
          in.readUTF(),
          in.readUTF());
    }
  }

  /**
   * A connection between two ranks of this job, and the keys of what this end and the other send.
   */
  record AuthenticChannel(
      SocketChannel channel, Hello guest, SecretKey outgoing, SecretKey incoming) {

    void close() {
      Handshake.close(channel);
    }
  }

  /** Somebody who speaks the protocol but is not of this job. */
  static final class WrongProof extends IOException {
    private static final long serialVersionUID = 1;

    private WrongProof(InetAddress address, IOException reason) {
      super("from %s: %s".formatted(address.getHostAddress(), reason.getMessage()), reason);
    }
  }

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
  static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // it is gone already
    }
  }

  /**
   * The guest's part, on a connection it has just made.
   *
   * @throws IOException if the other end does not answer in time or is not of the job
   */
  static AuthenticChannel offer(
      SocketChannel channel, Credentials credentials, Hello hello, long millis) throws IOException {
    Handshake handshake = new Handshake(channel, Math.clamp(millis, 1, GUEST_MILLIS));
    KeyShare mine = credentials.share();
    byte[] word = hello.encode();
    handshake.send(MAGIC, mine.shown(), twoBytes(word.length), word);
    byte[] theirs = handshake.receive(KeyShare.BYTES);
    byte[] ends = ends(channel.getLocalAddress(), channel.getRemoteAddress());
    byte[] talk = digest(MAGIC, mine.shown(), theirs, ends, word);
    handshake.sendPart(credentials.prove(statement(Role.GUEST, talk)));
    credentials.check(handshake.receivePart(), statement(Role.HOST, talk));
    byte[] agreed = mine.agree(theirs);
    handshake.configure();
    return new AuthenticChannel(
        channel, hello, key(Role.GUEST, agreed, talk), key(Role.HOST, agreed, talk));
  }

  /**
   * The host's part, on a connection it has just accepted.
   *
   * @throws WrongProof if the guest's proof is wrong
   * @throws IOException if the guest is a stranger
   */
  static AuthenticChannel accept(SocketChannel channel, Credentials credentials)
      throws IOException {
    Handshake handshake = new Handshake(channel, HOST_MILLIS);
    if (!Arrays.equals(handshake.receive(MAGIC.length), MAGIC)) {
      throw new ProtocolException("not one of ours");
    }
    byte[] theirs = handshake.receive(KeyShare.BYTES);
    byte[] word = handshake.receivePart();
    KeyShare mine = credentials.share();
    handshake.send(mine.shown());
    byte[] ends = ends(channel.getRemoteAddress(), channel.getLocalAddress());
    byte[] talk = digest(MAGIC, theirs, mine.shown(), ends, word);
    byte[] proof = handshake.receivePart();
    try {
      credentials.check(proof, statement(Role.GUEST, talk));
    } catch (IOException e) {
      throw new WrongProof(channel.socket().getInetAddress(), e);
    }
    Hello hello = Hello.decode(word);
    byte[] agreed = mine.agree(theirs);
    handshake.sendPart(credentials.prove(statement(Role.HOST, talk)));
    handshake.configure();
    return new AuthenticChannel(
        channel, hello, key(Role.HOST, agreed, talk), key(Role.GUEST, agreed, talk));
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
    socket.setSoTimeout((int) GUEST_MILLIS);
    if (socket.getInputStream().read() != ADMITTED) {
      throw new ProtocolException("turned away");
    }
    socket.setSoTimeout(0);
  }

  private static byte[] twoBytes(int number) {
    return ByteBuffer.allocate(Short.BYTES).putShort((short) number).array();
  }

  /** Both addresses and ports; a node may know its interface by a name that others do not. */
  private static byte[] ends(SocketAddress guest, SocketAddress host) {
    ByteArrayOutputStream ends = new ByteArrayOutputStream();
    for (SocketAddress end : new SocketAddress[] {guest, host}) {
      InetSocketAddress address = (InetSocketAddress) end;
      ends.writeBytes(address.getAddress().getAddress());
      ends.writeBytes(twoBytes(address.getPort()));
    }
    return ends.toByteArray();
  }

  private static byte[] statement(Role role, byte[] talk) {
    return digest(role.name().getBytes(StandardCharsets.US_ASCII), talk);
  }

  /** The digest of parts; with their lengths, so that no byte can move from one to the next. */
  static byte[] digest(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(twoBytes(part.length));
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The key of what {@code sender} sends. */
  private static SecretKey key(Role sender, byte[] agreed, byte[] talk) {
    byte[] info = sender.name().getBytes(StandardCharsets.US_ASCII);
    HKDFParameterSpec.Builder extract = HKDFParameterSpec.ofExtract().addIKM(agreed).addSalt(talk);
    try {
      return KDF.getInstance("HKDF-SHA256").deriveKey(CIPHER, extract.thenExpand(info, KEY_BYTES));
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

  /** Sends a part of any length, which {@link #receivePart} receives. */
  private void sendPart(byte[] part) throws IOException {
    send(twoBytes(part.length), part);
  }

  private byte[] receivePart() throws IOException {
    int length = Short.toUnsignedInt(ByteBuffer.wrap(receive(Short.BYTES)).getShort());
    if (length > MAX_BYTES) {
      throw new ProtocolException("%s bytes".formatted(length));
    }
    return receive(length);
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
      int read = socket.getInputStream().read(bytes, at, length - at);
      if (read < 0) {
        throw new EOFException("closed during the handshake");
      }
      at += read;
    }
    return bytes;
  }

  /**
   * Prepares the connection for the job: reads wait without end, small messages leave at once, and
   * the system notices within half a minute that the other node or the line to it is gone.
   */
  private void configure() throws IOException {
    socket.setSoTimeout(0);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 10);
    channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 5);
    channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 4);
  }
}
