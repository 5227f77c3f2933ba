package hpc.mpi;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** The messages between rank 0 and another rank on their control connection. */
sealed interface ControlMessage {

  /** The system keeps one byte of an exit code. */
  int LARGEST_EXIT_CODE = 255;

  /** A heartbeat. */
  record Beat() implements ControlMessage {}

  /** A rank listens for its peers on {@code port}. */
  record Ready(int port) implements ControlMessage {}

  /** Where all ranks listen, in rank order, and the secret by which they know each other. */
  record Peers(List<Address> addresses, String secret) implements ControlMessage {}

  /** A rank gives up and wants the whole job to end. */
  record Abort(int exitCode, String reason) implements ControlMessage {

    /** A rank that gives up has not succeeded, whatever code it gives. */
    public Abort {
      exitCode = failure(exitCode);
    }
  }

  /** A rank's process is on its way out although the job is not done. */
  record Exiting(Cause cause) implements ControlMessage {}

  /** The process of another rank on this node is gone; it may never have connected. */
  record Missing(int rank) implements ControlMessage {}

  /** The job is over: end with this code and print nothing. */
  record End(int exitCode) implements ControlMessage {

    /** A job that ends well sends {@link Done}. */
    public End {
      exitCode = failure(exitCode);
    }
  }

  /**
   * A rank waits for a message.
   *
   * @param rank the rank that waits
   * @param peer the rank that should have sent it, and is asked
   * @param kind the kind of message, each of which has a {@link Lane}
   * @param received how many of that kind have come before
   */
  record Awaits(int rank, int peer, int kind, long received) implements ControlMessage {}

  /** A rank has done its part; from rank 0: all have. */
  record Done() implements ControlMessage {}

  /**
   * Where a rank listens for its peers.
   *
   * @param host its address as rank 0 sees it; empty, for "on the node of rank 0", if that is a
   *     loopback address
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
