package hpc.mpi;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Sits on ports where rank 0 might listen, each in a manner of its own, for {@link Intruder}. */
final class Squatter {

  private static final int MAGIC_BYTES = 8;

  private final Intruder intruder;
  private final Selector selector;

  private Squatter(Intruder intruder, Selector selector) {
    this.intruder = intruder;
    this.selector = selector;
  }

  /** What is done to who connects; the port decides. */
  enum Manner {
    HANG_UP,
    SAY_NOTHING,
    SAY_GARBAGE,
    ECHO,
    REPEAT,
    PASS_ON,
    PLAY_RANK_ZERO,
    SHOW_A_KEY_AND_NO_PROOF
  }

  /** Takes those of the ports that are wanted and free. */
  static void sit(Intruder intruder, IntPredicate wanted) throws IOException {
    Squatter squatter = new Squatter(intruder, Selector.open());
    for (int port : IntStream.rangeClosed(Intruder.FIRST_PORT, Intruder.LAST_PORT).toArray()) {
      if (wanted.test(port)) {
        squatter.take(port);
      }
    }
    Thread.ofPlatform().daemon().start(squatter::acceptAll);
  }

  /** Takes a port for a moment. */
  static void flicker(Intruder intruder, int port) {
    try (ServerSocketChannel squatted = ServerSocketChannel.open()) {
      squatted.bind(new InetSocketAddress(port));
      intruder.tries("flickers");
    } catch (IOException e) {
      // a rank has it
    }
  }

  private void take(int port) throws IOException {
    ServerSocketChannel squatted = ServerSocketChannel.open();
    try {
      squatted.bind(new InetSocketAddress(port));
      squatted.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      squatted.close();
    }
  }

  private void acceptAll() {
    while (true) {
      try {
        selector.select(key -> accept((ServerSocketChannel) key.channel()));
      } catch (IOException e) {
        throw new IllegalStateException("the system can tell who has come", e);
      }
    }
  }

  private void accept(ServerSocketChannel squatted) {
    try {
      SocketChannel rank = squatted.accept();
      if (rank != null) {
        rank.configureBlocking(true);
        Manner[] all = Manner.values();
        Manner manner = all[squatted.socket().getLocalPort() % all.length];
        intruder.tries("as host: " + manner);
        Thread.ofPlatform().daemon().start(() -> receive(rank, manner));
      }
    } catch (IOException e) {
      // who has come is gone
    }
  }

  private void receive(SocketChannel rank, Manner manner) {
    try (rank) {
      switch (manner) {
        case HANG_UP -> {}
        case SAY_NOTHING -> listen(rank);
        case SAY_GARBAGE -> sayGarbage(rank);
        case ECHO -> copy(rank, rank);
        case REPEAT -> repeat(overhear(rank));
        case PASS_ON -> passOn(rank);
        case PLAY_RANK_ZERO -> playRankZero(rank);
        case SHOW_A_KEY_AND_NO_PROOF -> {
          rank.write(ByteBuffer.wrap(new byte[3 * KeyShare.BYTES]));
          listen(rank);
        }
      }
    } catch (IOException e) {
      // the rank has seen enough
    }
  }

  private static void listen(SocketChannel rank) throws IOException {
    rank.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private static void sayGarbage(SocketChannel rank) throws IOException {
    byte[] garbage = new byte[100_000];
    new Random(rank.socket().getPort()).nextBytes(garbage);
    rank.write(ByteBuffer.wrap(garbage));
    listen(rank);
  }

  /** Gets a proof out of a rank. */
  private static byte[] overhear(SocketChannel rank) throws IOException {
    DataInputStream in = new DataInputStream(rank.socket().getInputStream());
    ByteArrayOutputStream overheard = new ByteArrayOutputStream();
    overheard.writeBytes(in.readNBytes(MAGIC_BYTES + KeyShare.BYTES));
    overheard.writeBytes(readSome(in));
    rank.write(ByteBuffer.wrap(KeyShare.keyPair().shown()));
    overheard.writeBytes(readSome(in));
    return overheard.toByteArray();
  }

  private static byte[] readSome(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort();
    ByteBuffer part = ByteBuffer.allocate(2 + length).putShort((short) length);
    in.readFully(part.array(), 2, length);
    return part.array();
  }

  /** Says to every rank here what another one has said. */
  private void repeat(byte[] overheard) {
    for (InetSocketAddress door : intruder.doors()) {
      try (SocketChannel host = Intruder.connect(door)) {
        intruder.tries("repeats");
        host.write(ByteBuffer.wrap(overheard));
        InputStream answer = host.socket().getInputStream();
        answer.readNBytes(KeyShare.BYTES);
        if (answer.read() >= 0) {
          intruder.isIn("by repeating, at " + door);
        }
      } catch (IOException e) {
        // turned away
      }
    }
  }

  /** Stands in the middle. */
  private void passOn(SocketChannel rank) throws IOException {
    InetSocketAddress door = intruder.rendezvous().orElse(null);
    if (door != null) {
      try (SocketChannel host = Intruder.connect(door)) {
        intruder.tries("passes on");
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                copy(rank, host);
              } catch (IOException e) {
                // one of them has seen enough
              }
            });
        long said = copy(host, rank);
        if (said > KeyShare.BYTES) {
          intruder.isIn("by passing on, at " + door);
        }
      }
    }
  }

  /** Returns how many bytes there were. */
  private static long copy(SocketChannel from, SocketChannel to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    long total = 0;
    while (from.read(bytes) >= 0) {
      total += bytes.flip().remaining();
      while (bytes.hasRemaining()) {
        to.write(bytes);
      }
      bytes.clear();
    }
    to.shutdownOutput();
    return total;
  }

  /** Does all that a rank 0 of this user would do. */
  private void playRankZero(SocketChannel rank) throws IOException {
    Socket socket = rank.socket();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] magic = in.readNBytes(MAGIC_BYTES);
    byte[] theirs = in.readNBytes(KeyShare.BYTES);
    byte[] word = in.readNBytes(in.readUnsignedShort());
    byte[] mine = KeyShare.keyPair().shown();
    rank.write(ByteBuffer.wrap(mine));
    byte[] guestProof = in.readNBytes(in.readUnsignedShort());
    byte[] ends = ends(socket);
    byte[] talk = Handshake.digest(magic, theirs, mine, ends, word);
    byte[] statement = Handshake.digest("HOST".getBytes(StandardCharsets.US_ASCII), talk);
    byte[] proof = new MungeCredentials(intruder.step().name()).prove(statement);
    ByteBuffer answer = ByteBuffer.allocate(2 + proof.length + 1);
    answer.putShort((short) proof.length).put(proof).put((byte) 1);
    rank.write(answer.flip());
    intruder.tries("plays rank 0");
    if (in.read() >= 0) {
      if (isOfThisUser(guestProof)) {
        // the program that this user has started in place of a rank: the two may be one job
        intruder.tries("meets itself");
      } else {
        intruder.isIn("as rank 0");
      }
    }
  }

  /** MUNGE knows who has made a credential; a proof that is no credential is that of a rank. */
  private static boolean isOfThisUser(byte[] proof) {
    try {
      new MungeCredentials("another step").check(proof, new byte[0]);
      return true;
    } catch (IOException e) {
      return e.getMessage().equals("has made its credential for something else");
    }
  }

  private static byte[] ends(Socket socket) {
    ByteArrayOutputStream ends = new ByteArrayOutputStream();
    ends.writeBytes(socket.getInetAddress().getAddress());
    ends.writeBytes(ByteBuffer.allocate(2).putShort((short) socket.getPort()).array());
    ends.writeBytes(socket.getLocalAddress().getAddress());
    ends.writeBytes(ByteBuffer.allocate(2).putShort((short) socket.getLocalPort()).array());
    return ends.toByteArray();
  }
}
