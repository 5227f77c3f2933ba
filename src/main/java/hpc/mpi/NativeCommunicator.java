package hpc.mpi;

import hpc.mpi.RankIdentity.Place;
import hpc.mpi.RankIdentity.Rendezvous;
import hpc.mpi.StagedMessages.Piece;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Ranks that an MPI launcher has started, with the MPI library of the machine between them.
 *
 * <p>Of the library only operations that do not block are used, and asked whether they are done:
 * between two questions this rank may be stopped for a garbage collection, may leave its core to
 * another rank, and may learn that the job has ended. It learns that through the same {@link
 * JobControl} as under {@link MpjCommunicator}, for not every launcher ends a job that has lost a
 * rank.
 *
 * <p>Sums are of whole numbers modulo 2^64 and maxima are of whole numbers too, so that it does not
 * matter in which order the library combines them.
 *
 * <p>MPI starts once in the life of a process, and so does such a communicator.
 */
public final class NativeCommunicator extends ProcessCommunicator {

  private static final int MEMORY_TAG = FIRST_FREE_TAG;

  /** Questions to MPI between two offers of the core to somebody else: some microseconds. */
  private static final int PATIENT_QUESTIONS = 64;

  /**
   * How long a rank without a line about the end of the job waits for the one that has it, which
   * may wait a second for ranks that do not answer: a launcher kills all ranks when the first ends.
   */
  private static final long LINE_MILLIS = 1_500;

  private static final int PIECE_LONGS = StagedMessages.PIECE_BYTES / Long.BYTES;

  private final MpiLibrary library;
  private final MpiCalls mpi;
  private final StagedMessages messages;
  private final MemorySegment request = Arena.global().allocate(ValueLayout.JAVA_LONG);

  private NativeCommunicator(MpiLibrary library, MpiCalls mpi, JobControl control) {
    super(control);
    this.library = library;
    this.mpi = mpi;
    this.messages = new StagedMessages(mpi, this::await);
  }

  /**
   * Starts MPI and brings this rank together with the others.
   *
   * @param library of the family that the launcher speaks to
   * @param self what the launcher says of this process
   * @param timeouts how long to wait for the others
   * @param handler ends this process when the job cannot start or a rank is lost later
   * @throws IllegalArgumentException if the library does not know the launcher, or is not fit
   */
  public static NativeCommunicator connect(
      MpiLibrary library, MpiLaunch self, Timeouts timeouts, LossHandler handler) {
    MpiCalls mpi = new MpiCalls(library);
    LossHandler lineFirst =
        (exitCode, line) -> {
          if (line.isEmpty()) {
            JobControl.pause(LINE_MILLIS);
          }
          handler.jobEnds(exitCode, line);
        };
    JobControl control = new Start(library, mpi, self, timeouts, lineFirst).run();
    return new NativeCommunicator(library, mpi, control);
  }

  /**
   * Starts MPI and, with its help, the control of the job: rank 0 tells the others where it listens
   * and the secret of the job.
   *
   * <p>Until then nothing but the launcher notices a lost rank, and not every launcher does: so the
   * start is watched, and given up when it takes too long.
   */
  private record Start(
      MpiLibrary library, MpiCalls mpi, MpiLaunch self, Timeouts timeouts, LossHandler handler) {

    private static final int NAME_BYTES = 1024;

    /** Port, space, secret, NUL. */
    private static final int INVITATION_BYTES = 128;

    /** Brings this rank under one control with the others; collective. */
    JobControl run() {
      CountDownLatch started = new CountDownLatch(1);
      Thread.ofPlatform().daemon().name("hpc-mpi-start").start(() -> watch(started));
      try {
        initialise();
        JobControl control = join();
        // no rank listens for another one: the library carries the messages
        control.exchange(0);
        return control;
      } finally {
        started.countDown();
      }
    }

    private void watch(CountDownLatch started) {
      try {
        if (!started.await(timeouts.startUp().toMillis(), TimeUnit.MILLISECONDS)) {
          String line =
              "hpc: %s ranks did not start within %s s; the job ends"
                  .formatted(self.size(), timeouts.startUp().toSeconds());
          handler.jobEnds(
              LossHandler.LOST, self.rank() == 0 ? Optional.of(line) : Optional.empty());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void initialise() {
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

    private JobControl join() {
      String node = mpi.node();
      String first = broadcast(node, NAME_BYTES);
      IntFunction<Rendezvous> rendezvous =
          holdsOnAllRanks(node.equals(first))
              ? port -> Rendezvous.here(first, List.of(port))
              : port -> Rendezvous.across(List.of(new Place(first, first)), List.of(port));
      if (self.rank() == 0) {
        String secret = JobSecret.random();
        Coordinator coordinator =
            Coordinator.open(identity(node, rendezvous.apply(0), secret), timeouts, handler);
        broadcast(coordinator.port() + " " + secret, INVITATION_BYTES);
        return coordinator;
      }
      String[] invitation = broadcast("", INVITATION_BYTES).split(" ", -1);
      Rendezvous rankZero = rendezvous.apply(Integer.parseInt(invitation[0]));
      return WorkerRank.join(identity(node, rankZero, invitation[1]), timeouts, handler);
    }

    private RankIdentity identity(String node, Rendezvous rendezvous, String secret) {
      return new RankIdentity(
          self.rank(), self.size(), node, List.of(), rendezvous, JobSecret.ofProgram(secret));
    }

    /** The {@code text} of rank 0. */
    private String broadcast(String text, int bytes) {
      MemorySegment memory = Arena.global().allocate(bytes);
      if (self.rank() == 0) {
        memory.setString(0, text);
      }
      complete(request -> mpi.broadcast(memory, bytes, request));
      return memory.getString(0);
    }

    private boolean holdsOnAllRanks(boolean here) {
      MemorySegment mine = Arena.global().allocateFrom(ValueLayout.JAVA_LONG, here ? 0 : 1);
      MemorySegment all = Arena.global().allocate(ValueLayout.JAVA_LONG);
      complete(request -> mpi.sum(mine, all, 1, request));
      return all.get(ValueLayout.JAVA_LONG, 0) == 0;
    }

    private void complete(Consumer<MemorySegment> operation) {
      MemorySegment request = Arena.global().allocate(ValueLayout.JAVA_LONG);
      operation.accept(request);
      while (!mpi.isDone(request)) {
        MpiCalls.giveWay();
      }
    }
  }

  @Override
  public String transport() {
    return library.product();
  }

  @Override
  void send(MemorySegment values, int peer, int tag) {
    orEndTheJob("send to rank %d", peer, () -> messages.send(values, peer, tag));
  }

  @Override
  void receive(MemorySegment values, int peer, int tag) {
    orEndTheJob("receive from rank %d", peer, () -> messages.receive(values, peer, tag));
  }

  @Override
  void sendSlowly(MemorySegment values, int tag) {
    orEndTheJob("send to rank %d", 0, () -> messages.sendSlowly(values, 0, tag));
  }

  @Override
  void receiveSlowly(MemorySegment values, int peer, int tag) {
    receive(values, peer, tag);
  }

  /**
   * Sends memory outside the heap as it is, without a copy, and waits until it may change again,
   * which may take until the receiver is there.
   */
  public void send(MemorySegment bytes, int peer) {
    requireOther(peer);
    int count = Math.toIntExact(bytes.byteSize());
    complete("send to rank %d", peer, () -> mpi.send(bytes, count, peer, MEMORY_TAG, request));
  }

  /** Receives what {@link #send(MemorySegment, int)} sends of as many bytes; waits for it. */
  public void receive(MemorySegment bytes, int peer) {
    requireOther(peer);
    int count = Math.toIntExact(bytes.byteSize());
    complete(
        "receive from rank %d", peer, () -> mpi.receive(bytes, count, peer, MEMORY_TAG, request));
  }

  @Override
  public void barrier() {
    complete("wait for the others", NO_RANK, () -> mpi.barrier(request));
  }

  @Override
  public long[] sum(long... values) {
    long[] total = new long[values.length];
    orEndTheJob("reduce", NO_RANK, () -> reduce(values, total, mpi::sum));
    return total;
  }

  /** The order of doubles, as {@link Math#max} has it, is that of the numbers they are made. */
  @Override
  public double[] max(double... values) {
    long[] mine =
        Arrays.stream(values).mapToLong(value -> ordered(Double.doubleToLongBits(value))).toArray();
    long[] largest = new long[mine.length];
    orEndTheJob("reduce", NO_RANK, () -> reduce(mine, largest, mpi::max));
    return Arrays.stream(largest)
        .mapToDouble(number -> Double.longBitsToDouble(ordered(number)))
        .toArray();
  }

  /**
   * The bits of a double as a number that grows with it, -0 below 0 and NaN above all; and back.
   */
  private static long ordered(long bits) {
    return bits ^ (bits >> (Long.SIZE - 1) & Long.MAX_VALUE);
  }

  /** A reduction of the library. */
  @FunctionalInterface
  private interface Reduction {
    void start(MemorySegment mine, MemorySegment all, int count, MemorySegment request);
  }

  private void reduce(long[] mine, long[] all, Reduction reduction) {
    Piece given = messages.take();
    Piece taken = messages.take();
    for (int at = 0; at < mine.length; at += PIECE_LONGS) {
      int count = Math.min(PIECE_LONGS, mine.length - at);
      MemorySegment.copy(mine, at, given.bytes(), ValueLayout.JAVA_LONG, 0, count);
      reduction.start(given.bytes(), taken.bytes(), count, request);
      await(request);
      MemorySegment.copy(taken.bytes(), ValueLayout.JAVA_LONG, 0, all, at, count);
    }
    messages.giveBack(taken);
    messages.giveBack(given);
  }

  private void complete(String what, int peer, Runnable operation) {
    orEndTheJob(
        what,
        peer,
        () -> {
          operation.run();
          await(request);
        });
  }

  /** Asks MPI until the operation of {@code request} is done. */
  private void await(MemorySegment request) {
    for (int questions = 1; !mpi.isDone(request); questions++) {
      if (questions % PATIENT_QUESTIONS == 0) {
        if (control.isOver()) {
          throw control.stopHere();
        }
        MpiCalls.giveWay();
      }
    }
  }

  /** An error of MPI is mostly a lost peer: then this waits for the end of the job. */
  private void orEndTheJob(String what, int peer, Runnable operation) {
    try {
      operation.run();
    } catch (MpiCalls.Failure e) {
      throw control.giveUp("it cannot %s: %s".formatted(what.formatted(peer), e.getMessage()));
    }
  }

  @Override
  void leaveTransport() {
    boolean received =
        JobControl.holdsWithin(
            JobControl.LEAVE_MILLIS,
            0,
            () -> {
              MpiCalls.giveWay();
              return messages.isAllReceived();
            });
    if (!received) {
      throw control.fail("it has sent what nobody received");
    }
    orEndTheJob("leave", NO_RANK, mpi::finish);
  }
}
