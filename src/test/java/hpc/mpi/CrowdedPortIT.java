package hpc.mpi;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hpc.mpi.Handshake.Hello;
import hpc.mpi.Handshake.Purpose;
import hpc.rig.ReadableProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More strangers than the user of a rank may have threads. */
class CrowdedPortIT {

  private static final int STRANGERS = 103;

  /** Nobody's: the limit of processes counts those of a user. */
  private static final String USER_ID = "54322";

  @TempDir private Path shared;

  /** A port in a process of its own, which prints its number, and when a rank is in. */
  static final class Host {
    private Host() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] secret) throws Exception {
      ConnectionAcceptor acceptor =
          ConnectionAcceptor.listen(InetAddress.getLoopbackAddress(), List.of(0));
      acceptor.open(JobSecret.ofUser(secret[0]), channel -> System.out.println("rank 1 is in"));
      System.out.println("port " + acceptor.port());
      while (System.in.read() >= 0) {
        // until the test is over
      }
    }
  }

  @Test
  @Timeout(600)
  void thePortStaysOpenWhereThereIsNoThreadForAStranger() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "root can become another user");
    List<String> command =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + USER_ID, "--clear-groups", "prlimit", "--nproc=40"));
    String classPath = ReadableProgram.copyTo(shared).classPath();
    command.addAll(TestJvm.command(classPath, Host.class, List.of("secret")));
    Process host = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<SocketChannel> strangers = new ArrayList<>();
    try (BufferedReader says = host.inputReader()) {
      int port = Integer.parseInt(await(says, "port ").substring("port ".length()));
      InetSocketAddress door = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      for (int i = 0; i < STRANGERS; i++) {
        strangers.add(SocketChannel.open(door));
      }
      await(says, "Failed to start thread"); // so says the JVM
      for (SocketChannel stranger : strangers) {
        stranger.close();
      }
      enter(door);
      await(says, "rank 1 is in");
    } finally {
      host.destroyForcibly();
    }
  }

  /** The next line of the host that has these words. */
  private static String await(BufferedReader says, String words) throws IOException {
    List<String> said = new ArrayList<>();
    for (String line = says.readLine(); line != null; line = says.readLine()) {
      said.add(line);
      if (line.contains(words)) {
        return line;
      }
    }
    throw new AssertionError("the host has ended: " + said);
  }

  /** As a rank does: again and again. */
  private static void enter(InetSocketAddress door) {
    Hello hello = new Hello(Purpose.CONTROL, 0, 1, 2, "n1", Hello.programVersion());
    while (true) {
      try (SocketChannel rank = SocketChannel.open(door)) {
        Handshake.offer(rank, JobSecret.ofUser("secret"), hello, 10_000);
        return;
      } catch (IOException e) {
        // turned away
      }
    }
  }
}
