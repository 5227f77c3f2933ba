package hpc.fieldio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import hpc.diffusion.Grid;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the array in an NPY file: magic bytes, a version, and a Python dictionary of
 * element type, order and shape. After NumPy's own description of the format, {@code
 * numpy.lib.format}.
 *
 * @param type how an element is stored
 * @param order whether rows or columns lie in one piece
 * @param nx rows
 * @param ny columns
 * @param length bytes before the first element
 */
record NpyHeader(Type type, Order order, long nx, long ny, int length) {

  /** What every NPY file begins with, a byte for a character. */
  static final String MAGIC = "\u0093NUMPY";

  /** Elements begin at a multiple of this, so that they can be mapped. */
  private static final int ALIGNMENT = 64;

  /** Headers of arrays of numbers have a hundred characters. */
  private static final int LONGEST = 1 << 16;

  private static final String ACCEPTED = "; accepted: a two-dimensional array of numbers";

  /** Which index runs fastest. */
  enum Order {
    /** the last, as in C */
    ROWS,
    /** the first, as in Fortran */
    COLUMNS
  }

  /**
   * How a number is stored.
   *
   * @param bytes that it takes
   * @param order of those
   * @param element reads one; rounded if it is a whole number beyond 2^53
   */
  record Type(int bytes, ByteOrder order, Element element) {

    /** Reads the number at a byte of a buffer of the right order. */
    interface Element {
      double at(ByteBuffer buffer, int index);
    }

    /** The type that NumPy describes as {@code text}, such as {@code <f8}. */
    private static Type of(Path file, String text) {
      ByteOrder order =
          switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case '>' -> ByteOrder.BIG_ENDIAN;
            case '=' -> ByteOrder.nativeOrder();
            default -> ByteOrder.LITTLE_ENDIAN;
          };
      return switch (text.replaceFirst("^[<>=|]", "")) {
        case "f8" -> new Type(Double.BYTES, order, ByteBuffer::getDouble);
        case "f4" -> new Type(Float.BYTES, order, ByteBuffer::getFloat);
        case "i1" -> new Type(Byte.BYTES, order, ByteBuffer::get);
        case "i2" -> new Type(Short.BYTES, order, ByteBuffer::getShort);
        case "i4" -> new Type(Integer.BYTES, order, ByteBuffer::getInt);
        case "i8" -> new Type(Long.BYTES, order, ByteBuffer::getLong);
        case "u1" -> new Type(Byte.BYTES, order, (b, at) -> b.get(at) & 0xFF);
        case "u2" -> new Type(Short.BYTES, order, (b, at) -> b.getShort(at) & 0xFFFF);
        case "u4" -> new Type(Integer.BYTES, order, (b, at) -> b.getInt(at) & 0xFFFF_FFFFL);
        default ->
            throw new IllegalArgumentException(
                "%s: elements of type %s; accepted: f4, f8, i1 to i8, u1 to u4"
                    .formatted(file, FieldFile.shown(text)));
      };
    }
  }

  /** The header, version 1.0, of {@code nx} rows of {@code ny} little-endian float64. */
  static byte[] bytesFor(long nx, long ny) {
    String dictionary =
        "{'descr': '<f8', 'fortran_order': False, 'shape': (%s, %s), }".formatted(nx, ny);
    int fixed = MAGIC.length() + 2 + Short.BYTES;
    int length = Math.ceilDiv(fixed + dictionary.length() + 1, ALIGNMENT) * ALIGNMENT;
    String text = dictionary + " ".repeat(length - fixed - dictionary.length() - 1) + "\n";
    return ByteBuffer.allocate(length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC.getBytes(ISO_8859_1))
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length())
        .put(text.getBytes(US_ASCII))
        .array();
  }

  /**
   * Reads the header of a file that begins with {@link #MAGIC}.
   *
   * @throws IllegalArgumentException if it is not that of a two-dimensional array of numbers
   */
  static NpyHeader read(Path file, FileChannel channel) throws IOException {
    ByteBuffer fixed = bytes(file, channel, MAGIC.length(), 2 + Integer.BYTES);
    int version = fixed.get();
    int minor = fixed.get();
    int length =
        switch (version) {
          case 1 -> Short.toUnsignedInt(fixed.getShort());
          case 2, 3 -> fixed.getInt();
          default ->
              throw new IllegalArgumentException(
                  "%s: NPY version %s.%s; accepted: 1.0 to 3.0".formatted(file, version, minor));
        };
    if (length < 0 || length > LONGEST) {
      throw new IllegalArgumentException(
          "%s: NPY header of %s bytes%s".formatted(file, Integer.toUnsignedLong(length), ACCEPTED));
    }
    int start = MAGIC.length() + fixed.position();
    byte[] text = bytes(file, channel, start, length).array();
    return of(file, new String(text, ISO_8859_1), start + length);
  }

  private static NpyHeader of(Path file, String dictionary, int length) {
    String type = entry(file, dictionary, "descr", "['\"]([^'\"]*)['\"]|[^,}]*");
    String order = entry(file, dictionary, "fortran_order", "(True|False)");
    String shape = entry(file, dictionary, "shape", "\\(([^)]*)\\)");
    Matcher two = Pattern.compile(" *([0-9]{1,18})L? *, *([0-9]{1,18})L? *,? *").matcher(shape);
    if (!two.matches()) {
      throw new IllegalArgumentException(
          "%s: shape (%s)%s".formatted(file, FieldFile.shown(shape), ACCEPTED));
    }
    return new NpyHeader(
        Type.of(file, type),
        order.equals("True") ? Order.COLUMNS : Order.ROWS,
        extent(file, shape, two.group(1)),
        extent(file, shape, two.group(2)),
        length);
  }

  private static long extent(Path file, String shape, String digits) {
    long extent = Long.parseLong(digits);
    if (extent < 1 || extent > Grid.LONGEST_AXIS) {
      throw new IllegalArgumentException(
          "%s: shape (%s); accepted: 1 to %s rows and columns"
              .formatted(file, shape, Grid.LONGEST_AXIS));
    }
    return extent;
  }

  /** The value of a key: the first group of its pattern, or all of it where that is not there. */
  private static String entry(Path file, String dictionary, String key, String value) {
    Matcher matcher =
        Pattern.compile("['\"]" + key + "['\"] *: *(?<value>" + value + ")").matcher(dictionary);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "%s: NPY header without a proper '%s'%s".formatted(file, key, ACCEPTED));
    }
    return matcher.group(2) == null ? matcher.group("value") : matcher.group(2);
  }

  private static ByteBuffer bytes(Path file, FileChannel channel, long from, int count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    try {
      NpyFile.readFully(channel, bytes, from);
    } catch (EOFException e) {
      throw new IllegalArgumentException(file + ": truncated: it ends within its header", e);
    }
    return bytes.flip();
  }
}
