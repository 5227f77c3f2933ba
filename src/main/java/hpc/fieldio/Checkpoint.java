package hpc.fieldio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The field after some steps, as a file holds it. It says nothing about ranks, threads or kernels,
 * so that any layout can go on from it.
 *
 * <pre>
 * hpc diffusion checkpoint 1
 * problem scheme=explicit;nx=4096;ny=4096;...
 * step 500
 * part 1
 * field 21c1207fa5f4c8d4
 * data float64 little-endian, row by row, from byte 4096
 * crc32c 1c291ca3
 * </pre>
 *
 * The last line is the CRC-32C of those before; newlines fill up to the field. {@code field} is the
 * field's checksum in {@link hpc.diffusion.FieldStatistics}.
 *
 * @param problem what is solved, see {@link ProblemText}
 * @param step time steps that the field has behind it
 * @param part the part of the run that wrote it
 * @param field checksum of the field
 */
record Checkpoint(String problem, long step, int part, long field) {

  private static final String NAME = "hpc diffusion checkpoint ";
  private static final String HEADER = NAME + "1\n";
  private static final int BLOCK = 4096;

  /** More than any head has: the only long words are the names of files. */
  private static final int LONGEST_HEAD = 1 << 16;

  private static final Pattern FORM =
      Pattern.compile(
          HEADER
              + "problem ([^\n]*)\nstep ([0-9]{1,18})\npart ([0-9]{1,9})\nfield ([0-9a-f]{16})\n");

  /** Why no run can go on from a file. */
  static final class UnusableException extends Exception {

    private static final long serialVersionUID = 1;

    UnusableException(String reason) {
      super(reason);
    }
  }

  /** What stands before the field, some whole blocks. */
  byte[] head() {
    String lines =
        HEADER
            + "problem %s\nstep %s\npart %s\nfield %s\n"
                .formatted(problem, step, part, HexFormat.of().toHexDigits(field));
    // the numbers to come take less than the 100 bytes kept for them
    int length = Math.ceilDiv(lines.getBytes(UTF_8).length + 100, BLOCK) * BLOCK;
    String body = lines + "data float64 little-endian, row by row, from byte " + length + "\n";
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(UTF_8));
    byte[] written =
        String.format(Locale.ROOT, "%scrc32c %08x\n", body, crc.getValue()).getBytes(UTF_8);
    byte[] head = Arrays.copyOf(written, length);
    Arrays.fill(head, written.length, length, (byte) '\n');
    return head;
  }

  /**
   * Reads the head of a file and nothing else.
   *
   * @throws UnusableException if the file is none of ours, of another version or damaged
   * @throws IOException if it cannot be read
   */
  static Checkpoint read(Path file) throws IOException, UnusableException {
    byte[] start = beginning(file, LONGEST_HEAD);
    // takes any byte: what is no text is refused below, since it does not come out again
    String text = new String(start, UTF_8);
    if (!text.startsWith(HEADER)) {
      throw new UnusableException(
          text.startsWith(NAME)
              ? "is of another version than '%s'".formatted(HEADER.strip())
              : "is no checkpoint of a diffusion run");
    }
    Matcher matcher = FORM.matcher(text);
    if (matcher.lookingAt()) {
      Checkpoint checkpoint =
          new Checkpoint(
              matcher.group(1),
              Long.parseLong(matcher.group(2)),
              Integer.parseInt(matcher.group(3)),
              Long.parseUnsignedLong(matcher.group(4), 16));
      byte[] head = checkpoint.head();
      if (head.length <= start.length && Arrays.equals(head, Arrays.copyOf(start, head.length))) {
        return checkpoint;
      }
    }
    throw new UnusableException("is damaged, its head is not what was written");
  }

  /** Whether a file begins as checkpoints of any version do. */
  static boolean isOne(Path file) {
    try {
      return new String(beginning(file, NAME.length()), UTF_8).equals(NAME);
    } catch (UnusableException | IOException e) {
      return false;
    }
  }

  private static byte[] beginning(Path file, int bytes) throws IOException, UnusableException {
    if (!Files.isRegularFile(file)) { // a pipe may never end
      throw new UnusableException("is no regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(bytes);
    }
  }

  /**
   * Checks that the field has all its bytes; which ones, its checksum will tell.
   *
   * @param points of the field
   */
  void requireWhole(Path file, long points) throws IOException, UnusableException {
    long expected = fieldStart() + points * Double.BYTES;
    long size = Files.size(file);
    if (size != expected) {
      throw new UnusableException(
          "is damaged, it has %s bytes instead of %s".formatted(size, expected));
    }
  }

  long fieldStart() {
    return head().length;
  }
}
