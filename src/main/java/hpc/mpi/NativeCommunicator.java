package hpc.mpi;

import hpc.mpi.StagedMessages.Piece;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Ranks that an MPI launcher has started, with the MPI library of the machine between them.
 *
 * <p>Of the library only operations that do not block are used, and asked whether they are done:
 * between two questions this rank may be stopped for a garbage collection, may leave its core to
 * another rank, and may learn that the job has ended. That it learns through the same {@link
 * JobControl} as under {@link MpjCommunicator}, for not every launcher ends a job that has lost a
 * rank; where rank 0 listens, MPI tells the others.
 *
 * <p>Sums are of whole numbers modulo 2^64 and maxima are of whole numbers too, so that it does not
 * matter in which order the library combines them.
 *
 * <p>MPI starts once in the life of a process, and so does such a communicator.
 */
public final class NativeCommunicator extends ProcessCommunicator {

  private static final int VALUES_TAG = 0;
  private static final int GATHER_TAG = 1;
  private static final int MEMORY_TAG = 2;

  /** Questions to MPI between two offers of the core to somebody else: some microseconds. */
  private static final int PATIENT_QUESTIONS = 64;

  /**
   * How long a rank that has nothing to say of the end of the job stays for the one that has: that
   * one waits a second for ranks that do not answer.
   */
  private static final long SPEECH_MILLIS = 1_500;

  private static final int PIECE_LONGS = StagedMessages.PIECE_BYTES / Long.BYTES;

  private final MpiLibrary library;
  private final MpiCalls mpi;
  private final MpiLaunch self;
  private final JobControl control;
  private final StagedMessages messages;
  private final MemorySegment request = Arena.global().allocate(ValueLayout.JAVA_LONG);

  private NativeCommunicator(MpiLibrary library, MpiCalls mpi, MpiLaunch self, JobControl control) {
    this.library = library;
    this.mpi = mpi;
    this.self = self;
    this.control = control;
    this.messages = new StagedMessages(mpi, this::await);
  }

  /**
   * Starts MPI and brings this rank together with the others.
   *
   * @param library of the family that the launcher speaks to
   * @param self what the launcher says of this process
   * @param patience how long to wait for the others
   * @param handler ends this process when the job cannot start or a rank is lost later
   * @throws IllegalArgumentException if the library does not know the launcher, or is not fit
   */
  public static NativeCommunicator connect(
      MpiLibrary library, MpiLaunch self, Timeouts patience, LossHandler handler) {
    MpiCalls mpi = new MpiCalls(library);
    LossHandler quietly = letSpeak(handler);
    try (MpiStart start = new MpiStart(library, mpi, self, patience, quietly)) {
      start.initialise();
      JobControl control = start.meet();
      // no rank listens for another one: messages are the library's business
      control.exchange(0);
      return new NativeCommunicator(library, mpi, self, control);
    }
  }

  /** A launcher kills all ranks when the first has ended: let it not be before one has told why. */
  private static LossHandler letSpeak(LossHandler handler) {
    return (exitCode, line) -> {
      if (line.isEmpty()) {
        JobControl.pause(SPEECH_MILLIS);
      }
      handler.jobEnds(exitCode, line);
    };
  }

  @Override
  public int rank() {
    return self.rank();
  }

  @Override
  public int size() {
    return self.size();
  }

  @Override
  public String transport() {
    return library.product();
  }

  @Override
  void sendValues(MemorySegment values, int peer) {
    orEndTheJob("send to rank %d", peer, () -> messages.send(values, peer, VALUES_TAG));
  }

  @Override
  void receiveValues(MemorySegment values, int peer) {
    orEndTheJob("receive from rank %d", peer, () -> messages.receive(values, peer, VALUES_TAG));
  }

  /**
   * Sends memory outside the heap as it is, without a copy, and waits until it may change again,
   * which may take until the receiver is there.
   */
  public void send(MemorySegment bytes, int peer) {
    requireOther(peer);
    orEndTheJob(
        "send to rank %d",
        peer,
        () -> {
          mpi.send(bytes, Math.toIntExact(bytes.byteSize()), peer, MEMORY_TAG, request);
          await(request);
        });
  }

  /** Receives what {@link #send(MemorySegment, int)} sends of as many bytes; waits for it. */
  public void receive(MemorySegment bytes, int peer) {
    requireOther(peer);
    orEndTheJob(
        "receive from rank %d",
        peer,
        () -> {
          mpi.receive(bytes, Math.toIntExact(bytes.byteSize()), peer, MEMORY_TAG, request);
          await(request);
        });
  }

  @Override
  public void barrier() {
    orEndTheJob(
        "wait for the others",
        NO_RANK,
        () -> {
          mpi.barrier(request);
          await(request);
        });
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

  /** Long messages leave their rank as rank 0 takes them: it need not have room for all at once. */
  @Override
  public byte[][] gather(byte[] message) {
    byte[][] all = new byte[rank() == 0 ? size() : 0][];
    orEndTheJob(
        "gather",
        NO_RANK,
        () -> {
          if (rank() != 0) {
            messages.send(MemorySegment.ofArray(new long[] {message.length}), 0, GATHER_TAG);
            messages.sendSlowly(MemorySegment.ofArray(message), 0, GATHER_TAG);
          } else {
            gather(message, all);
          }
        });
    return all;
  }

  private void gather(byte[] message, byte[][] all) {
    all[0] = message.clone();
    long[] length = new long[1];
    for (int peer = 1; peer < all.length; peer++) {
      messages.receive(MemorySegment.ofArray(length), peer, GATHER_TAG);
      all[peer] = new byte[Math.toIntExact(length[0])];
      messages.receive(MemorySegment.ofArray(all[peer]), peer, GATHER_TAG);
    }
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

  /**
   * An error of MPI is mostly a lost peer: waits for the end of the job, as nothing can be
   * returned.
   */
  private void orEndTheJob(String what, int peer, Runnable operation) {
    try {
      operation.run();
    } catch (MpiCalls.Failure e) {
      control.suspect("it cannot %s: %s".formatted(what.formatted(peer), e.getMessage()));
      throw control.stopHere();
    }
  }

  @Override
  public void abort(int exitCode, String reason) {
    control.abort(exitCode, reason);
  }

  /**
   * Waits for all ranks, however long they compute, and then leaves within seconds. When a rank is
   * lost meanwhile, the job ends as ever. A rank that fails must not call this, its peers may be
   * anywhere in their work: it calls {@link #abort}.
   */
  @Override
  public void close() {
    barrier();
    long deadline = System.nanoTime() + JobControl.LEAVE_MILLIS * 1_000_000;
    while (!messages.isAllReceived()) {
      if (System.nanoTime() > deadline) {
        throw control.fail("it has sent what nobody received");
      }
      MpiCalls.giveWay();
    }
    orEndTheJob("leave", NO_RANK, mpi::finish);
    control.leave();
  }
}
