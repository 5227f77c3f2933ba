package hpc.mpi;

import hpc.mpi.RankIdentity.Place;
import hpc.mpi.RankIdentity.Rendezvous;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Starts MPI and, with its help, the control of the job: rank 0 listens, and tells the others where
 * and with which secret.
 *
 * <p>Until they have met nothing but the launcher notices a lost rank, and not every launcher does:
 * so the start is watched, and given up when it takes too long.
 */
final class MpiStart implements AutoCloseable {

  private static final int NAME_BYTES = 1024;

  /** Port, space, secret, NUL. */
  private static final int INVITATION_BYTES = 128;

  private final MpiLibrary library;
  private final MpiCalls mpi;
  private final MpiLaunch self;
  private final Timeouts patience;
  private final LossHandler handler;
  private final CountDownLatch started = new CountDownLatch(1);

  MpiStart(
      MpiLibrary library, MpiCalls mpi, MpiLaunch self, Timeouts patience, LossHandler handler) {
    this.library = library;
    this.mpi = mpi;
    this.self = self;
    this.patience = patience;
    this.handler = handler;
    Thread.ofPlatform().daemon().name("hpc-mpi-start").start(this::watch);
  }

  private void watch() {
    try {
      if (!started.await(patience.startUp().toMillis(), TimeUnit.MILLISECONDS)) {
        String line =
            "hpc: %s ranks did not start within %s s; the job ends"
                .formatted(self.size(), patience.startUp().toSeconds());
        handler.jobEnds(LossHandler.LOST, self.rank() == 0 ? Optional.of(line) : Optional.empty());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Starts MPI.
   *
   * @throws IllegalArgumentException if the library is not fit, or does not know the launcher
   */
  void initialise() {
    mpi.initialise();
    if (mpi.rank() != self.rank() || mpi.size() != self.size()) {
      throw new IllegalArgumentException(
          "%s (%s) takes this process for rank %s of %s, but %s says %s of %s: it is not the library of this %s; accepted: load the module of the launcher, or name its library with HPC_MPI_LIB"
              .formatted(
                  library.name(),
                  library.product(),
                  mpi.rank(),
                  mpi.size(),
                  self.variable(),
                  self.rank(),
                  self.size(),
                  self.starter().command()));
    }
  }

  /** Brings this rank under one control with the others; collective. */
  JobControl meet() {
    try (Arena arena = Arena.ofShared()) {
      String node = mpi.node();
      String first = broadcast(node, NAME_BYTES, arena);
      IntFunction<Rendezvous> rendezvous =
          isEqualOnAllRanks(node.equals(first), arena)
              ? port -> Rendezvous.here(first, List.of(port))
              : port -> Rendezvous.across(List.of(new Place(first, first)), List.of(port));
      return self.rank() == 0 ? invite(node, rendezvous, arena) : follow(node, rendezvous, arena);
    }
  }

  private JobControl invite(String node, IntFunction<Rendezvous> rendezvous, Arena arena) {
    String secret = JobSecret.random();
    Coordinator coordinator =
        Coordinator.open(identity(node, rendezvous.apply(0), secret), patience, handler);
    broadcast(coordinator.port() + " " + secret, INVITATION_BYTES, arena);
    return coordinator;
  }

  private JobControl follow(String node, IntFunction<Rendezvous> rendezvous, Arena arena) {
    String[] invitation = broadcast("", INVITATION_BYTES, arena).split(" ", -1);
    int port = Integer.parseInt(invitation[0]);
    return WorkerRank.join(
        identity(node, rendezvous.apply(port), invitation[1]), patience, handler);
  }

  private RankIdentity identity(String node, Rendezvous rendezvous, String secret) {
    return new RankIdentity(
        self.rank(), self.size(), node, List.of(), rendezvous, JobSecret.ofProgram(secret));
  }

  /** What rank 0 says. */
  private String broadcast(String word, int bytes, Arena arena) {
    MemorySegment text = arena.allocate(bytes);
    if (self.rank() == 0) {
      text.setString(0, word);
    }
    MemorySegment request = arena.allocate(ValueLayout.JAVA_LONG);
    mpi.broadcast(text, bytes, 0, request);
    await(request);
    return text.getString(0);
  }

  private boolean isEqualOnAllRanks(boolean here, Arena arena) {
    MemorySegment mine = arena.allocateFrom(ValueLayout.JAVA_LONG, here ? 0 : 1);
    MemorySegment all = arena.allocate(ValueLayout.JAVA_LONG);
    MemorySegment request = arena.allocate(ValueLayout.JAVA_LONG);
    mpi.sum(mine, all, 1, request);
    await(request);
    return all.get(ValueLayout.JAVA_LONG, 0) == 0;
  }

  private void await(MemorySegment request) {
    while (!mpi.isDone(request)) {
      MpiCalls.giveWay();
    }
  }

  /** The ranks have met. */
  @Override
  public void close() {
    started.countDown();
  }
}
