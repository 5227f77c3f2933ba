package hpc.mpi;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** What rank 0 and another rank say to each other on their control connection. */
sealed interface ControlMessage {

  /** A sign of life. */
  record Beat() implements ControlMessage {}

  /** A rank listens for its peers on {@code port}. */
  record Ready(int port) implements ControlMessage {}

  /** Rank 0 tells where all ranks listen, in rank order. */
  record Peers(List<Address> addresses) implements ControlMessage {}

  /** A rank gives up and wants the whole job to end. */
  record Abort(int exitCode, String reason) implements ControlMessage {}

  /** A rank's process is on its way out although the job is not done. */
  record Exiting(Cause cause) implements ControlMessage {}

  /** Says a rank of one on its node: its process is gone, and it may never have connected. */
  record Missing(int rank) implements ControlMessage {}

  /** The job is over: end with this code and say nothing. */
  record End(int exitCode) implements ControlMessage {}

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

  /** Writes the message; {@code out} is not flushed. */
  default void write(DataOutputStream out) throws IOException {
    switch (this) {
      case Beat() -> out.writeByte(0);
      case Ready(int port) -> {
        out.writeByte(1);
        out.writeInt(port);
      }
      case Peers(List<Address> addresses) -> {
        out.writeByte(2);
        out.writeInt(addresses.size());
        for (Address address : addresses) {
          out.writeUTF(address.host());
          out.writeInt(address.port());
        }
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
      default -> throw new ProtocolException("control message of unknown kind " + kind);
    };
  }

  private static Peers readPeers(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<Address> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add(new Address(in.readUTF(), in.readInt()));
    }
    return new Peers(List.copyOf(addresses));
  }
}
