package hpc.profile;

import hpc.exec.AsideFile;
import hpc.profile.Profile.Frame;
import hpc.profile.Profile.Stack;
import hpc.profile.Profile.Time;
import hpc.profile.ViewRequest.By;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import one.convert.Arguments;
import one.convert.CallStack;
import one.convert.FlameGraph;

/**
 * A flame graph: one page that loads nothing, in which the width of a box is the time of a function
 * with all that it calls. Nothing is counted for it, so that the program runs at its full speed.
 */
final class FlameView implements ProfileView {

  private static final String FILE = "flame.html";

  @Override
  public String word() {
    return "flame";
  }

  @Override
  public Set<String> heeds() {
    return Set.of("--by");
  }

  @Override
  public String render(Recordings recordings, ViewRequest request) {
    Profile profile = Profile.of(recordings);
    Arguments look = new Arguments();
    look.title =
        "CPU time (ns)"
            + profile.runs().stream().findFirst().map(run -> ": " + run.command()).orElse("");
    FlameGraph graph = new FlameGraph(look);
    profile.stacks().forEach((stack, time) -> add(graph, stack, time, request.by()));
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      graph.dump(page);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes all", e);
    }
    Path file = request.directory().resolve(FILE);
    AsideFile.replace(file, page.toByteArray());
    return String.join("\n", ProfileHeader.lines(profile))
        + "\n\nopen in a browser: "
        + file
        + "\n";
  }

  private static void add(FlameGraph graph, Stack stack, Time time, By by) {
    CallStack calls = new CallStack();
    if (by != By.PROGRAM) {
      calls.push("rank " + stack.rank(), one.convert.Frame.TYPE_NATIVE);
    }
    if (by == By.THREAD) {
      calls.push(stack.thread(), one.convert.Frame.TYPE_NATIVE);
    }
    for (Frame frame : stack.frames().reversed()) {
      // the colours tell the program from its libraries
      byte colour =
          frame.method().isOwn()
              ? one.convert.Frame.TYPE_JIT_COMPILED
              : one.convert.Frame.TYPE_INLINED;
      calls.push(frame.method().fullName(), colour);
    }
    graph.addSample(calls, time.nanos());
  }
}
