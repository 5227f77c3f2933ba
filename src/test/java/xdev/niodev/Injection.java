package xdev.niodev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import mpjdev.javampjdev.MPJDev;

/** Bytes on the connections of MPJ Express that are no message of its own. */
public final class Injection {

  private Injection() {}

  /** Puts {@code bytes} into every connection by which this rank sends. */
  public static void write(byte[] bytes) {
    try {
      for (Object channel : ((NIODevice) MPJDev.dev).writableChannels) {
        ((SocketChannel) channel).write(ByteBuffer.wrap(bytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
