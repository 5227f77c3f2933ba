package hpc.mpi;

import hpc.mpi.ControlMessage.Awaits;
import hpc.mpi.Handshake.AuthenticChannel;
import java.lang.foreign.MemorySegment;
import java.net.ProtocolException;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
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
 * <p>MPJ Express carries frames of a {@link Lane}, by which a message that was changed or lost on
 * its way is noticed.
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

  private static final int COLLECTIVE_TAG = FIRST_FREE_TAG;
  private static final int TAGS = FIRST_FREE_TAG + 1;

  private final Intracomm world;
  private final PeerMesh mesh;
  private final Runnable afterwards;

  // the lanes to and from each rank, a row of tags for each; made when they are first used
  private final AtomicReferenceArray<Lane> outgoing;
  private final AtomicReferenceArray<Lane> incoming;

  private MpjCommunicator(JobControl control, Intracomm world, PeerMesh mesh, Runnable afterwards) {
    super(control);
    this.world = world;
    this.mesh = mesh;
    this.afterwards = afterwards;
    this.outgoing = new AtomicReferenceArray<>(size() * TAGS);
    this.incoming = new AtomicReferenceArray<>(size() * TAGS);
    control.watch(new LaneCounts());
  }

  /** What the lanes have sent and wait for. */
  private final class LaneCounts implements ProgressWatch.Traffic {

    @Override
    public Set<Awaits> awaited() {
      Set<Awaits> awaited = new HashSet<>();
      for (int index = 0; index < incoming.length(); index++) {
        Lane lane = incoming.get(index);
        if (lane != null && lane.isBusy()) {
          awaited.add(new Awaits(rank(), index / TAGS, index % TAGS, lane.count()));
        }
      }
      return awaited;
    }

    @Override
    public long sent(int peer, int tag) {
      return outgoing(peer, tag).count();
    }
  }

  private Lane outgoing(int peer, int tag) {
    return lane(outgoing, peer, tag, mesh.outgoing(peer).outgoing());
  }

  private Lane incoming(int peer, int tag) {
    return lane(incoming, peer, tag, mesh.incoming(peer).incoming());
  }

  private static Lane lane(AtomicReferenceArray<Lane> lanes, int peer, int tag, SecretKey key) {
    int index = peer * TAGS + tag;
    Lane lane = lanes.get(index);
    if (lane == null) {
      lanes.compareAndSet(index, null, new Lane(key, tag));
      lane = lanes.get(index);
    }
    return lane;
  }

  /**
   * Brings this rank together with the others; returns when all are connected.
   *
   * @param identity who this process is
   * @param timeouts how long to wait for the others
   * @param handler ends this process when the job cannot start or a rank is lost later
   * @throws java.io.UncheckedIOException if this process cannot listen for the others
   */
  public static MpjCommunicator connect(
      RankIdentity identity, Timeouts timeouts, LossHandler handler) {
    return connect(JobControl.join(identity, timeouts, handler), () -> {});
  }

  /** As above, on a control that is there already; {@link #close} runs {@code afterwards}. */
  static MpjCommunicator connect(JobControl control, Runnable afterwards) {
    PeerMesh mesh = PeerMesh.connect(control);
    int rank = control.identity.rank();
    int size = control.identity.size();
    MPJDev.dev =
        new ConnectedDevice(
            rank, channels(mesh::outgoing, size), channels(mesh::incoming, size), control::suspect);
    return new MpjCommunicator(control, World.join(rank), mesh, afterwards);
  }

  private static SocketChannel[] channels(IntFunction<AuthenticChannel> to, int size) {
    return IntStream.range(0, size)
        .mapToObj(to)
        .map(it -> it == null ? null : it.channel())
        .toArray(SocketChannel[]::new);
  }

  @Override
  public String transport() {
    return "mpj";
  }

  @Override
  public void barrier() {
    sum(0);
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
   * @param others of the same type and length, for the values of another rank
   * @param combine puts {@code others} into {@code values}
   */
  private void allReduce(MemorySegment values, MemorySegment others, Runnable combine) {
    int lowest = rank() == 0 ? Integer.highestOneBit(size()) << 1 : Integer.lowestOneBit(rank());
    for (int bit = 1; bit < lowest; bit <<= 1) {
      if (rank() + bit < size()) {
        receive(others, rank() + bit, COLLECTIVE_TAG);
        combine.run();
      }
    }
    if (rank() != 0) {
      send(values, rank() - lowest, COLLECTIVE_TAG);
      receive(values, rank() - lowest, COLLECTIVE_TAG);
    }
    for (int bit = lowest >> 1; bit > 0; bit >>= 1) {
      if (rank() + bit < size()) {
        send(values, rank() + bit, COLLECTIVE_TAG);
      }
    }
  }

  /** What is sent before it is asked for piles up in the memory of rank 0. */
  @Override
  void sendSlowly(MemorySegment values, int tag) {
    if (values.byteSize() > CHUNK_BYTES) {
      receive(MemorySegment.ofArray(new long[1]), 0, tag);
    }
    send(values, 0, tag);
  }

  @Override
  void receiveSlowly(MemorySegment values, int peer, int tag) {
    if (values.byteSize() > CHUNK_BYTES) {
      send(MemorySegment.ofArray(new long[1]), peer, tag);
    }
    receive(values, peer, tag);
  }

  /** Sends in chunks. */
  @Override
  void send(MemorySegment values, int peer, int tag) {
    Lane lane = outgoing(peer, tag);
    synchronized (lane) {
      try {
        for (long done = 0; done < values.byteSize(); done += CHUNK_BYTES) {
          MemorySegment chunk = chunk(values, done);
          int words = Lane.frameWords((int) chunk.byteSize());
          world.Send(lane.frame(chunk), 0, words, MPI.LONG, peer, tag);
        }
      } catch (MPIException e) {
        throw control.giveUp("it cannot send to rank %s: %s".formatted(peer, e.getMessage()));
      }
    }
  }

  /** Receives in the same chunks. */
  @Override
  void receive(MemorySegment values, int peer, int tag) {
    Lane lane = incoming(peer, tag);
    synchronized (lane) {
      try {
        for (long done = 0; done < values.byteSize(); done += CHUNK_BYTES) {
          MemorySegment chunk = chunk(values, done);
          int bytes = (int) chunk.byteSize();
          world.Recv(lane.begin(bytes), 0, Lane.frameWords(bytes), MPI.LONG, peer, tag);
          lane.open(chunk);
        }
      } catch (MPIException e) {
        throw control.giveUp("it cannot receive from rank %s: %s".formatted(peer, e.getMessage()));
      } catch (ProtocolException e) {
        control.abort(LossHandler.LOST, "a message of rank %s %s".formatted(peer, e.getMessage()));
        throw control.stopHere();
      }
    }
  }

  private static MemorySegment chunk(MemorySegment values, long from) {
    return values.asSlice(from, Math.min(CHUNK_BYTES, values.byteSize() - from));
  }

  @Override
  void leaveTransport() {
    try {
      MPI.Finalize();
    } catch (MPIException e) {
      throw control.giveUp("it cannot leave: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    super.close();
    afterwards.run();
  }
}
