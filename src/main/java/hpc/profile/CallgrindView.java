package hpc.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.AtomicFile;
import hpc.exec.FileError;
import hpc.exec.OutputFile;
import hpc.exec.OwnFile;
import hpc.profile.Profile.Count;
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
import java.util.List;
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
final class CallgrindView implements ProfileView {

  private static final String FILE = "callgrind.out";

  @Override
  public String word() {
    return "callgrind";
  }

  @Override
  public Counting counting() {
    return Counting.CALLS;
  }

  @Override
  public List<OutputFile> files(Path directory, List<Integer> ranks) {
    return List.of(file(directory));
  }

  private static OutputFile file(Path directory) {
    return ProfileView.output(directory, FILE, "creator: hpc\n");
  }

  @Override
  public String render(Recordings recordings, ViewRequest request) {
    Profile profile = Profile.of(recordings);
    OutputFile file = file(request.directory());
    Graph graph = new Graph(profile);
    file.replace(graph.text(profile).getBytes(UTF_8));
    graph.functions.keySet().forEach(method -> keepSource(method, request.directory()));
    StringBuilder page = new StringBuilder();
    ProfileHeader.lines(profile).forEach(line -> page.append(line).append('\n'));
    return page.append("Ns: nanoseconds of CPU time, sampled; calls of hpc's own methods: exact\n")
        .append("\nkcachegrind %s\n".formatted(file.path()))
        .append(
            "(cd %s && callgrind_annotate --auto=yes %s)\n".formatted(request.directory(), FILE))
        .toString();
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

  /** A call from a line of one function to another one. */
  private record Arc(int line, MethodName callee) {}

  /** The cost of one function. */
  private static final class Function {
    private final SortedMap<Integer, Long> ownNanos = new TreeMap<>();
    private final Map<Arc, Time> calls = new LinkedHashMap<>();
    private int firstLine = Integer.MAX_VALUE;
  }

  /** The functions and their calls. */
  private static final class Graph {

    private final Map<MethodName, Function> functions = new LinkedHashMap<>();
    private final Map<MethodName, Long> counted = new HashMap<>();
    private final Map<MethodName, Long> arrivals = new HashMap<>();

    /** Samples of callers that are written already. */
    private final Map<MethodName, Long> told = new HashMap<>();

    Graph(Profile profile) {
      profile.stacks().forEach(this::add);
      for (Count calls : profile.calls()) {
        counted.merge(calls.method(), calls.count(), Long::sum);
      }
      functions
          .values()
          .forEach(function ->
              function.calls.forEach(
                  (arc, time) -> arrivals.merge(arc.callee(), time.samples(), Long::sum)));
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

    String text(Profile profile) {
      StringBuilder text = new StringBuilder("# callgrind format\nversion: 1\ncreator: hpc\n");
      profile.runs().stream()
          .findFirst()
          .ifPresent(run -> text.append("cmd: ").append(run.command()).append('\n'));
      text.append("positions: line\nevent: Ns : CPU time (ns)\nevents: Ns\nsummary: ")
          .append(profile.programNanos())
          .append('\n');
      functions.forEach((method, function) -> append(text, method, function));
      return text.append("\ntotals: ").append(profile.programNanos()).append('\n').toString();
    }

    private void append(StringBuilder text, MethodName method, Function function) {
      text.append("\nfl=").append(SourceText.nameOf(method.type())).append('\n');
      text.append("fn=").append(name(method)).append('\n');
      function.ownNanos.forEach(
          (line, nanos) -> text.append(line).append(' ').append(nanos).append('\n'));
      function.calls.forEach((arc, time) -> {
        text.append("cfi=").append(SourceText.nameOf(arc.callee().type())).append('\n');
        text.append("cfn=").append(name(arc.callee())).append('\n');
        text.append("calls=")
            .append(calls(arc.callee(), time.samples()))
            .append(' ')
            .append(Objects.requireNonNull(functions.get(arc.callee())).firstLine)
            .append('\n');
        text.append(arc.line()).append(' ').append(time.nanos()).append('\n');
      });
    }

    /** The share of one caller; those of all callers add up to what was counted. */
    private long calls(MethodName callee, long samples) {
      Long exact = counted.get(callee);
      if (exact == null) {
        return samples;
      }
      long after = told.merge(callee, samples, Long::sum);
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
}
