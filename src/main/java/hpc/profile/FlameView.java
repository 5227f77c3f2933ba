package hpc.profile;

import hpc.exec.Markup;
import hpc.exec.OutputFile;
import hpc.exec.Printable;
import hpc.profile.Profile.Frame;
import hpc.profile.Profile.Stack;
import hpc.profile.ViewRequest.By;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.constant.ClassDesc;
import java.nio.file.Path;
import java.util.List;
import one.convert.Arguments;
import one.convert.CallStack;
import one.convert.FlameGraph;

/**
 * A flame graph: one page that loads nothing, in which the width of a box is the time of a function
 * with all that it calls. Nothing is counted for it, so that the program runs at its full speed.
 */
final class FlameView {

  private static final String FILE = "flame.html";
  private static final String TIME = "CPU time (ns)";
  private static final String BYTES = "bytes allocated";
  private static final String ALLOCATION = "jdk.ObjectAllocationSample";

  private FlameView() {}

  static OutputFile file(Path directory) {
    return new OutputFile(
        "--out",
        directory.resolve(FILE),
        page -> page.contains(TIME + ": hpc ") || page.contains(BYTES + ": hpc "));
  }

  static String render(Recordings recordings, ViewRequest request) {
    Profile profile = Profile.of(recordings);
    boolean bytes = request.by() == By.ALLOC;
    Arguments look = new Arguments();
    look.title = (bytes ? BYTES : TIME) + ": " + Markup.text(profile.command());
    FlameGraph graph = new FlameGraph(look);
    if (bytes) {
      addAllocations(graph, recordings);
    } else {
      profile
          .stacks()
          .forEach((stack, time) -> graph.addSample(calls(stack, request.by()), time.nanos()));
    }
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      graph.dump(page);
    } catch (IOException e) {
      throw new UncheckedIOException("a page in memory cannot be written", e);
    }
    OutputFile file = file(request.directory());
    file.replace(page.toByteArray());
    return ProfileHeader.of(profile) + "\nopen in a browser: %s\n".formatted(file.path());
  }

  /** Each sample stands for all that its thread has allocated since the last one. */
  private static void addAllocations(FlameGraph graph, Recordings recordings) {
    recordings.forEach((rank, event) -> {
      if (event.getEventType().getName().equals(ALLOCATION) && event.getStackTrace() != null) {
        List<Frame> frames = Profile.ofProgram(event.getStackTrace().getFrames());
        if (!frames.isEmpty()) {
          CallStack calls = calls(new Stack(rank, "", frames), By.PROGRAM);
          calls.push(
              inScript(written(event.getClass("objectClass").getName())),
              one.convert.Frame.TYPE_KERNEL);
          graph.addSample(calls, event.getLong("weight"));
        }
      }
    });
  }

  /** A class as people write it: {@code [Z} is boolean[]. */
  static String written(String type) {
    return type.startsWith("[")
        ? ClassDesc.ofDescriptor(type.replace('.', '/')).displayName()
        : type;
  }

  /**
   * A name that ends neither the string of a script that it stands in, whose quotes the library
   * escapes, nor the script: names in a recording are anybody's.
   */
  static String inScript(String name) {
    return Printable.line(name).replaceAll("<(?=[/!?])", "< ");
  }

  private static CallStack calls(Stack stack, By by) {
    CallStack calls = new CallStack();
    if (by != By.PROGRAM) {
      calls.push("rank " + stack.rank(), one.convert.Frame.TYPE_NATIVE);
    }
    if (by == By.THREAD) {
      calls.push(inScript(stack.thread()), one.convert.Frame.TYPE_NATIVE);
    }
    for (Frame frame : stack.frames().reversed()) {
      // the colours separate the program from its libraries
      byte colour =
          frame.method().isOwn()
              ? one.convert.Frame.TYPE_JIT_COMPILED
              : one.convert.Frame.TYPE_INLINED;
      calls.push(inScript(frame.method().fullName()), colour);
    }
    return calls;
  }
}
