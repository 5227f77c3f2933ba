package hpc.mpi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TCP addresses on which a process listens, from Linux' /proc (proc(5), "tcp"). */
final class ListeningSockets {

  private static final String LISTEN = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private ListeningSockets() {}

  /** Those of another user, as everybody on this node sees them. */
  static List<InetSocketAddress> ofUser(int user) {
    // most rows may be of whoever asks: only what is left is taken apart
    String owner = String.format(Locale.ROOT, " 00000000 %5d ", user);
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> lines(Path.of("/proc/net", table)))
        .filter(line -> line.contains(" " + LISTEN + " ") && line.contains(owner))
        .map(line -> address(fields(line)[LOCAL_ADDRESS]))
        .toList();
  }

  static List<InetSocketAddress> of(long pid) {
    try {
      Set<String> sockets = openFiles(pid);
      return Stream.of("tcp", "tcp6")
          .flatMap(table -> rows(Path.of("/proc", Long.toString(pid), "net", table)))
          .filter(row -> row[STATE].equals(LISTEN))
          .filter(row -> sockets.contains("socket:[" + row[INODE] + "]"))
          .map(row -> address(row[LOCAL_ADDRESS]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> openFiles(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.map(ListeningSockets::target).collect(Collectors.toSet());
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }

  private static Stream<String[]> rows(Path table) {
    return lines(table).map(ListeningSockets::fields);
  }

  private static String[] fields(String line) {
    return line.trim().split("\\s+", -1);
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream().skip(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hexadecimal, in words of four bytes, each in the byte order of the machine: little endian. */
  private static InetSocketAddress address(String text) {
    int colon = text.indexOf(':');
    byte[] words = HexFormat.of().parseHex(text.substring(0, colon));
    byte[] bytes = new byte[words.length];
    for (int i = 0; i < words.length; i++) {
      bytes[i] = words[i - i % 4 + 3 - i % 4];
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(bytes), HexFormat.fromHexDigits(text.substring(colon + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
