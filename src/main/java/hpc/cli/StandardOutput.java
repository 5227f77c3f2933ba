package hpc.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard output without a buffer; it distinguishes a closed pipe from other failures. */
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
      throw failure(e);
    }
  }

  /** What a failed write to standard output means: the text of {@code e} depends on the locale. */
  static IOException failure(IOException e) {
    return isPipe() ? new ClosedPipe(e) : e;
  }

  private static boolean isPipe() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether {@code e} or what caused it is a closed pipe. */
  static boolean isClosed(Throwable e) {
    return e != null && (e instanceof ClosedPipe || isClosed(e.getCause()));
  }

  /**
   * The reader has left, as after {@code hpc ... --print | head -1}: the command ends without a
   * message and with the status of a program that SIGPIPE has killed.
   */
  private static final class ClosedPipe extends IOException {

    private static final long serialVersionUID = 1;

    private ClosedPipe(IOException cause) {
      super("the reader of standard output has left", cause);
    }
  }
}
