package hpc.profile;

import hpc.exec.FileError;
import hpc.exec.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * The recordings of one run: a file per rank.
 *
 * @param files in the order of ranks
 */
public record Recordings(List<OfRank> files) {

  private static final Pattern NAME = Pattern.compile("rank-(\\d{1,9})\\.jfr");

  /** Copies the list. */
  public Recordings {
    files = List.copyOf(files);
  }

  /**
   * The recording of one rank.
   *
   * @param rank the rank
   * @param file where it is
   */
  public record OfRank(int rank, Path file) {}

  /** Where the recording of a rank is kept. */
  public static Path file(Path directory, int rank) {
    return directory.resolve("rank-" + rank + ".jfr");
  }

  /** The recording of a rank as a file that is replaced. */
  public static OutputFile output(Path directory, int rank) {
    return new OutputFile("--out", file(directory, rank), text -> text.startsWith("FLR\0"));
  }

  /** Those that a run of {@code ranks} ranks has left in a directory. */
  public static Recordings of(Path directory, int ranks) {
    return new Recordings(
        IntStream.range(0, ranks)
            .mapToObj(rank -> new OfRank(rank, file(directory, rank)))
            .toList());
  }

  /**
   * Those that the user names.
   *
   * @param place a recording, or a directory with those of all ranks
   * @throws IllegalArgumentException if there are none or one is not whole
   */
  public static Recordings at(Path place) {
    if (!Files.exists(place)) {
      throw new IllegalArgumentException(
          "--from %s: there is no such file; accepted: a recording, or a directory of recordings"
              .formatted(place));
    }
    Recordings found =
        new Recordings(Files.isDirectory(place) ? in(place) : List.of(single(place)));
    if (found.files.isEmpty()) {
      throw new IllegalArgumentException(
          "--from %s: there is no recording in it; accepted: a directory with rank-0.jfr"
              .formatted(place));
    }
    found.files.forEach(Recordings::requireWhole);
    return found;
  }

  private static List<OfRank> in(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .map(Recordings::single)
          .sorted(Comparator.comparingInt(OfRank::rank))
          .toList();
    } catch (IOException e) {
      throw FileError.of(directory, e);
    }
  }

  private static OfRank single(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return new OfRank(name.matches() ? Integer.parseInt(name.group(1)) : 0, file);
  }

  /** Only that of one rank, if one is given. */
  public Recordings only(OptionalInt rank) {
    if (rank.isEmpty()) {
      return this;
    }
    List<OfRank> one = files.stream().filter(file -> file.rank() == rank.getAsInt()).toList();
    if (one.isEmpty()) {
      throw new IllegalArgumentException(
          "--rank %s: there is no recording of it; accepted: %s"
              .formatted(rank.getAsInt(), ranks()));
    }
    return new Recordings(one);
  }

  private String ranks() {
    return String.join(", ", files.stream().map(file -> Integer.toString(file.rank())).toList());
  }

  /**
   * Hands over every event with the rank that it comes from.
   *
   * @throws IllegalArgumentException if a file is not a recording, or one that is damaged, which
   *     shows in whatever exception the reader of events meets, or who asks an event for its fields
   */
  public void forEach(BiConsumer<Integer, RecordedEvent> events) {
    for (OfRank one : files) {
      try (RecordingFile recording = new RecordingFile(one.file())) {
        while (recording.hasMoreEvents()) {
          events.accept(one.rank(), recording.readEvent());
        }
      } catch (IOException | RuntimeException | InternalError e) {
        // the last of a parser of the JDK that meets a type it does not know
        throw new IllegalArgumentException(
            "%s: not a recording that can be read (%s)".formatted(one.file(), reason(e)), e);
      }
    }
  }

  private static String reason(Throwable e) {
    return e instanceof IOException && e.getMessage() != null ? e.getMessage() : e.toString();
  }

  /**
   * A recording is a row of chunks that begin with their lengths, which add up to that of the file.
   */
  private static void requireWhole(OfRank one) {
    final int magic = 0x464c5200; // FLR and a zero
    final int lengthAt = 8;
    try (FileChannel channel = FileChannel.open(one.file())) {
      long at = 0;
      while (at < channel.size()) {
        ByteBuffer head = ByteBuffer.allocate(2 * Long.BYTES);
        int read = channel.read(head, at);
        long length = read < head.capacity() ? 0 : head.getLong(lengthAt);
        if (length <= 0 || head.getInt(0) != magic || length > channel.size() - at) {
          throw new IllegalArgumentException(
              "%s: not a whole recording; accepted: a .jfr file that hpc profile has kept"
                  .formatted(one.file()));
        }
        at += length;
      }
      if (at == 0) {
        throw new IllegalArgumentException(
            "%s: empty; accepted: a .jfr file that hpc profile has kept".formatted(one.file()));
      }
    } catch (IOException e) {
      throw FileError.of(one.file(), e);
    }
  }
}
