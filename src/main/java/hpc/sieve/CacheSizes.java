package hpc.sieve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The caches that one core has for itself.
 *
 * @param l1Bytes the first level for data
 * @param l2Bytes the second level
 */
public record CacheSizes(int l1Bytes, int l2Bytes) {

  /** What is assumed where the system does not tell: the smallest of common servers. */
  private static final CacheSizes COMMON = new CacheSizes(32 << 10, 512 << 10);

  /** Checks the order of the levels. */
  public CacheSizes {
    if (l1Bytes < 1 << 10 || l2Bytes < Math.max(l1Bytes, 1 << 13)) {
      throw new IllegalArgumentException(
          "caches of %d and %d bytes: at least 1024 and 8192, the second not smaller"
              .formatted(l1Bytes, l2Bytes));
    }
  }

  /** Of the first core of this machine, as Linux tells. */
  public static CacheSizes ofThisMachine() {
    try {
      Path caches = Path.of("/sys/devices/system/cpu/cpu0/cache");
      return new CacheSizes(
          bytes(caches.resolve("index0/size")), bytes(caches.resolve("index2/size")));
    } catch (IOException | IllegalArgumentException _) {
      return COMMON;
    }
  }

  /** A size such as {@code 48K}. */
  private static int bytes(Path file) throws IOException {
    String size = Files.readString(file).strip();
    int unit = size.length() - 1;
    int number = Integer.parseInt(size.substring(0, unit));
    return switch (size.charAt(unit)) {
      case 'K' -> number << 10;
      case 'M' -> number << 20;
      default -> throw new IOException(file + ": " + size);
    };
  }
}
