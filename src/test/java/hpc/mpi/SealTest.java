package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SealTest {

  private static final SecretKey KEY =
      new SecretKeySpec(new byte[AuthenticChannel.KEY_BYTES], AuthenticChannel.CIPHER);
  private static final byte[] FIRST = {1, 2, 3};
  private static final byte[] SECOND = {4};

  private final Seal sender = new Seal(KEY);
  private final Seal receiver = new Seal(KEY);

  @Test
  void opensWhatWasClosedInItsOrder() throws Exception {
    byte[] first = sender.close(FIRST);
    byte[] second = sender.close(SECOND);
    assertArrayEquals(FIRST, receiver.open(first));
    assertArrayEquals(SECOND, receiver.open(second));
  }

  @Test
  void noticesAChangedBit() {
    byte[] closed = sender.close(FIRST);
    closed[1]++;
    assertThrows(IOException.class, () -> receiver.open(closed));
  }

  @Test
  void noticesWhatWasRepeatedOrLeftOut() throws Exception {
    byte[] first = sender.close(FIRST);
    receiver.open(first);
    assertThrows(IOException.class, () -> receiver.open(first));
    sender.close(FIRST);
    byte[] third = sender.close(SECOND);
    assertThrows(IOException.class, () -> new Seal(KEY).open(third));
  }

  @Test
  void noticesWhatIsShorterThanATag() {
    assertThrows(IOException.class, () -> receiver.open(new byte[3]));
  }
}
