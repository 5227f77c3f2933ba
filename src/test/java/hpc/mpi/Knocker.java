package hpc.mpi;

import hpc.mpi.Handshake.Hello;
import hpc.mpi.Handshake.Purpose;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Connects to a port of a rank and tries to be let in, for {@link Intruder}. */
final class Knocker {

  /** Together with what guesses hold they leave a rank some of its places. */
  private static final int SILENT = 10;

  private static final int GUESS_MILLIS = 50;

  /** More than a rank has places. */
  private static final int FLOOD = 80;

  private static final int FLOOD_MILLIS = 10;

  private static final byte[] GARBAGE = new byte[4096];

  static {
    new Random(1).nextBytes(GARBAGE);
    System.arraycopy("hpc-mpi2".getBytes(StandardCharsets.US_ASCII), 0, GARBAGE, 0, 8);
  }

  private final Intruder intruder;
  private final InetSocketAddress door;

  Knocker(Intruder intruder, InetSocketAddress door) {
    this.intruder = intruder;
    this.door = door;
  }

  /** In every manner at once, as long as the port is open. */
  void knock() {
    for (int i = 0; i < SILENT; i++) {
      start(() -> say("says nothing", 0));
      start(() -> say("begins and stops", 8));
      start(() -> say("says garbage", GARBAGE.length));
    }
    start(this::guess);
  }

  /** Takes every place, and takes it again. */
  void flood() {
    for (int i = 0; i < FLOOD; i++) {
      start(() -> {
        while (intruder.doors().contains(door)) {
          say("floods", 0);
          JobControl.pause(FLOOD_MILLIS);
        }
      });
    }
  }

  private static void start(Runnable attempt) {
    Thread.ofPlatform().daemon().start(attempt);
  }

  private void say(String manner, int bytes) {
    try (SocketChannel host = Intruder.connect(door)) {
      intruder.tries(manner);
      host.write(ByteBuffer.wrap(GARBAGE, 0, bytes));
      host.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // turned away
    }
  }

  private void guess() {
    int tried = 0;
    while (intruder.doors().contains(door)) {
      List<Credentials> guesses = guesses(tried);
      Purpose[] purposes = Purpose.values();
      Purpose purpose = purposes[tried % purposes.length];
      Hello hello = new Hello(purpose, 0, 1 + tried % 2, 3, "n1", Hello.programVersion());
      guess(guesses.get(tried % guesses.size()), hello);
      tried++;
      JobControl.pause(GUESS_MILLIS);
    }
  }

  private List<Credentials> guesses(int tried) {
    String step = intruder.step().name();
    return List.of(
        new MungeCredentials(step),
        JobSecret.ofUser("guess " + tried),
        JobSecret.ofProgram(JobSecret.random()),
        Credentials.ofStep(Map.of(Credentials.SECRET, "0".repeat(32 + tried)), step));
  }

  private void guess(Credentials credentials, Hello hello) {
    try (SocketChannel host = Intruder.connect(door)) {
      intruder.tries("guesses, " + credentials.getClass().getSimpleName());
      Handshake.offer(host, credentials, hello, 10_000);
      intruder.isIn("with %s, at %s".formatted(hello, door));
    } catch (IOException e) {
      // turned away
    }
  }
}
