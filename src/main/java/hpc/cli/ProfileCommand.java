package hpc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.Choice;
import hpc.exec.FileError;
import hpc.exec.OutputFile;
import hpc.exec.Printable;
import hpc.exec.ProblemType;
import hpc.profile.MethodChoice;
import hpc.profile.ProfileView;
import hpc.profile.ProfileView.Counting;
import hpc.profile.Program;
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
import java.util.stream.Stream;
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
      "  hpc profile lines --method NaiveSieve::sieve -- sieve --algorithm naive",
      "  hpc profile callgrind --out run -- diffusion --preset csc-heat --ranks 2",
      "  hpc profile functions --sort cumtime --from run"
    })
final class ProfileCommand implements Callable<Integer> {

  private static final String SEPARATOR = "--";
  private static final String SYNOPSIS =
      "hpc profile KIND [OPTIONS] -- %s ..."
          .formatted(
              ProblemType.all().stream().map(ProblemType::name).collect(Collectors.joining("|")));
  private static final String ACCEPTED = "accepted: " + SYNOPSIS;

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      completionCandidates = Kinds.class,
      description = "what to show: functions, lines, callgrind, memory, timeline, flame, gc or jit")
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
      description = "keep recordings and views in this directory (default: below results/profile)")
  private Path out;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "show this recording, or all in this directory, instead of running a solver")
  private Path from;

  @Option(
      names = "--rank",
      paramLabel = "K",
      description = "show only this rank (default: all ranks merged)")
  private Integer rank;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description =
          "sort by tottime, cumtime, ncalls, percall, name, file or line (default: tottime)")
  private ViewRequest.Sort sort = ViewRequest.Sort.TOTTIME;

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      description =
          "one table for the program, or one per rank or thread; with flame also alloc: bytes"
              + " allocated (default: program)")
  private ViewRequest.By by = ViewRequest.By.PROGRAM;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "print this many rows, 0 for all (default: ${DEFAULT-VALUE})")
  private int top = 20;

  @Option(
      names = "--method",
      paramLabel = "CLASS::METHOD",
      description =
          "count the lines of this method; may be repeated (default: the solver's kernels)")
  private List<MethodChoice> methods = new ArrayList<>();

  @Option(
      names = "--no-reference",
      description = "skip the run without counters that measures the overhead of counting")
  private boolean noReference;

  @Spec private CommandSpec spec;

  /** The command, which itself reads the words behind --. */
  static CommandLine create() {
    CommandLine line = new CommandLine(new ProfileCommand()).setUnmatchedArgumentsAllowed(true);
    line.getCommandSpec()
        .usageMessage()
        .customSynopsis(SYNOPSIS, "hpc profile KIND [OPTIONS] --from FILE.jfr|DIR");
    return line;
  }

  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Choice.of(ProfileView.class).words().iterator();
    }
  }

  @Override
  public Integer call() {
    requireConsistency();
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
    List<MethodChoice> chosen = methods.isEmpty() ? kernels(ProblemCommand.of(solver)) : methods;
    if (!methods.isEmpty()) {
      Program program = Program.here();
      methods.forEach(program::require);
    }
    ProfiledRun run = new ProfiledRun(view, solver, words, chosen, out);
    run.requireRank(RunOptions.optional(rank));
    ViewRequest request = request(run.directory(), List.of());
    OutputFile.requireReplaceable(outputs(run.directory(), run.ranks()), files(solver));
    run.makeRoom(files(solver));
    boolean compare = !noReference && view.counting() != Counting.NOTHING;
    int status = run.record(methods, compare ? run.referenceSeconds() : OptionalDouble.empty());
    if (run.isRankZero() && status != ExitCode.USAGE) {
      Recordings recordings = run.recordings().only(RunOptions.optional(rank));
      show(recordings, request, true);
      new Terminal(spec.commandLine()).say("kept in " + run.directory());
    }
    return status;
  }

  /** The methods in which the solver spends its time. */
  static List<MethodChoice> kernels(ProblemCommand solver) {
    return solver.problem().kernels(solver.given()).stream().map(MethodChoice::parse).toList();
  }

  private List<OutputFile> outputs(Path directory, List<Integer> ranks) {
    List<OutputFile> files = new ArrayList<>(view.files(directory, ranks));
    files.add(view.page(directory));
    return files;
  }

  /** All that the solver might read or write: whatever its options name. */
  private static List<Path> files(ParseResult solver) {
    return solver.matchedOptions().stream()
        .flatMap(option -> option.originalStringValues().stream())
        .map(Path::of)
        .toList();
  }

  private void requireConsistency() {
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
    if (from == null && (words.isEmpty() || ProblemType.named(words.getFirst()).isEmpty())) {
      throw new IllegalArgumentException(
          "-- %s: nothing that can be profiled; %s"
              .formatted(words.isEmpty() ? "" : words.getFirst(), ACCEPTED));
    }
    List.of("--method", "--sort", "--by", "--top").forEach(this::refuseUnused);
    if (by == ViewRequest.By.ALLOC && view != ProfileView.FLAME) {
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

  /** Refuses an option that would change nothing. */
  private void refuseUnused(String option) {
    if (spec.commandLine().getParseResult().hasMatchedOption(option)
        && !view.options().contains(option)) {
      List<String> others =
          Stream.of(ProfileView.values())
              .filter(other -> other.options().contains(option))
              .map(ProfileView::word)
              .toList();
      throw new IllegalArgumentException(
          "%s: not with %s; accepted: with %s"
              .formatted(option, view.word(), String.join(", ", others)));
    }
  }

  /** Parses the words of the solver: a wrong one is found before anything starts. */
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
