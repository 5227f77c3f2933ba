package hpc.mpi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.ProtocolException;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import mpi.Intracomm;
import mpi.MPI;
import mpi.MPIException;
import mpi.World;
import mpjdev.javampjdev.MPJDev;
import xdev.niodev.ConnectedDevice;

/**
 * Ranks that are processes, on one node or on many, with MPJ Express between them.
 *
 * <p>Of MPJ Express only Send and Recv are used, which are right for any offset and from any
 * thread. Its collective operations are not: some give wrong results for an offset. The few that
 * are needed run over Send and Recv here, in an order that depends on the number of ranks alone.
 *
 * <p>What MPJ Express carries are frames of a {@link Lane}, by which a message that was changed or
 * lost on its way is noticed.
 *
 * <p>MPJ Express keeps its state in statics: there is one such communicator in the life of a
 * process.
 */
public final class MpjCommunicator extends ProcessCommunicator {

  /**
   * Bytes per message; longer arrays go in several. MPJ Express packs a message into a buffer of
   * the next power of two and keeps it for ever: with a mebibyte, headers and tag included, that
   * costs little, and larger messages are not faster.
   */
  private static final int CHUNK_BYTES = (1 << 20) - 256;

  private static final int VALUES_TAG = 0;
  private static final int COLLECTIVE_TAG = 1;
  private static final int GATHER_TAG = 2;
  private static final int TAGS = 3;

  private final RankIdentity identity;
  private final JobControl control;
  private final Intracomm world;
  private final Lanes outgoing;
  private final Lanes incoming;
  private final Runnable afterwards;

  private MpjCommunicator(
      RankIdentity identity,
      JobControl control,
      Intracomm world,
      PeerMesh mesh,
      Runnable afterwards) {
    this.identity = identity;
    this.control = control;
    this.world = world;
    this.outgoing = new Lanes(mesh.outgoing(), AuthenticChannel::outgoing, TAGS);
    this.incoming = new Lanes(mesh.incoming(), AuthenticChannel::incoming, TAGS);
    this.afterwards = afterwards;
    control.watch(new Counts());
  }

  /** What the lanes tell. */
  private final class Counts implements Traffic {

    @Override
    public Set<Awaited> awaited() {
      Set<Awaited> awaited = new HashSet<>();
      incoming.forEach((peer, tag, lane) -> {
        if (lane.isBusy()) {
          awaited.add(new Awaited(peer, tag, lane.count()));
        }
      });
      return awaited;
    }

    @Override
    public long sent(int peer, int tag) {
      return outgoing.of(peer, tag).count();
    }
  }

  /**
   * Brings this rank together with the others; returns when all are connected.
   *
   * @param identity who this process is
   * @param patience how long to wait for the others
   * @param handler ends this process when the job cannot start or a rank is lost later
   * @throws java.io.UncheckedIOException if this process cannot listen for the others
   */
  public static MpjCommunicator connect(
      RankIdentity identity, Timeouts patience, LossHandler handler) {
    return connect(identity, JobControl.join(identity, patience, handler), () -> {});
  }

  /** As above, on a control that is there already; {@code afterwards} is run by {@link #close}. */
  static MpjCommunicator connect(RankIdentity identity, JobControl control, Runnable afterwards) {
    PeerMesh mesh = PeerMesh.connect(identity, control);
    MPJDev.dev =
        new ConnectedDevice(
            identity.rank(),
            channels(mesh.outgoing()),
            channels(mesh.incoming()),
            control::suspect);
    return new MpjCommunicator(identity, control, World.join(identity.rank()), mesh, afterwards);
  }

  private static SocketChannel[] channels(AuthenticChannel[] authentic) {
    return Stream.of(authentic)
        .map(it -> it == null ? null : it.channel())
        .toArray(SocketChannel[]::new);
  }

  @Override
  public int rank() {
    return identity.rank();
  }

  @Override
  public int size() {
    return identity.size();
  }

  @Override
  public String transport() {
    return "mpj";
  }

  @Override
  void sendValues(MemorySegment values, int peer) {
    put(values, peer, VALUES_TAG);
  }

  @Override
  void receiveValues(MemorySegment values, int peer) {
    take(values, peer, VALUES_TAG);
  }

  @Override
  public void barrier() {
    sum(new long[1]);
  }

  @Override
  public long[] sum(long... values) {
    long[] total = values.clone();
    long[] others = new long[values.length];
    allReduce(
        MemorySegment.ofArray(total),
        MemorySegment.ofArray(others),
        () -> {
          for (int i = 0; i < total.length; i++) {
            total[i] += others[i];
          }
        });
    return total;
  }

  @Override
  public double[] max(double... values) {
    double[] largest = values.clone();
    double[] others = new double[values.length];
    allReduce(
        MemorySegment.ofArray(largest),
        MemorySegment.ofArray(others),
        () -> {
          for (int i = 0; i < largest.length; i++) {
            largest[i] = Math.max(largest[i], others[i]);
          }
        });
    return largest;
  }

  /**
   * Combines the values of all ranks up a binomial tree to rank 0 and sends the result down the
   * same tree: 2 log2(size) messages one after the other. The parent of a rank is the rank without
   * its lowest bit.
   *
   * @param values this rank's values, and at the end the result
   * @param others of the same type and length, into which those of another rank come
   * @param combine puts {@code others} into {@code values}
   */
  private void allReduce(MemorySegment values, MemorySegment others, Runnable combine) {
    int lowest = rank() == 0 ? Integer.highestOneBit(size()) << 1 : Integer.lowestOneBit(rank());
    for (int bit = 1; bit < lowest; bit <<= 1) {
      if (rank() + bit < size()) {
        take(others, rank() + bit, COLLECTIVE_TAG);
        combine.run();
      }
    }
    if (rank() != 0) {
      put(values, rank() - lowest, COLLECTIVE_TAG);
      take(values, rank() - lowest, COLLECTIVE_TAG);
    }
    for (int bit = lowest >> 1; bit > 0; bit >>= 1) {
      if (rank() + bit < size()) {
        put(values, rank() + bit, COLLECTIVE_TAG);
      }
    }
  }

  /**
   * Long messages are called for one after the other: what is sent before it is asked for piles up
   * in rank 0's memory.
   */
  @Override
  public byte[][] gather(byte[] message) {
    MemorySegment length = MemorySegment.ofArray(new long[] {message.length});
    if (rank() != 0) {
      put(length, 0, GATHER_TAG);
      if (message.length > CHUNK_BYTES) {
        take(length, 0, GATHER_TAG);
      }
      put(MemorySegment.ofArray(message), 0, GATHER_TAG);
      return new byte[0][];
    }
    byte[][] messages = new byte[size()][];
    messages[0] = message.clone();
    for (int peer = 1; peer < size(); peer++) {
      take(length, peer, GATHER_TAG);
      long bytes = length.get(ValueLayout.JAVA_LONG, 0);
      if (bytes > CHUNK_BYTES) {
        put(length, peer, GATHER_TAG);
      }
      messages[peer] = new byte[Math.toIntExact(bytes)];
      take(MemorySegment.ofArray(messages[peer]), peer, GATHER_TAG);
    }
    return messages;
  }

  /** Sends in chunks. */
  private void put(MemorySegment values, int peer, int tag) {
    Lane lane = outgoing.of(peer, tag);
    synchronized (lane) {
      try {
        for (long done = 0; done < values.byteSize(); done += CHUNK_BYTES) {
          MemorySegment chunk = chunk(values, done);
          int words = Lane.frameWords((int) chunk.byteSize());
          world.Send(lane.closed(chunk), 0, words, MPI.LONG, peer, tag);
        }
      } catch (MPIException e) {
        throw peerIsGone("it cannot send to rank %s: %s".formatted(peer, e.getMessage()));
      }
    }
  }

  /** Receives in the same chunks. */
  private void take(MemorySegment values, int peer, int tag) {
    Lane lane = incoming.of(peer, tag);
    synchronized (lane) {
      try {
        for (long done = 0; done < values.byteSize(); done += CHUNK_BYTES) {
          MemorySegment chunk = chunk(values, done);
          int bytes = (int) chunk.byteSize();
          world.Recv(lane.begin(bytes), 0, Lane.frameWords(bytes), MPI.LONG, peer, tag);
          lane.opened(chunk);
        }
      } catch (MPIException e) {
        throw peerIsGone("it cannot receive from rank %s: %s".formatted(peer, e.getMessage()));
      } catch (ProtocolException e) {
        control.abort(LossHandler.LOST, "a message of rank %s %s".formatted(peer, e.getMessage()));
        throw control.stopHere();
      }
    }
  }

  private static MemorySegment chunk(MemorySegment values, long from) {
    return values.asSlice(from, Math.min(CHUNK_BYTES, values.byteSize() - from));
  }

  /** Nothing sensible can be returned to the caller: waits for the end of the job. */
  private IllegalStateException peerIsGone(String reason) {
    control.suspect(reason);
    return control.stopHere();
  }

  /**
   * Ends the whole job because this rank cannot go on: every rank's process ends with {@code
   * exitCode}, and one line names this rank and the reason. Does not return, unless the handler of
   * this communicator does.
   *
   * @param reason what went wrong here, in one line
   */
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
    try {
      MPI.Finalize();
    } catch (MPIException e) {
      throw peerIsGone("it cannot leave: " + e.getMessage());
    }
    control.leave();
    afterwards.run();
  }
}
