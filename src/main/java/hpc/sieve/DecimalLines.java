package hpc.sieve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Ascending numbers as text, one a line.
 *
 * <p>Neighbouring primes share all but their last digits, so that a number costs a copy of the
 * digits before the last four, made anew once in 10000 numbers, and four digits out of a table: no
 * division and no object per line.
 */
final class DecimalLines {

  private static final int TAIL = 10_000;

  /** The four digits of 0 to 9999. */
  private static final byte[] DIGITS = new byte[4 * TAIL];

  static {
    for (int i = 0; i < TAIL; i++) {
      DIGITS[4 * i] = (byte) ('0' + i / 1000);
      DIGITS[4 * i + 1] = (byte) ('0' + i / 100 % 10);
      DIGITS[4 * i + 2] = (byte) ('0' + i / 10 % 10);
      DIGITS[4 * i + 3] = (byte) ('0' + i % 10);
    }
  }

  /** 15 digits before the last four, four more, the line feed. */
  private static final int MAX_LINE = 20;

  private byte[] text;
  private int length;
  private byte[] head = new byte[0];
  private long headStart = Long.MIN_VALUE;

  /** Starts with {@code capacity} bytes and grows. */
  DecimalLines(int capacity) {
    text = new byte[Math.max(capacity, MAX_LINE)];
  }

  private void reserve(int bytes) {
    while (text.length - length < bytes) {
      text = Arrays.copyOf(text, Math.multiplyExact(text.length, 2));
    }
  }

  /** Appends {@code number}, which is at least 0. */
  void append(long number) {
    reserve(MAX_LINE);
    long tail = number - headStart;
    if (tail < 0 || tail >= TAIL) {
      long upper = number / TAIL;
      headStart = upper * TAIL;
      tail = number - headStart;
      head = upper == 0 ? new byte[0] : Long.toString(upper).getBytes(US_ASCII);
    }
    System.arraycopy(head, 0, text, length, head.length);
    length += head.length;
    int skipped = head.length > 0 ? 0 : leadingZeros((int) tail);
    System.arraycopy(DIGITS, 4 * (int) tail + skipped, text, length, 4 - skipped);
    length += 4 - skipped;
    text[length++] = '\n';
  }

  /** Appends several numbers as {@code (11, 13)}. */
  void appendTuple(long... numbers) {
    byte[] line =
        LongStream.of(numbers)
            .mapToObj(Long::toString)
            .collect(Collectors.joining(", ", "(", ")\n"))
            .getBytes(US_ASCII);
    reserve(line.length);
    System.arraycopy(line, 0, text, length, line.length);
    length += line.length;
  }

  int length() {
    return length;
  }

  void copyTo(byte[] target, int offset) {
    System.arraycopy(text, 0, target, offset, length);
  }

  void clear() {
    length = 0;
  }

  private static int leadingZeros(int tail) {
    return tail >= 1000 ? 0 : tail >= 100 ? 1 : tail >= 10 ? 2 : 3;
  }
}
