package hpc.profile;

import hpc.profile.Profile.Frame;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;

/**
 * Memory that a library took for a line of the program: the list that grows, the boxed number. The
 * JVM tells whenever a thread takes a new buffer for its small objects, which then stands for all
 * that went into the buffer, and of every object that fits into none: large arrays are exact.
 *
 * @param caller the nearest method of the program
 * @param line the line there that called
 * @param type what was made, as {@link Class#getTypeName} writes it
 * @param bytes what it stands for
 */
record LibraryAllocation(MethodName caller, int line, String type, long bytes) {

  private static final String IN_NEW_BUFFER = "jdk.ObjectAllocationInNewTLAB";
  private static final String OUTSIDE = "jdk.ObjectAllocationOutsideTLAB";

  /** What Flight Recorder has to record. */
  static final Map<String, String> SETTINGS =
      Map.of(IN_NEW_BUFFER + "#enabled", "true", OUTSIDE + "#enabled", "true");

  /** Those that {@link ArrayTransform} counts where the program calls them. */
  private static final Set<String> COUNTED =
      Set.of("java.util.Arrays.copyOf", "java.util.Arrays.copyOfRange", "java.lang.Object.clone");

  /** What {@code event} tells; empty if it is of another kind or the program's own. */
  static Optional<LibraryAllocation> of(RecordedEvent event) {
    String bytes =
        switch (event.getEventType().getName()) {
          case IN_NEW_BUFFER -> "tlabSize";
          case OUTSIDE -> "allocationSize";
          default -> "";
        };
    if (bytes.isEmpty() || event.getStackTrace() == null) {
      return Optional.empty();
    }
    List<Frame> frames = Profile.ofProgram(event.getStackTrace().getFrames());
    int caller = 0;
    while (caller < frames.size() && !frames.get(caller).method().isOwn()) {
      caller++;
    }
    if (caller == 0
        || caller == frames.size()
        || COUNTED.contains(frames.get(caller - 1).method().fullName())) {
      return Optional.empty();
    }
    return Optional.of(
        new LibraryAllocation(
            frames.get(caller).method(),
            frames.get(caller).line(),
            FlameView.written(event.getClass("objectClass").getName()),
            event.getLong(bytes)));
  }
}
