package hpc.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(1200)
class BackgroundOutputTest {

  /** Takes so many bytes, then nothing more. */
  private static final class FullDisk extends OutputStream {
    private int room;

    private FullDisk(int room) {
      this.room = room;
    }

    @Override
    public void write(int value) throws IOException {
      if (room-- <= 0) {
        throw new IOException("No space left on device");
      }
    }
  }

  @Test
  void whatIsWrittenArrivesInOrder() throws Exception {
    Random random = new Random(7);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (BackgroundOutput out = new BackgroundOutput(written)) {
      for (int i = 0; i < 500; i++) {
        byte[] piece = new byte[random.nextInt(2000)];
        random.nextBytes(piece);
        int from = random.nextInt(piece.length + 1);
        out.write(piece, from, piece.length - from);
        expected.write(piece, from, piece.length - from);
        out.write(i);
        expected.write(i);
      }
    }
    assertArrayEquals(expected.toByteArray(), written.toByteArray());
  }

  @Test
  void theCallerMayReuseItsArray() throws Exception {
    CountDownLatch reused = new CountDownLatch(1);
    ByteArrayOutputStream slow =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int from, int length) {
            try {
              reused.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            super.write(bytes, from, length);
          }
        };
    try (BackgroundOutput out = new BackgroundOutput(slow)) {
      byte[] piece = "first".getBytes(US_ASCII);
      out.write(piece);
      piece[0] = 'X';
      reused.countDown();
    }
    assertEquals("first", slow.toString(US_ASCII));
  }

  @Test
  void theTargetStaysOpen() throws Exception {
    boolean[] closed = new boolean[1];
    OutputStream target =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    new BackgroundOutput(target).close();
    assertFalse(closed[0]);
  }

  @Test
  void aFailureIsToldByCloseAtTheLatest() throws Exception {
    BackgroundOutput out = new BackgroundOutput(new FullDisk(3));
    out.write("four".getBytes(US_ASCII));
    assertEquals(
        "No space left on device", assertThrows(IOException.class, out::close).getMessage());
  }

  /** Nobody takes the pieces any more: a writer that waited for room would wait for ever. */
  @Test
  void whoeverGoesOnWritingAfterAFailureIsTold() {
    BackgroundOutput out = new BackgroundOutput(new FullDisk(0));
    IOException told =
        assertThrows(
            IOException.class,
            () -> {
              while (true) {
                out.write(new byte[1 << 16]);
              }
            });
    assertEquals("No space left on device", told.getMessage());
  }

  @Test
  void anInterruptIsToldAndKept() {
    BackgroundOutput out = new BackgroundOutput(new ByteArrayOutputStream());
    Thread.currentThread().interrupt();
    assertThrows(IOException.class, () -> out.write(1));
    assertTrue(Thread.interrupted(), "the interrupt is kept for the caller");
  }
}
