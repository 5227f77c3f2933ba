package hpc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.Arguments;
import hpc.exec.FileError;
import hpc.exec.OutputFile;
import hpc.exec.Printable;
import hpc.exec.ProblemType;
import hpc.exec.ProblemTypes;
import hpc.profile.Counting;
import hpc.profile.MethodChoice;
import hpc.profile.ProfileView;
import hpc.profile.ProfileViews;
import hpc.profile.ProgramClasses;
import hpc.profile.ProgramMethods;
import hpc.profile.Recordings;
import hpc.profile.Recordings.OfRank;
import hpc.profile.ViewRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code hpc profile}: runs a solver under observation and shows where its time went. */
@Command(
    name = "profile",
    description = "Run a solver and show where its time goes; the recording is kept.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  hpc profile functions -- sieve --limit 1e9 --threads 2",
      "  hpc profile lines --method NaiveSieve::sieve -- sieve --limit 3e7 --algorithm naive",
      "  hpc profile callgrind --out run -- diffusion --preset csc-heat --ranks 2",
      "  hpc profile functions --sort cumtime --from run"
    })
final class ProfileCommand implements Callable<Integer> {

  private static final String SEPARATOR = "--";
  private static final String SYNOPSIS =
      "hpc profile KIND [OPTIONS] -- %s ..."
          .formatted(
              ProblemTypes.all().stream().map(ProblemType::name).collect(Collectors.joining("|")));
  private static final String ACCEPTED = "accepted: " + SYNOPSIS;

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      completionCandidates = Kinds.class,
      description = "functions, lines, callgrind, memory, timeline, flame, gc or jit: what to show")
  private ProfileView view;

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description = "the solver command",
      hidden = true)
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where recordings and views are kept (default: below results/profile)")
  private Path out;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "make the view of this recording, or of all in this directory, instead of running")
  private Path from;

  @Option(
      names = "--rank",
      paramLabel = "K",
      description = "show this rank only (default: all ranks merged)")
  private Integer rank;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description = "tottime, cumtime, ncalls, percall, name, file or line (default: tottime)")
  private ViewRequest.Sort sort = ViewRequest.Sort.TOTTIME;

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      description =
          "one table for the program, or one per rank or thread; of a flame graph also alloc, bytes"
              + " allocated (default: program)")
  private ViewRequest.By by = ViewRequest.By.PROGRAM;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "rows of a table, 0 for all (default: ${DEFAULT-VALUE})")
  private int top = 20;

  @Option(
      names = "--method",
      paramLabel = "CLASS::METHOD",
      description = "whose lines are counted; may be repeated (default: the solver's kernels)")
  private List<MethodChoice> methods = new ArrayList<>();

  @Option(
      names = "--no-reference",
      description = "leave out the run without counters that tells what counting costs")
  private boolean noReference;

  @Spec private CommandSpec spec;

  /** The command, whose words behind -- are read by itself. */
  static CommandLine create() {
    CommandLine line = new CommandLine(new ProfileCommand()).setUnmatchedArgumentsAllowed(true);
    line.getCommandSpec()
        .usageMessage()
        .customSynopsis(SYNOPSIS, "hpc profile KIND [OPTIONS] --from FILE.jfr|DIR");
    return line;
  }

  /** What the shell offers for KIND. */
  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ProfileViews.all().keySet().iterator();
    }
  }

  @Override
  public Integer call() {
    requireSense();
    if (from != null) {
      Recordings recordings = Recordings.at(from).only(RunOptions.optional(rank));
      Path directory = out != null ? out : beside(from);
      OutputFile.requireReplaceable(
          outputs(directory, recordings.files().stream().map(OfRank::rank).toList()),
          recordings.files().stream().map(OfRank::file).toList());
      show(recordings, request(directory, methods), out != null);
      return ExitCode.DONE;
    }
    ParseResult solver = solver();
    ProblemType problem = ProblemTypes.named(words.getFirst()).orElseThrow();
    List<MethodChoice> chosen = methods.isEmpty() ? kernels(problem, solver) : methods;
    if (!methods.isEmpty()) {
      ProgramMethods program = new ProgramMethods(ProgramClasses.here().methods());
      methods.forEach(program::require);
    }
    ProfiledRun run = ProfiledRun.of(view, solver, words, chosen, out);
    run.requireRank(RunOptions.optional(rank));
    ViewRequest request = request(run.directory(), List.of());
    OutputFile.requireReplaceable(outputs(run.directory(), run.ranks()), named(solver));
    run.makeRoom(named(solver));
    boolean compare = !noReference && view.counting() != Counting.NOTHING;
    int status =
        run.record(
            methods, compare ? ReferenceRun.seconds(problem, solver) : OptionalDouble.empty());
    if (run.speaks() && status != ExitCode.USAGE) {
      Recordings recordings = run.recordings().only(RunOptions.optional(rank));
      show(recordings, request, true);
      new Terminal(spec.commandLine()).say("kept in " + run.directory());
    }
    return status;
  }

  /** Where the problem spends its time. */
  static List<MethodChoice> kernels(ProblemType problem, ParseResult solver) {
    Arguments given = ParameterOptions.given(solver, problem.parameters());
    return problem.kernels(given).stream().map(MethodChoice::parse).toList();
  }

  private List<OutputFile> outputs(Path directory, List<Integer> ranks) {
    List<OutputFile> files = new ArrayList<>(view.files(directory, ranks));
    files.add(view.page(directory));
    return files;
  }

  /** All that the solver might read or write: whatever its options name. */
  private static List<Path> named(ParseResult solver) {
    return solver.matchedOptions().stream()
        .flatMap(option -> option.originalStringValues().stream())
        .map(Path::of)
        .toList();
  }

  private void requireSense() {
    List<String> given = spec.root().commandLine().getParseResult().originalArgs();
    if (from == null && !given.contains(SEPARATOR)) {
      throw new IllegalArgumentException("no -- before the command to profile; " + ACCEPTED);
    }
    List<String> unknown = spec.commandLine().getUnmatchedArguments();
    if (!unknown.isEmpty()) {
      refuseOptionOfSolver(unknown.getFirst(), given);
      throw new UnmatchedArgumentException(spec.commandLine(), unknown);
    }
    if (from != null && !words.isEmpty()) {
      throw new IllegalArgumentException(
          "--from %s with %s: accepted: a recording or a command, not both"
              .formatted(from, words.getFirst()));
    }
    if (from == null && (words.isEmpty() || ProblemTypes.named(words.getFirst()).isEmpty())) {
      throw new IllegalArgumentException(
          "-- %s: nothing that can be profiled; %s"
              .formatted(words.isEmpty() ? "" : words.getFirst(), ACCEPTED));
    }
    List.of("--method", "--sort", "--by", "--top").forEach(this::refuseUnheeded);
    if (by == ViewRequest.By.ALLOC && !view.tellsApart().contains(by)) {
      throw new IllegalArgumentException(
          "--by alloc: not with %s; accepted: with flame".formatted(view.word()));
    }
  }

  private static void refuseOptionOfSolver(String word, List<String> given) {
    List<String> solver = given.subList(given.lastIndexOf(SEPARATOR) + 1, given.size());
    String option = option(word);
    if (!solver.isEmpty() && isOption(option, solver.getFirst())) {
      throw new IllegalArgumentException(
          "%s: an option of %s, not of profile; accepted: behind -- %s"
              .formatted(option, solver.getFirst(), solver.getFirst()));
    }
  }

  private static String option(String word) {
    return word.split("=", 2)[0];
  }

  private static boolean isOption(String option, String command) {
    CommandLine line = HpcCommand.commandLine("").getSubcommands().get(command);
    return line != null && line.getCommandSpec().findOption(option) != null;
  }

  /** An option that would change nothing is a misunderstanding. */
  private void refuseUnheeded(String option) {
    if (spec.commandLine().getParseResult().hasMatchedOption(option)
        && !view.heeds().contains(option)) {
      List<String> others =
          ProfileViews.all().values().stream()
              .filter(other -> other.heeds().contains(option))
              .map(ProfileView::word)
              .toList();
      throw new IllegalArgumentException(
          "%s: not with %s; accepted: with %s"
              .formatted(option, view.word(), String.join(", ", others)));
    }
  }

  /** The words of the solver, which are found wrong before anything is started. */
  private ParseResult solver() {
    ParseResult solver;
    try {
      solver =
          HpcCommand.commandLine(words.toArray(String[]::new))
              .parseArgs(words.toArray(String[]::new))
              .subcommand();
    } catch (UnmatchedArgumentException e) {
      String option = option(e.getUnmatched().getFirst());
      if (option.startsWith("--") && spec.findOption(option) != null) {
        throw new IllegalArgumentException(
            "%s: an option of profile, not of %s; accepted: before --"
                .formatted(option, words.getFirst()),
            e);
      }
      throw e;
    }
    if (solver.isUsageHelpRequested() || solver.isVersionHelpRequested()) {
      throw new ParameterException(
          spec.commandLine(),
          "-- %s: computes nothing; %s".formatted(String.join(" ", words), ACCEPTED));
    }
    return solver;
  }

  private ViewRequest request(Path directory, List<MethodChoice> shown) {
    return new ViewRequest(sort, by, top, shown, directory);
  }

  private void show(Recordings recordings, ViewRequest request, boolean kept) {
    create(request.directory());
    String page = Printable.text(view.render(recordings, request)); // names in a recording
    new Terminal(spec.commandLine()).print(page);
    if (kept) {
      view.page(request.directory()).replace(page.getBytes(UTF_8));
    }
  }

  private static Path beside(Path recording) {
    return Files.isDirectory(recording) ? recording : recording.toAbsolutePath().getParent();
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw FileError.of(directory, e);
    }
  }
}
