package hpc.fieldio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * How a number is stored in an NPY file.
 *
 * @param bytes that it takes
 * @param order of those
 * @param element reads one
 */
record NpyType(int bytes, ByteOrder order, Element element) {

  /** Reads the number that begins at a byte of a buffer of the right order. */
  @FunctionalInterface
  interface Element {
    /** The number, rounded if it is a whole one beyond 2^53. */
    double at(ByteBuffer buffer, int index);
  }

  /**
   * The type that NumPy describes as {@code word}, such as {@code <f8}.
   *
   * @throws IllegalArgumentException naming the file if it is not one of plain numbers
   */
  static NpyType of(Path file, String word) {
    String name = word.replaceFirst("^[<>=|]", "");
    ByteOrder order =
        switch (word.isEmpty() ? ' ' : word.charAt(0)) {
          case '>' -> ByteOrder.BIG_ENDIAN;
          case '=' -> ByteOrder.nativeOrder();
          default -> ByteOrder.LITTLE_ENDIAN;
        };
    return switch (name) {
      case "f8" -> new NpyType(Double.BYTES, order, ByteBuffer::getDouble);
      case "f4" -> new NpyType(Float.BYTES, order, ByteBuffer::getFloat);
      case "i1" -> new NpyType(Byte.BYTES, order, ByteBuffer::get);
      case "i2" -> new NpyType(Short.BYTES, order, ByteBuffer::getShort);
      case "i4" -> new NpyType(Integer.BYTES, order, ByteBuffer::getInt);
      case "i8" -> new NpyType(Long.BYTES, order, ByteBuffer::getLong);
      case "u1" -> new NpyType(Byte.BYTES, order, (b, at) -> Byte.toUnsignedInt(b.get(at)));
      case "u2" -> new NpyType(Short.BYTES, order, (b, at) -> Short.toUnsignedInt(b.getShort(at)));
      case "u4" ->
          new NpyType(Integer.BYTES, order, (b, at) -> Integer.toUnsignedLong(b.getInt(at)));
      default ->
          throw new IllegalArgumentException(
              "%s: elements of type %s; accepted: f4, f8, i1 to i8, u1 to u4"
                  .formatted(file, FieldFile.shown(word)));
    };
  }
}
