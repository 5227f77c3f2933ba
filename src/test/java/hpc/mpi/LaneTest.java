package hpc.mpi;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the receiver of a frame finds out about it. */
class LaneTest {

  private static final SecretKey KEY = key("one key of as many bytes as needed");

  private final Lane sender = new Lane(KEY, 0);
  private final Lane receiver = new Lane(KEY, 0);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 127, 128, 129, 1000, 100_000})
  void messagesOfAnyLengthCome(int bytes) throws Exception {
    for (int i = 0; i < 3; i++) {
      byte[] message = message(bytes, i);
      assertArrayEquals(message, received(frame(message), bytes));
    }
    assertEquals(3, receiver.count());
    assertFalse(receiver.isBusy());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 128, 1000})
  void aFlippedBitIsNoticedWhereverItIs(int bytes) {
    long[] frame = frame(message(bytes, 1));
    for (int bit = 0; bit < Long.SIZE * frame.length; bit++) {
      long[] flipped = frame.clone();
      flipped[bit / Long.SIZE] ^= 1L << (bit % Long.SIZE);
      Lane fresh = new Lane(KEY, 0);
      assertThrows(ProtocolException.class, () -> received(fresh, flipped, bytes));
    }
  }

  @Test
  void aRepeatedMessageIsNoticed() throws Exception {
    long[] frame = frame(message(64, 1));
    received(frame, 64);
    assertThrows(ProtocolException.class, () -> received(frame, 64));
  }

  @Test
  void aMessageLeftOutIsNoticed() {
    frame(message(64, 1));
    long[] second = frame(message(64, 2));
    assertThrows(ProtocolException.class, () -> received(second, 64));
  }

  @Test
  void aShorterMessageIsNoticed() throws Exception {
    received(frame(message(64, 1)), 64);
    long[] shorter = frame(message(32, 2));
    // the rest of the frame is what was there before
    assertThrows(ProtocolException.class, () -> received(shorter, 64));
  }

  @Test
  void wordsThatChangePlacesAreNoticed() {
    long[] frame = frame(message(1024, 1));
    long first = frame[0];
    frame[0] = frame[16];
    frame[16] = first;
    assertThrows(ProtocolException.class, () -> received(frame, 1024));
  }

  @Test
  void otherKindsAndOtherConnectionsHaveOtherTags() {
    SecretKey other = key("two keys of as many bytes as needed");
    long[] words = new long[16];
    assertNotEquals(
        new MessageTags(KEY, 0).next(words, 16), new MessageTags(KEY, 1).next(words, 16));
    assertNotEquals(
        new MessageTags(KEY, 0).next(words, 16), new MessageTags(other, 0).next(words, 16));
  }

  /** A hash modulo 2^61 - 1 must not take a number and the one that is larger by it for one. */
  @Test
  void numbersThatAreEqualModuloThePrimeAreNot() {
    long prime = (1L << 61) - 1;
    long tag = new MessageTags(KEY, 0).next(new long[] {5, 0}, 2);
    assertNotEquals(tag, new MessageTags(KEY, 0).next(new long[] {5 + prime, 0}, 2));
    assertNotEquals(tag, new MessageTags(KEY, 0).next(new long[] {5, prime}, 2));
    assertNotEquals(tag, new MessageTags(KEY, 0).next(new long[] {5, 0, 0}, 3));
  }

  @Test
  void awaitedMessagesAreCounted() {
    receiver.begin(64);
    assertTrue(receiver.isBusy());
    assertEquals(0, receiver.count());
  }

  private static SecretKey key(String text) {
    return new SecretKeySpec(text.getBytes(US_ASCII), 0, Handshake.KEY_BYTES, Handshake.CIPHER);
  }

  private static byte[] message(int bytes, int seed) {
    byte[] message = new byte[bytes];
    new Random(seed).nextBytes(message);
    return message;
  }

  private long[] frame(byte[] message) {
    return Arrays.copyOf(
        sender.frame(MemorySegment.ofArray(message)), Lane.frameWords(message.length));
  }

  private byte[] received(long[] frame, int bytes) throws ProtocolException {
    return received(receiver, frame, bytes);
  }

  private static byte[] received(Lane lane, long[] frame, int bytes) throws ProtocolException {
    byte[] message = new byte[bytes];
    System.arraycopy(frame, 0, lane.begin(bytes), 0, frame.length);
    lane.open(MemorySegment.ofArray(message));
    return message;
  }
}
