package hpc.profile;

import hpc.exec.OutputFile;
import hpc.profile.ViewRequest.By;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A kind of profile: what it needs recorded, and what it makes of recordings. */
public interface ProfileView {

  /** The word on the command line. */
  String word();

  /**
   * Settings of Flight Recorder beyond those that every recording has, such as {@code
   * jdk.JavaMonitorWait#enabled} to {@code true}.
   */
  default Map<String, String> settings() {
    return Map.of();
  }

  /** What has to be counted while the program runs. */
  default Counting counting() {
    return Counting.NOTHING;
  }

  /** The options of {@code hpc profile} about the look of a view that this one heeds. */
  default Set<String> heeds() {
    return Set.of();
  }

  /** What the rows of this view can be told apart by, if it heeds {@code --by}. */
  default Set<By> tellsApart() {
    return EnumSet.of(By.PROGRAM, By.RANK, By.THREAD);
  }

  /** The file for what {@link #render} returns. */
  default OutputFile page(Path directory) {
    return output(directory, word() + ".txt", ProfileHeader.MARK);
  }

  /** The files that {@link #render} makes of the recordings of {@code ranks}. */
  default List<OutputFile> files(Path directory, List<Integer> ranks) {
    return List.of();
  }

  /** A file of a view, known by a mark; {@code --out} names another directory. */
  static OutputFile output(Path directory, String name, String mark) {
    return new OutputFile("--out", directory.resolve(name), mark);
  }

  /**
   * Makes the view.
   *
   * @return what people read; files go where {@code request} says
   * @throws IllegalArgumentException if the recordings do not hold what it shows, or if what was
   *     asked for is not there; one line
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  String render(Recordings recordings, ViewRequest request);
}
