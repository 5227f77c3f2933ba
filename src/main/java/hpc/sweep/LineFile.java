package hpc.sweep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Files that grow by whole lines and may have lost the end of the last one. */
final class LineFile {

  private static final int PIECE = 4096;

  private LineFile() {}

  /** Cuts off what stands after the last line's end, and leaves the channel there. */
  static void endWithWholeLine(FileChannel channel) throws IOException {
    long end = channel.size();
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    while (end > 0) {
      long begin = Math.max(0, end - PIECE);
      piece.clear().limit((int) (end - begin));
      while (piece.hasRemaining() && channel.read(piece, begin + piece.position()) > 0) {
        // the next bytes
      }
      int last = piece.position() - 1;
      while (last >= 0 && piece.get(last) != '\n') {
        last--;
      }
      if (last >= 0) {
        end = begin + last + 1;
        break;
      }
      end = begin;
    }
    if (end < channel.size()) {
      channel.truncate(end);
    }
    channel.position(end);
  }

  /** Writes all of {@code lines} at the channel's end and forces them to the disk, or nothing. */
  static void append(FileChannel channel, ByteBuffer lines) throws IOException {
    long end = channel.size();
    channel.position(end);
    try {
      while (lines.hasRemaining()) {
        channel.write(lines);
      }
      channel.force(false);
    } catch (IOException e) {
      channel.truncate(end);
      throw e;
    }
  }
}
