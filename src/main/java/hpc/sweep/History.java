package hpc.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.FileError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;

/** What the journals of a sweep tell, read at any moment, also after a kill. */
final class History {

  /**
   * How far a point has come.
   *
   * @param failures tries that failed since it was done last
   * @param last how the last of them failed
   * @param reason its words
   * @param seconds how long the try took that ended well; empty unless the point is done
   */
  record Standing(
      int failures, Optional<PointFailure> last, String reason, OptionalDouble seconds) {

    static final Standing NEW = new Standing(0, Optional.empty(), "", OptionalDouble.empty());

    boolean done() {
      return seconds.isPresent();
    }

    /** Whether another try is due: not done, and not failed for good. */
    boolean due(int tries) {
      return !done() && failures < tries && last.map(PointFailure::mayPass).orElse(true);
    }
  }

  /**
   * A job array that was, or was about to be, submitted.
   *
   * @param name what it is called in the journal and, behind the name of the sweep, in the queue
   * @param points by their indices in the array
   * @param job its number; empty if sbatch refused it, or the submission was killed meanwhile
   */
  record Submission(String name, List<String> points, Optional<String> job) {}

  private static final Set<String> BEGINNINGS = Set.of("begin", "anew");

  private record Key(String point, BuildAndCpu setting) {}

  private final Map<Key, Standing> standings = new HashMap<>();
  private final Map<String, Double> lastSeconds = new HashMap<>();
  private final Map<String, String> lastEvents = new HashMap<>();
  private final Map<String, String> absences = new HashMap<>();
  private final SequencedMap<String, Submission> submissions = new LinkedHashMap<>();
  private Optional<BuildAndCpu> latest = Optional.empty();
  private long lastRun;

  private History() {}

  /**
   * Reads journals, that of the sweep itself before those of its parts, and those that are missing
   * as empty ones. Lines that are torn or foreign are passed over: at worst a point is measured
   * again.
   */
  static History read(Collection<Path> journals) {
    History history = new History();
    List<Event> events = new ArrayList<>();
    journals.forEach(journal -> addEvents(journal, events));
    events.sort(Comparator.comparingLong(Event::run)); // stable
    events.forEach(history::add);
    return history;
  }

  private record Event(long run, BuildAndCpu setting, List<String> fields) {}

  private static void addEvents(Path journal, List<Event> events) {
    String text;
    try {
      text = new String(Files.readAllBytes(journal), UTF_8);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw FileError.of(journal, e);
    }
    BuildAndCpu setting = new BuildAndCpu("", "");
    long run = 0;
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
      List<String> fields = List.of(line.split("\t", -1));
      if (fields.size() >= 4 && BEGINNINGS.contains(fields.get(1))) {
        setting = new BuildAndCpu(fields.get(2), fields.get(3));
        run =
            fields.size() > 4 && fields.get(4).matches("[0-9]{1,9}")
                ? Long.parseLong(fields.get(4))
                : run + 1; // of a journal from before runs had numbers
      }
      if (fields.size() >= 3) {
        events.add(new Event(run, setting, fields));
      }
    }
  }

  private void add(Event event) {
    List<String> fields = event.fields;
    String kind = fields.get(1);
    if (BEGINNINGS.contains(kind)) {
      latest = Optional.of(event.setting);
      lastRun = event.run;
      if (kind.equals("anew")) {
        standings.clear();
        submissions.clear(); // none of them waits or runs any more
      }
      return;
    }
    switch (kind) {
      case "submit" -> {
        String name = fields.get(2);
        List<String> points = fields.subList(3, fields.size());
        submissions.put(name, new Submission(name, points, Optional.empty()));
      }
      case "job" ->
          submissions.computeIfPresent(
              fields.get(2),
              (name, asked) -> new Submission(name, asked.points, Optional.of(fields.getLast())));
      default -> ofPoint(event, kind);
    }
  }

  private void ofPoint(Event event, String kind) {
    List<String> fields = event.fields;
    Key key = new Key(fields.get(2), event.setting);
    Standing before = standings.getOrDefault(key, Standing.NEW);
    switch (kind) {
      case "done" ->
          seconds(fields)
              .ifPresent(s -> {
                standings.put(key, new Standing(0, Optional.empty(), "", OptionalDouble.of(s)));
                lastSeconds.put(key.point, s);
              });
      case "fail" ->
          failure(fields)
              .ifPresent(f ->
                  standings.put(
                      key,
                      new Standing(
                          before.failures + (f.counts() ? 1 : 0),
                          Optional.of(f),
                          fields.get(4),
                          OptionalDouble.empty())));
      default -> {
        // a start says nothing of the end, and a stop is no failure
      }
    }
    if (kind.equals("skip")) {
      if (fields.size() == 4) {
        absences.put(fields.get(2), fields.get(3));
      }
      return; // says nothing of earlier tries
    }
    absences.remove(fields.get(2));
    lastEvents.put(fields.get(2), kind);
  }

  private static Optional<Double> seconds(List<String> fields) {
    return fields.size() == 4 && fields.get(3).matches("[0-9]{1,12}\\.[0-9]{3}")
        ? Optional.of(Double.valueOf(fields.get(3)))
        : Optional.empty();
  }

  private static Optional<PointFailure> failure(List<String> fields) {
    for (PointFailure failure : PointFailure.values()) {
      if (fields.size() == 5 && failure.name().equals(fields.get(3))) {
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }

  /** How far {@code point} has come where this holds. */
  Standing of(SweepPoint point, BuildAndCpu setting) {
    return standings.getOrDefault(new Key(point.id(), setting), Standing.NEW);
  }

  /**
   * How long the point took when it was last done, by any build anywhere; empty if it never was.
   */
  OptionalDouble lastSeconds(SweepPoint point) {
    Double seconds = lastSeconds.get(point.id());
    return seconds == null ? OptionalDouble.empty() : OptionalDouble.of(seconds);
  }

  /** Whether any point has ended well, ever. */
  boolean hasMeasured() {
    return !lastSeconds.isEmpty();
  }

  /** Whether the last that is known of the point called {@code id} is that it ended well. */
  boolean endedWell(String id) {
    return "done".equals(lastEvents.get(id));
  }

  /** Why the point did not run when its turn came last; empty if it did. */
  Optional<String> absence(SweepPoint point) {
    return Optional.ofNullable(absences.get(point.id()));
  }

  /** The job arrays of all submissions, the earliest first. */
  List<Submission> submissions() {
    return List.copyOf(submissions.values());
  }

  /** The number of the last start, 0 if there was none. */
  long lastRun() {
    return lastRun;
  }

  /** Where the sweep was begun last; empty if it never was. */
  Optional<BuildAndCpu> latest() {
    return latest;
  }
}
