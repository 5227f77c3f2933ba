package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who else connects to the ports of a job while it starts, and what is open to them. */
class StrangersTest {

  private static final int STRANGERS = 20;

  @TempDir Path folder;

  @Test
  void doNotKeepTheRanksFromStarting() throws Exception {
    Path end = folder.resolve("end");
    List<Socket> silent = new ArrayList<>();
    try (RankJob job = RankJob.stepWithout(2, 3, "compute", "-1", end.toString())) {
      job.await("starts", 0, 1);
      // rank 0: the rendezvous and the port for its peers; rank 1: the latter
      job.awaitTrue(() -> ports(job, 0).size() == 2 && ports(job, 1).size() == 1, "open ports");
      List<InetSocketAddress> doors =
          Stream.of(0, 1).flatMap(rank -> ports(job, rank).stream()).toList();
      for (InetSocketAddress door : doors) {
        assertTrue(door.getAddress().isLoopbackAddress(), "ranks of one node listen on " + door);
        for (int i = 0; i < STRANGERS; i++) {
          silent.add(new Socket(door.getAddress(), door.getPort()));
          sendGarbage(door, i);
        }
      }
      job.startTask(2);
      job.awaitAll("plays");
      for (int rank = 0; rank < 3; rank++) {
        assertEquals(List.of(), ports(job, rank), "rank " + rank + " still listens");
      }
      Files.createFile(end);
      for (int rank = 0; rank < 3; rank++) {
        assertEquals(0, job.exitCode(rank), () -> "stderr: " + job.errorsSoFar());
      }
      assertEquals(List.of(), job.errors());
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private static List<InetSocketAddress> ports(RankJob job, int rank) {
    return ListeningSockets.of(job.pid(rank));
  }

  /** Some start like a rank, some speak HTTP, some hang up with a reset. */
  private static void sendGarbage(InetSocketAddress door, int seed) throws IOException {
    byte[] garbage = new byte[4096];
    new Random(seed).nextBytes(garbage);
    String beginning = seed % 2 == 0 ? "hpc-mpi1" : "GET / HTTP/1.0\r\n\r\n";
    try (Socket socket = new Socket(door.getAddress(), door.getPort())) {
      if (seed % 5 == 0) {
        socket.setSoLinger(true, 0);
      }
      socket.getOutputStream().write(beginning.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(garbage);
    } catch (IOException refused) {
      // turned away while it still spoke: so it should be
    }
  }
}
