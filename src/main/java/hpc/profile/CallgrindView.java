package hpc.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.AtomicFile;
import hpc.exec.FileError;
import hpc.exec.OutputFile;
import hpc.exec.OwnFile;
import hpc.profile.Profile.Frame;
import hpc.profile.Profile.Stack;
import hpc.profile.Profile.Time;
import java.io.IOException;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The call graph with the time of every line, in the format of Callgrind, which KCachegrind,
 * QCachegrind and callgrind_annotate read.
 *
 * <p>Costs are nanoseconds of CPU time by samples. The calls of a function of the program are those
 * counted, shared among its callers by their samples; those of a library's function are samples.
 *
 * @see <a href="https://valgrind.org/docs/manual/cl-format.html">the format</a>
 */
final class CallgrindView {

  private static final String FILE = "callgrind.out";

  private final Map<MethodName, Function> functions = new LinkedHashMap<>();
  private final Map<MethodName, Long> counted = new HashMap<>();
  private final Map<MethodName, Long> arrivals = new HashMap<>();

  /** Samples of callers that are written already. */
  private final Map<MethodName, Long> written = new HashMap<>();

  /** A call from a line of one function to another one. */
  private record Arc(int line, MethodName callee) {}

  /** The cost of one function. */
  private static final class Function {
    private final SortedMap<Integer, Long> ownNanos = new TreeMap<>();
    private final Map<Arc, Time> calls = new LinkedHashMap<>();
    private int firstLine = Integer.MAX_VALUE;
  }

  private CallgrindView(Profile profile) {
    profile.stacks().forEach(this::add);
    profile.calls().forEach(calls -> counted.merge(calls.method(), calls.count(), Long::sum));
    for (Function function : functions.values()) {
      function.calls.forEach(
          (arc, time) -> arrivals.merge(arc.callee(), time.samples(), Long::sum));
    }
  }

  static OutputFile file(Path directory) {
    return new OutputFile("--out", directory.resolve(FILE), "creator: hpc\n");
  }

  static String render(Recordings recordings, ViewRequest request) {
    Profile profile = Profile.of(recordings);
    OutputFile file = file(request.directory());
    CallgrindView view = new CallgrindView(profile);
    file.replace(view.text(profile).getBytes(UTF_8));
    view.functions.keySet().forEach(method -> keepSource(method, request.directory()));
    return ProfileHeader.of(profile)
        + "Ns: nanoseconds of CPU time, sampled; calls of hpc's own methods: exact\n"
        + "\nkcachegrind %s\n(cd %s && callgrind_annotate --auto=yes %s)\n"
            .formatted(file.path(), request.directory(), FILE);
  }

  /** Sources lie beside the file, where those who read it look. */
  private static void keepSource(MethodName method, Path directory) {
    SourceText.of(method.type())
        .ifPresent(source -> {
          Path copy = directory.resolve(source.name());
          if (!Files.exists(copy)) {
            Path below = directory;
            try {
              for (Path part : Path.of(source.name()).getParent()) {
                below = below.resolve(part);
                OwnFile.makeDirectory(below);
              }
            } catch (IOException e) {
              throw FileError.of(below, e);
            }
            AtomicFile.replace(copy, (String.join("\n", source.lines()) + "\n").getBytes(UTF_8));
          }
        });
  }

  private void add(Stack stack, Time time) {
    Set<Object> seen = new HashSet<>();
    MethodName callee = null;
    for (Frame frame : stack.frames()) {
      Function function = functions.computeIfAbsent(frame.method(), _ -> new Function());
      function.firstLine = Math.min(function.firstLine, frame.line());
      if (callee == null) {
        function.ownNanos.merge(frame.line(), time.nanos(), Long::sum);
      } else if (seen.add(Map.entry(frame, callee))) {
        function.calls.merge(new Arc(frame.line(), callee), time, Time::plus);
      }
      callee = frame.method();
    }
  }

  private String text(Profile profile) {
    StringBuilder text =
        new StringBuilder(
            """
            # callgrind format
            version: 1
            creator: hpc
            cmd: %1$s
            positions: line
            event: Ns : CPU time (ns)
            events: Ns
            summary: %2$s
            """
                .formatted(profile.command(), profile.programNanos()));
    functions.forEach((method, function) -> append(text, method, function));
    return text.append("\ntotals: %s\n".formatted(profile.programNanos())).toString();
  }

  private void append(StringBuilder text, MethodName method, Function function) {
    text.append("\nfl=%s\nfn=%s\n".formatted(SourceText.nameOf(method.type()), name(method)));
    function.ownNanos.forEach((line, nanos) -> text.append("%s %s\n".formatted(line, nanos)));
    function.calls.forEach((arc, time) ->
        text.append(
            "cfi=%s\ncfn=%s\ncalls=%s %s\n%s %s\n"
                .formatted(
                    SourceText.nameOf(arc.callee().type()),
                    name(arc.callee()),
                    calls(arc.callee(), time.samples()),
                    Objects.requireNonNull(functions.get(arc.callee())).firstLine,
                    arc.line(),
                    time.nanos())));
  }

  /** The share of one caller; those of all callers add up to what was counted. */
  private long calls(MethodName callee, long samples) {
    Long exact = counted.get(callee);
    if (exact == null) {
      return samples;
    }
    long after = written.merge(callee, samples, Long::sum);
    return upTo(after, callee, exact) - upTo(after - samples, callee, exact);
  }

  private long upTo(long samples, MethodName callee, long exact) {
    return Math.round((double) exact * samples / arrivals.get(callee));
  }

  private static String name(MethodName method) {
    return method.fullName()
        + MethodTypeDesc.ofDescriptor(method.descriptor()).parameterList().stream()
            .map(ClassDesc::displayName)
            .collect(Collectors.joining(",", "(", ")"));
  }
}
