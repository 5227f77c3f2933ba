package hpc.fieldio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/** Makes NPY files byte by byte, after NumPy's description of the format. */
final class Npy {

  private Npy() {}

  /** A file of any version with any dictionary and any content. */
  static Path write(Path file, int version, String dictionary, byte[] content) throws IOException {
    int lengthBytes = version == 1 ? 2 : 4;
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + lengthBytes + dictionary.length() + content.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("\u0093NUMPY".getBytes(ISO_8859_1))
            .put((byte) version)
            .put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) dictionary.length());
    } else {
      bytes.putInt(dictionary.length());
    }
    bytes.put(dictionary.getBytes(ISO_8859_1)).put(content);
    return Files.write(file, bytes.array());
  }

  /** A dictionary as NumPy writes it. */
  static String dictionary(String type, String fortranOrder, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
        .formatted(type, fortranOrder, shape);
  }

  /** Numbers, each stored by {@code put}. */
  static byte[] content(
      int bytesEach, ByteOrder order, double[] values, BiConsumer<ByteBuffer, Double> put) {
    ByteBuffer bytes = ByteBuffer.allocate(bytesEach * values.length).order(order);
    for (double value : values) {
      put.accept(bytes, value);
    }
    return bytes.array();
  }

  /** Little-endian float64. */
  static byte[] doubles(double... values) {
    return content(8, ByteOrder.LITTLE_ENDIAN, values, ByteBuffer::putDouble);
  }
}
