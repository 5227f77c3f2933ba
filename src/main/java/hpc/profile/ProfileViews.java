package hpc.profile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** All kinds of profiles, by their words. */
public final class ProfileViews {

  private ProfileViews() {}

  /** The kinds in the order in which they are told. */
  public static SequencedMap<String, ProfileView> all() {
    SequencedMap<String, ProfileView> views = new LinkedHashMap<>();
    for (ProfileView view :
        List.of(
            new FunctionsView(),
            new LinesView(),
            new CallgrindView(),
            new MemoryView(),
            new TimelineView(),
            new FlameView(),
            new GcView(),
            new JitView())) {
      views.put(view.word(), view);
    }
    return views;
  }
}
