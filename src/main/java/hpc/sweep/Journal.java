package hpc.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.FileError;
import hpc.exec.OwnFile;
import hpc.exec.ProcessLock;
import hpc.sweep.SweepPolicy.BuildAndCpu;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What happened in a sweep, a line an event, appended whole: {@code time TAB event TAB ...}.
 *
 * <pre>
 * begin  build  machine  run   what follows was measured by this build on this kind of machine
 * anew   build  machine  run   the same, and earlier results are ignored
 * start  point  try
 * done   point  seconds
 * fail   point  kind  reason
 * stop   point                 the sweep was asked to stop: this try does not count
 * skip   point  reason         it does not fit where the sweep ran
 * submit array  point...       an array of these points, in the order of its indices, goes to sbatch
 * job    array  number         sbatch has taken it
 * </pre>
 *
 * <p>The number of the run orders the journals of one sweep: each start takes the next one, and the
 * tasks of job arrays copy that of their submission. Within a run a journal is in order, and no two
 * journals tell of the same point. The time is for people: clocks of nodes differ, and are set
 * back.
 *
 * <p>The process that holds it is the only one that runs the sweep. A killed writer leaves whole
 * lines and at most one torn one at the end, which readers pass over and the next writer removes. A
 * {@code start} without an end is a try that was killed together with the sweep.
 */
final class Journal implements Closeable {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Path file;
  private final ProcessLock lock;
  private final FileChannel channel;

  private Journal(Path file, ProcessLock lock, FileChannel channel) {
    this.file = file;
    this.lock = lock;
    this.channel = channel;
  }

  /** Opens the journal to add to it; makes it if it is missing. */
  static Journal open(Path file) {
    ProcessLock lock =
        ProcessLock.take(
            file.getParent().toString(),
            // not on the journal itself, which this process reads as well
            file.resolveSibling("." + file.getFileName() + ".lock"),
            "one sweep at a time runs in a directory; wait for it, or give another --out");
    try {
      FileChannel channel =
          OwnFile.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
      LineFile.endWithWholeLine(channel);
      return new Journal(file, lock, channel);
    } catch (IOException e) {
      lock.close();
      throw FileError.of(file, e);
    }
  }

  void begin(SweepPolicy policy, long run) {
    BuildAndCpu buildAndCpu = policy.buildAndCpu();
    String event = policy.start() == SweepPolicy.Start.ANEW ? "anew" : "begin";
    append(event, buildAndCpu.build(), buildAndCpu.machine(), Long.toString(run));
  }

  void started(SweepPoint point, int attempt) {
    append("start", point.id(), Integer.toString(attempt));
  }

  void done(SweepPoint point, double seconds) {
    append("done", point.id(), String.format(Locale.ROOT, "%.3f", seconds));
  }

  void failed(SweepPoint point, PointFailure kind, String reason) {
    append("fail", point.id(), kind.name(), reason);
  }

  void stopped(SweepPoint point) {
    append("stop", point.id());
  }

  void submitting(String array, List<SweepPoint> points) {
    append(
        Stream.concat(Stream.of("submit", array), points.stream().map(SweepPoint::id))
            .toArray(String[]::new));
  }

  void submitted(String array, String job) {
    append("job", array, job);
  }

  void skipped(SweepPoint point, String reason) {
    append("skip", point.id(), reason);
  }

  private void append(String... fields) {
    StringBuilder line = new StringBuilder(TIME.format(Instant.now()));
    for (String field : fields) {
      line.append('\t').append(field.replaceAll("\\p{Cntrl}", " "));
    }
    try {
      LineFile.append(channel, ByteBuffer.wrap(line.append('\n').toString().getBytes(UTF_8)));
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw FileError.of(file, e);
    } finally {
      lock.close();
    }
  }
}
