package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hpc.mpi.ControlLink.Encryption;
import java.io.IOException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ControlLinkTest {

  private static final SecretKey KEY =
      new SecretKeySpec(new byte[Handshake.KEY_BYTES], Handshake.CIPHER);
  private static final byte[] FIRST = {1, 2, 3};
  private static final byte[] SECOND = {4};

  private final Encryption sender = new Encryption(KEY);
  private final Encryption receiver = new Encryption(KEY);

  @Test
  void decryptsMessagesInTheirOrder() throws Exception {
    byte[] first = sender.encrypt(FIRST);
    byte[] second = sender.encrypt(SECOND);
    assertArrayEquals(FIRST, receiver.decrypt(first));
    assertArrayEquals(SECOND, receiver.decrypt(second));
  }

  @Test
  void noticesAChangedBit() {
    byte[] changed = sender.encrypt(FIRST);
    changed[1]++;
    assertThrows(IOException.class, () -> receiver.decrypt(changed));
  }

  @Test
  void noticesWhatWasRepeatedOrLeftOut() throws Exception {
    byte[] first = sender.encrypt(FIRST);
    receiver.decrypt(first);
    assertThrows(IOException.class, () -> receiver.decrypt(first));
    sender.encrypt(FIRST);
    byte[] third = sender.encrypt(SECOND);
    assertThrows(IOException.class, () -> new Encryption(KEY).decrypt(third));
  }

  @Test
  void noticesWhatIsShorterThanATag() {
    assertThrows(IOException.class, () -> receiver.decrypt(new byte[3]));
  }
}
