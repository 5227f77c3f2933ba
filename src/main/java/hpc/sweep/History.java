package hpc.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.FileError;
import hpc.sweep.SweepPolicy.BuildAndCpu;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the journals of a sweep say, read at any moment, also after a kill. */
final class History {

  /**
   * How far a point has come.
   *
   * @param failures tries that failed since it was done last
   * @param last how the last of them failed
   * @param reason its error
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
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}\\.[0-9]{3}");

  private record Key(String point, BuildAndCpu buildAndCpu) {}

  private final Map<Key, Standing> standings = new HashMap<>();
  private final Map<String, Double> lastSeconds = new HashMap<>();
  private final Map<String, String> lastEvents = new HashMap<>();
  private final Map<String, String> absences = new HashMap<>();
  private final SequencedMap<String, Submission> submissions = new LinkedHashMap<>();
  private BuildAndCpu latest = new BuildAndCpu("", "");
  private long lastRun;

  private History() {}

  /**
   * Reads journals, that of the sweep itself before those of its parts; a missing one is empty.
   * Torn or foreign lines are skipped: at worst a point is measured again.
   */
  static History read(Collection<Path> journals) {
    History history = new History();
    List<Event> events = new ArrayList<>();
    journals.forEach(journal -> addEvents(journal, events));
    events.sort(Comparator.comparingLong(Event::run)); // stable
    events.forEach(history::add);
    return history;
  }

  private record Event(long run, BuildAndCpu buildAndCpu, List<String> fields) {}

  private static void addEvents(Path journal, List<Event> events) {
    String text;
    try {
      text = new String(Files.readAllBytes(journal), UTF_8);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw FileError.of(journal, e);
    }
    BuildAndCpu buildAndCpu = new BuildAndCpu("", "");
    long run = 0;
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
      List<String> fields = List.of(line.split("\t", -1));
      if (fields.size() >= 4 && BEGINNINGS.contains(fields.get(1))) {
        buildAndCpu = new BuildAndCpu(fields.get(2), fields.get(3));
        run =
            fields.size() > 4 && fields.get(4).matches("[0-9]{1,9}")
                ? Long.parseLong(fields.get(4))
                : run + 1; // of a journal from before runs had numbers
      }
      if (fields.size() >= 3) {
        events.add(new Event(run, buildAndCpu, fields));
      }
    }
  }

  private void add(Event event) {
    List<String> fields = event.fields;
    String kind = fields.get(1);
    if (BEGINNINGS.contains(kind)) {
      latest = event.buildAndCpu;
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
      default -> addOfPoint(event, kind);
    }
  }

  private void addOfPoint(Event event, String kind) {
    List<String> fields = event.fields;
    String point = fields.get(2);
    if (kind.equals("skip")) { // says nothing of earlier tries
      if (fields.size() == 4) {
        absences.put(point, fields.get(3));
      }
      return;
    }
    absences.remove(point);
    lastEvents.put(point, kind);
    Key key = new Key(point, event.buildAndCpu);
    if (kind.equals("done") && fields.size() == 4 && SECONDS.matcher(fields.get(3)).matches()) {
      double seconds = Double.parseDouble(fields.get(3));
      standings.put(key, new Standing(0, Optional.empty(), "", OptionalDouble.of(seconds)));
      lastSeconds.put(point, seconds);
    } else if (kind.equals("fail") && fields.size() == 5) {
      int before = standings.getOrDefault(key, Standing.NEW).failures;
      failure(fields.get(3))
          .ifPresent(failure -> {
            int failures = before + (failure.counts() ? 1 : 0);
            Optional<PointFailure> last = Optional.of(failure);
            standings.put(key, new Standing(failures, last, fields.get(4), OptionalDouble.empty()));
          });
    } // a start says nothing of the end, and a stop is no failure
  }

  private static Optional<PointFailure> failure(String name) {
    return Stream.of(PointFailure.values())
        .filter(failure -> failure.name().equals(name))
        .findFirst();
  }

  /** How far {@code point} has come by this build on this processor. */
  Standing of(SweepPoint point, BuildAndCpu buildAndCpu) {
    return standings.getOrDefault(new Key(point.id(), buildAndCpu), Standing.NEW);
  }

  /** Whether another try of {@code point} is due. */
  boolean isDue(SweepPoint point, SweepPolicy policy) {
    return of(point, policy.buildAndCpu()).due(policy.tries());
  }

  /** How far {@code point} has come where the sweep was begun last. */
  Standing ofLatest(SweepPoint point) {
    return of(point, latest);
  }

  /**
   * How long the point took when it was last done, by any build anywhere; empty if it never was.
   */
  OptionalDouble lastSeconds(SweepPoint point) {
    Double seconds = lastSeconds.get(point.id());
    return seconds == null ? OptionalDouble.empty() : OptionalDouble.of(seconds);
  }

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

  /** The number of the next start. */
  long nextRun() {
    return lastRun + 1;
  }
}
