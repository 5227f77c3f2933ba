package hpc.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output without a buffer, which tells a closed pipe from other failures. */
final class StandardOutput extends OutputStream {

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      throw ClosedPipe.or(e);
    }
  }
}
