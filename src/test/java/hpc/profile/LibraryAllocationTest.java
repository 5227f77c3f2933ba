package hpc.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.sample.Hoard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryAllocationTest {

  @TempDir private Path directory;

  /** What the JVM says that the call has allocated is what the lines of the caller have. */
  @Test
  void whatALibraryTakesCountsForTheCaller() throws Exception {
    Map<String, IntFunction<Object>> ways =
        Map.of(
            "list", Hoard::list,
            "presized", Hoard::presized,
            "map", Hoard::map,
            "text", Hoard::text,
            "boxes", Hoard::boxes);
    for (Map.Entry<String, IntFunction<Object>> way : ways.entrySet()) {
      Path file = directory.resolve(way.getKey() + ".jfr");
      long bytes;
      try (Recording recording = new Recording(LibraryAllocation.SETTINGS)) {
        recording.start();
        bytes = Hoard.allocatedBy(way.getValue(), 3_000_000);
        recording.stop();
        recording.dump(file);
      }
      List<LibraryAllocation> taken =
          RecordingFile.readAllEvents(file).stream()
              .map(LibraryAllocation::of)
              .flatMap(Optional::stream)
              .filter(one -> one.caller().type().equals(Hoard.class.getName()))
              .toList();
      long found = taken.stream().mapToLong(LibraryAllocation::bytes).sum();
      assertTrue(bytes > 10 << 20, way.getKey() + " " + bytes);
      assertEquals((double) bytes, (double) found, 0.2 * bytes, way.getKey());
      assertTrue(
          taken.stream().allMatch(one -> one.line() > 0 && one.caller().isOwn()), way.getKey());
    }
  }

  @Test
  void whatTheProgramMakesItselfIsCountedElsewhere() throws Exception {
    Path file = directory.resolve("own.jfr");
    try (Recording recording = new Recording(LibraryAllocation.SETTINGS)) {
      recording.start();
      Hoard.allocatedBy(Hoard::own, 3_000_000);
      recording.stop();
      recording.dump(file);
    }
    assertEquals(
        0,
        RecordingFile.readAllEvents(file).stream()
            .map(LibraryAllocation::of)
            .flatMap(Optional::stream)
            .filter(one -> one.caller().type().equals(Hoard.class.getName()))
            .mapToLong(LibraryAllocation::bytes)
            .sum());
  }
}
