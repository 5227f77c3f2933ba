package hpc.mpi;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** What rank 0 and another rank say to each other on their control connection. */
sealed interface ControlMessage {

  /** The system keeps a byte of what a process ends with. */
  int LARGEST_EXIT_CODE = 255;

  /** A sign of life. */
  record Beat() implements ControlMessage {}

  /** A rank listens for its peers on {@code port}. */
  record Ready(int port) implements ControlMessage {}

  /**
   * Rank 0 tells where all ranks listen, in rank order, and by which secret they will know each
   * other.
   */
  record Peers(List<Address> addresses, String secret) implements ControlMessage {}

  /** A rank gives up and wants the whole job to end. */
  record Abort(int exitCode, String reason) implements ControlMessage {

    /** Whatever it says, who gives up has not succeeded. */
    public Abort {
      exitCode = failure(exitCode);
    }
  }

  /** A rank's process is on its way out although the job is not done. */
  record Exiting(Cause cause) implements ControlMessage {}

  /** Says a rank of one on its node: its process is gone, and it may never have connected. */
  record Missing(int rank) implements ControlMessage {}

  /** The job is over: end with this code and say nothing. */
  record End(int exitCode) implements ControlMessage {

    /** A job that ended well says {@link Done}. */
    public End {
      exitCode = failure(exitCode);
    }
  }

  /**
   * A rank waits for a message.
   *
   * @param rank who waits
   * @param peer who is to have sent it, and is asked
   * @param kind of which of its lanes
   * @param received how many of that lane have come before
   */
  record Awaits(int rank, int peer, int kind, long received) implements ControlMessage {}

  /** A rank has done its part; in the other direction: all have. */
  record Done() implements ControlMessage {}

  /**
   * Where a rank listens for its peers.
   *
   * @param host the address that rank 0 sees it under; empty if that is a loopback address, which
   *     means: on the node of rank 0
   * @param port the port
   */
  record Address(String host, int port) {}

  /** Why a process exits before the job is done. */
  enum Cause {
    SIGNAL,
    EXIT
  }

  private static int failure(int exitCode) {
    return exitCode < 1 || exitCode > LARGEST_EXIT_CODE ? 1 : exitCode;
  }

  /** Writes the message. */
  default void write(DataOutputStream out) throws IOException {
    switch (this) {
      case Beat() -> out.writeByte(0);
      case Ready(int port) -> {
        out.writeByte(1);
        out.writeInt(port);
      }
      case Peers(List<Address> addresses, String secret) -> {
        out.writeByte(2);
        out.writeInt(addresses.size());
        for (Address address : addresses) {
          out.writeUTF(address.host());
          out.writeInt(address.port());
        }
        out.writeUTF(secret);
      }
      case Abort(int exitCode, String reason) -> {
        out.writeByte(3);
        out.writeInt(exitCode);
        out.writeUTF(reason);
      }
      case Exiting(Cause cause) -> {
        out.writeByte(4);
        out.writeBoolean(cause == Cause.SIGNAL);
      }
      case End(int exitCode) -> {
        out.writeByte(5);
        out.writeInt(exitCode);
      }
      case Done() -> out.writeByte(6);
      case Missing(int rank) -> {
        out.writeByte(7);
        out.writeInt(rank);
      }
      case Awaits(int rank, int peer, int kind, long received) -> {
        out.writeByte(8);
        out.writeInt(rank);
        out.writeInt(peer);
        out.writeInt(kind);
        out.writeLong(received);
      }
    }
  }

  /** Reads the next message; waits for it. */
  static ControlMessage read(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case 0 -> new Beat();
      case 1 -> new Ready(in.readInt());
      case 2 -> readPeers(in);
      case 3 -> new Abort(in.readInt(), in.readUTF());
      case 4 -> new Exiting(in.readBoolean() ? Cause.SIGNAL : Cause.EXIT);
      case 5 -> new End(in.readInt());
      case 6 -> new Done();
      case 7 -> new Missing(in.readInt());
      case 8 -> new Awaits(in.readInt(), in.readInt(), in.readInt(), in.readLong());
      default -> throw new ProtocolException("control message of unknown kind " + kind);
    };
  }

  private static Peers readPeers(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<Address> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add(new Address(in.readUTF(), in.readInt()));
    }
    return new Peers(List.copyOf(addresses), in.readUTF());
  }
}
