package hpc.profile;

import hpc.exec.Choice;
import hpc.exec.OutputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** The kinds of profile: what each needs recorded, and what it makes of recordings. */
@SuppressWarnings("ImmutableEnumChecker") // sets, maps and functions without a state
public enum ProfileView {
  FUNCTIONS(Counting.CALLS, Set.of("--sort", "--by", "--top"), FunctionsView::render),
  LINES(Counting.LINES, Set.of("--method"), LinesView::render),
  CALLGRIND(
      Counting.CALLS,
      Set.of(),
      Map.of(),
      (directory, _) -> List.of(CallgrindView.file(directory)),
      CallgrindView::render),
  MEMORY(
      Counting.ARRAYS,
      Set.of("--top"),
      LibraryAllocation.SETTINGS,
      (_, _) -> List.of(),
      MemoryView::render),
  TIMELINE(
      Counting.NOTHING, Set.of(), TimelineView.SETTINGS, TimelineView::files, TimelineView::render),
  FLAME(
      Counting.NOTHING,
      Set.of("--by"),
      Map.of(),
      (directory, _) -> List.of(FlameView.file(directory)),
      FlameView::render),
  GC(Counting.NOTHING, Set.of("--top"), GcView::render),
  JIT(
      Counting.NOTHING,
      Set.of("--top"),
      Map.of("jdk.CompilerInlining#enabled", "true"),
      (_, _) -> List.of(),
      JitView::render);

  private final Counting counting;
  private final Set<String> options;
  private final Map<String, String> settings;
  private final BiFunction<Path, List<Integer>, List<OutputFile>> files;
  private final BiFunction<Recordings, ViewRequest, String> renderer;

  ProfileView(
      Counting counting,
      Set<String> options,
      BiFunction<Recordings, ViewRequest, String> renderer) {
    this(counting, options, Map.of(), (_, _) -> List.of(), renderer);
  }

  ProfileView(
      Counting counting,
      Set<String> options,
      Map<String, String> settings,
      BiFunction<Path, List<Integer>, List<OutputFile>> files,
      BiFunction<Recordings, ViewRequest, String> renderer) {
    this.counting = counting;
    this.options = options;
    this.settings = settings;
    this.files = files;
    this.renderer = renderer;
  }

  /** What is counted exactly while a program runs. */
  public enum Counting {
    /** nothing: the program runs as it is */
    NOTHING,
    /** the calls of every method of the program */
    CALLS,
    /** besides, how often each line of chosen methods is reached */
    LINES,
    /** instead of calls, the arrays that each line makes */
    ARRAYS
  }

  /** The word on the command line. */
  public String word() {
    return Choice.word(this);
  }

  /** What has to be counted while the program runs. */
  public Counting counting() {
    return counting;
  }

  /** The options of {@code hpc profile} about the look of a view that apply to this one. */
  public Set<String> options() {
    return options;
  }

  /** Settings of Flight Recorder beyond those that every recording has. */
  Map<String, String> settings() {
    return settings;
  }

  /** The files that {@link #render} makes of the recordings of {@code ranks}. */
  public List<OutputFile> files(Path directory, List<Integer> ranks) {
    return files.apply(directory, ranks);
  }

  /** The file for what {@link #render} returns. */
  public OutputFile page(Path directory) {
    return new OutputFile(
        "--out",
        directory.resolve(word() + ".txt"),
        page -> page.contains(ProfileHeader.MARK) || page.contains(TimelineView.PEAK));
  }

  /**
   * Makes the view.
   *
   * @return what people read; files go where {@code request} says
   * @throws IllegalArgumentException if the recordings do not hold what it shows, or if what was
   *     asked for is not there; one line
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  public String render(Recordings recordings, ViewRequest request) {
    return renderer.apply(recordings, request);
  }
}
