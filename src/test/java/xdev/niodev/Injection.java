package xdev.niodev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.UUID;
import mpjdev.javampjdev.MPJDev;

/** Bad cables in the connections of MPJ Express. */
public final class Injection {

  private static final int BYTES = 1 << 16;

  private Injection() {}

  /** What happens, once, to the bytes that this rank sends to each other one. */
  public enum Fault {
    /** as many bytes come before all others */
    INSERT,
    /** the lowest bit of the byte with this number is another */
    FLIP,
    /** the byte with this number does not come */
    DROP
  }

  /** Puts a relay, which is at fault, into every connection by which this rank sends. */
  public static void spoil(Fault fault, int where) {
    NIODevice device = (NIODevice) MPJDev.dev;
    try {
      for (Map.Entry<UUID, SocketChannel> connection : device.worldWritableTable.entrySet()) {
        SocketChannel wire = connection.getValue();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
          server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
          SocketChannel near = SocketChannel.open(server.getLocalAddress());
          SocketChannel far = server.accept();
          Thread.ofPlatform().daemon().start(() -> relay(far, wire, fault, where));
          device.writeLockTable.put(near, device.writeLockTable.get(wire));
          connection.setValue(near);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void relay(SocketChannel from, SocketChannel to, Fault fault, int where) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    long before = 0;
    try {
      if (fault == Fault.INSERT) {
        write(to, ByteBuffer.allocate(where));
      }
      while (from.read(bytes.clear()) >= 0) {
        int index = (int) (where - before);
        before += bytes.flip().limit();
        if (fault != Fault.INSERT && index >= 0 && index < bytes.limit()) {
          write(to, bytes.slice(0, index));
          if (fault == Fault.FLIP) {
            write(to, ByteBuffer.allocate(1).put(0, (byte) (bytes.get(index) ^ 1)));
          }
          bytes.position(index + 1);
        }
        write(to, bytes);
      }
    } catch (IOException e) {
      // the job has ended
    }
  }

  private static void write(SocketChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }
}
