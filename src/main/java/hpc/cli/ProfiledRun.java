package hpc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.FileError;
import hpc.exec.OutputFile;
import hpc.exec.Parameter;
import hpc.exec.Parameter.Use;
import hpc.launch.Restart;
import hpc.mpi.RankIdentity;
import hpc.profile.MethodChoice;
import hpc.profile.ProfileView;
import hpc.profile.Program;
import hpc.profile.Recorder;
import hpc.profile.Recordings;
import hpc.slurm.Allocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * A solver that runs under observation, as one rank or as the first of several. Each rank keeps a
 * recording of its own in a directory that all share.
 */
final class ProfiledRun {

  /** Ranks end together; the rest is writing and the slowness of shared directories. */
  private static final long WAIT_SECONDS = 60;

  private static final long POLL_MILLIS = 50;

  /** Options about what is kept and shown; the solve is the same without them. */
  private static final Set<String> NOT_OF_SOLVE = Set.of("--csv", "--json", "--verify", "-q", "-v");

  private static final Pattern WALL_SECONDS = Pattern.compile("\"wall_s\":([0-9.eE+-]+)");

  private final ProfileView view;
  private final ParseResult solver;
  private final List<String> words;
  private final List<MethodChoice> byLine;
  private final Path directory;
  private final int rank;
  private final int ranks;

  /**
   * A run of the solver that {@code words} name.
   *
   * @param solver the words, parsed
   * @param byLine the methods whose lines are counted, if the view wants lines
   * @param out where recordings go, null for a new directory among the results
   */
  ProfiledRun(
      ProfileView view,
      ParseResult solver,
      List<String> words,
      List<MethodChoice> byLine,
      Path out) {
    ProcessRole role = ProblemCommand.of(solver).role();
    this.view = view;
    this.solver = solver;
    this.words = List.copyOf(words);
    this.byLine = List.copyOf(byLine);
    this.directory = out != null ? out : ResultsRoot.path().resolve("profile").resolve(name());
    this.rank = role.rank();
    this.ranks = role.layout().ranks();
  }

  /** The same for all ranks of a job step; for every other run its time. */
  private static String name() {
    Allocation here = Allocation.of(System.getenv());
    return here.stepId().isEmpty() ? ResultsRoot.now() : here.jobId() + "." + here.stepId();
  }

  /** Refuses a rank that the job will not have. */
  void requireRank(OptionalInt wanted) {
    if (wanted.isPresent() && (wanted.getAsInt() < 0 || wanted.getAsInt() >= ranks)) {
      throw new IllegalArgumentException(
          "--rank %s: accepted: 0 to %s".formatted(wanted.getAsInt(), ranks - 1));
    }
  }

  boolean isRankZero() {
    return rank == 0;
  }

  List<Integer> ranks() {
    return IntStream.range(0, ranks).boxed().toList();
  }

  Path directory() {
    return directory;
  }

  /**
   * Runs the solver, which writes its answer to stdout as usual.
   *
   * @param methods those that the user has named, for the ranks that this process starts
   * @param referenceSeconds see {@link #referenceSeconds}
   * @return the solver's exit status
   */
  int record(List<MethodChoice> methods, OptionalDouble referenceSeconds) {
    Recorder recorder =
        new Recorder(
            new Recorder.Subject("hpc " + String.join(" ", words), rank, ranks, referenceSeconds),
            view,
            name -> byLine.stream().anyMatch(choice -> choice.includes(name)));
    Path file = Recordings.file(directory, rank);
    int status =
        recorder.record(
            file,
            new Program.Entry(
                HpcCommand.class.getName(), "executeAs", startedWith(methods), words));
    if (status == ExitCode.USAGE) {
      cleanUp(file);
    }
    return status;
  }

  /**
   * Runs the solver once more, in a process of its own and without counters, to tell what counting
   * costs.
   *
   * @return seconds of the fastest solve; empty where it cannot be had: in a rank of a job step,
   *     which could not meet the others a second time, and for what measures nothing
   */
  OptionalDouble referenceSeconds() {
    if (RankIdentity.of(System.getenv()).isPresent()
        || options(Use.PART, Use.UNMEASURED).anyMatch(solver::hasMatchedOption)) {
      return OptionalDouble.empty();
    }
    List<String> command = new ArrayList<>(Restart.childCommand());
    command.add(solver.commandSpec().name());
    Set<String> leftOut =
        Stream.concat(options(Use.BESIDE, Use.ONCE), NOT_OF_SOLVE.stream())
            .collect(Collectors.toSet());
    solver.matchedOptions().stream()
        .filter(option -> !leftOut.contains(option.longestName()))
        .flatMap(ProfiledRun::words)
        .forEach(command::add);
    command.add("--json");
    try {
      Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
      process.getOutputStream().close();
      String rows = new String(process.getInputStream().readAllBytes(), UTF_8);
      return WALL_SECONDS
          .matcher(rows)
          .results()
          .mapToDouble(row -> Double.parseDouble(row.group(1)))
          .min();
    } catch (IOException e) {
      throw new UncheckedIOException("the run without counters cannot be started", e);
    }
  }

  private Stream<String> options(Use... uses) {
    return ProblemCommand.of(solver).problem().parameters().stream()
        .filter(parameter -> List.of(uses).contains(parameter.use()))
        .map(Parameter::option);
  }

  private static Stream<String> words(OptionSpec option) {
    return Stream.concat(
        Stream.of(option.longestName()),
        option.arity().max() == 0 ? Stream.empty() : option.originalStringValues().stream());
  }

  /** The words before those of the solver with which local ranks are started. */
  private List<String> startedWith(List<MethodChoice> methods) {
    List<String> start = new ArrayList<>(List.of("profile", view.word()));
    start.addAll(List.of("--out", directory.toString()));
    methods.forEach(method -> start.addAll(List.of("--method", method.toString())));
    // rank 0 has made the reference run
    start.addAll(List.of("--no-reference", "--"));
    return start;
  }

  /**
   * Makes the directory, and removes what an earlier run has left in it: a recording that is there
   * at the end is of this run.
   *
   * @param used files that the solver may use, which are not removed
   * @throws IllegalArgumentException if a file that no profile has made is in the way
   */
  void makeRoom(List<Path> used) {
    try {
      int end = ranks;
      while (Files.exists(Recordings.file(directory, end))) {
        end++;
      }
      OutputFile.requireReplaceable(
          IntStream.range(0, end).mapToObj(each -> Recordings.output(directory, each)).toList(),
          used);
      Files.createDirectories(directory);
      Files.deleteIfExists(Recordings.file(directory, rank));
      for (int other = ranks; isRankZero() && other < end; other++) {
        Files.deleteIfExists(Recordings.file(directory, other));
      }
    } catch (IOException e) {
      throw FileError.of(directory, e);
    }
  }

  /** A command that was refused leaves nothing behind. */
  private void cleanUp(Path file) {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException _) {
      // it was there before, or another rank is not that far yet
    } catch (IOException e) {
      throw FileError.of(directory, e);
    }
  }

  /**
   * The recordings of all ranks, once they are there.
   *
   * @throws IllegalStateException if one does not come
   */
  Recordings recordings() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    for (int other = 0; other < ranks; other++) {
      Path file = Recordings.file(directory, other);
      while (!Files.exists(file)) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "rank %s has left no recording: %s is missing".formatted(other, file));
        }
        pause();
      }
    }
    return Recordings.of(directory, ranks);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for recordings", e);
    }
  }
}
