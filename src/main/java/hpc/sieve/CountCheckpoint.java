package hpc.sieve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import hpc.exec.AtomicFile;
import hpc.exec.FileError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * How far a count has come, as a file holds it: six lines of text, the last one the CRC-32 of those
 * before. It says nothing about ranks or threads, so that any layout can go on from it.
 *
 * <pre>
 * hpc sieve checkpoint 1
 * from 0
 * limit 1000000000000
 * next 500000000001
 * count 19308136142
 * crc32 1c291ca3
 * </pre>
 *
 * @param from the first number of the problem
 * @param limit the last number of the problem
 * @param next the first number that has not been sieved; above {@code limit}, or 0 for 2^63, when
 *     none is left
 * @param count the primes from {@code from} up to below {@code next}
 */
record CountCheckpoint(long from, long limit, long next, long count) {

  private static final String HEADER = "hpc sieve checkpoint 1";

  private static final Pattern FORM =
      Pattern.compile(
          HEADER + "\nfrom (\\S+)\nlimit (\\S+)\nnext (\\S+)\ncount (\\S+)\ncrc32 \\S+\n");

  static CountCheckpoint start(SieveProblem problem) {
    return new CountCheckpoint(problem.from(), problem.limit(), Math.max(2, problem.from()), 0);
  }

  /** The same problem when the numbers up to {@code last} hold {@code more} primes. */
  CountCheckpoint advance(long last, long more) {
    return new CountCheckpoint(from, limit, last == Long.MAX_VALUE ? 0 : last + 1, count + more);
  }

  /** Whether a count that began at {@code start} can have come here. */
  private boolean possible(CountCheckpoint start) {
    long last = next - 1;
    if (next == 0
        ? limit != Long.MAX_VALUE
        : next < start.next || last > Math.max(limit, start.next - 1)) {
      return false;
    }
    long done = next == 0 ? Long.MAX_VALUE : last;
    return done <= LegendreCount.CHEAP_LIMIT
        ? count == LegendreCount.within(start.next, done)
        : KnownCounts.possible(start.next, done, count);
  }

  boolean complete() {
    return next == 0 || next > limit;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the file is none of ours, damaged, or of another problem
   * @throws UncheckedIOException if it cannot be read
   */
  static CountCheckpoint read(Path file, SieveProblem problem) {
    CountCheckpoint checkpoint = parse(file, textOf(file));
    if (checkpoint.from != problem.from() || checkpoint.limit != problem.limit()) {
      throw refused(
          "%s: is of --from %s --limit %s; this run is of --from %s --limit %s"
              .formatted(file, checkpoint.from, checkpoint.limit, problem.from(), problem.limit()));
    }
    if (!checkpoint.possible(start(problem))) {
      throw refused(
          "%s: is damaged, there cannot be %s primes from %s up to below %s"
              .formatted(file, checkpoint.count, problem.from(), checkpoint.next));
    }
    return checkpoint;
  }

  private static String textOf(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // signals are noted only, and reading a pipe that nobody writes to would never end
      throw refused(file + ": not a regular file; accepted: the name of a file");
    }
    try {
      // takes any byte: what is no text does not match
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }

  private static CountCheckpoint parse(Path file, String text) {
    if (!text.startsWith(HEADER + "\n")) {
      throw refused(file + ":1: not a checkpoint of this version; accepted: '" + HEADER + "'");
    }
    Matcher fields = FORM.matcher(text);
    try {
      if (fields.matches()) {
        CountCheckpoint checkpoint =
            new CountCheckpoint(
                Long.parseLong(fields.group(1)),
                Long.parseLong(fields.group(2)),
                Long.parseLong(fields.group(3)),
                Long.parseLong(fields.group(4)));
        if (checkpoint.text().equals(text)) {
          return checkpoint;
        }
      }
    } catch (NumberFormatException _) {
      // no number, or one that no checkpoint can hold
    }
    throw refused(file + ": is damaged, it is not what was written");
  }

  private static IllegalArgumentException refused(String message) {
    return new IllegalArgumentException("--checkpoint " + message);
  }

  /**
   * Writes the file: aside, to the disk, then renamed, so that a kill at any moment leaves the old
   * one or the new one.
   *
   * @throws UncheckedIOException naming the file and the system's reason
   */
  void write(Path file) {
    AtomicFile.replace(file, text().getBytes(US_ASCII));
  }

  private String text() {
    String body =
        "%s\nfrom %s\nlimit %s\nnext %s\ncount %s\n".formatted(HEADER, from, limit, next, count);
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(US_ASCII));
    return String.format(Locale.ROOT, "%scrc32 %08x\n", body, crc.getValue());
  }
}
