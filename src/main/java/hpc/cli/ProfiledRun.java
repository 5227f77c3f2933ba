package hpc.cli;

import hpc.exec.FileError;
import hpc.exec.Layout;
import hpc.exec.Mode;
import hpc.exec.OutputFile;
import hpc.mpi.Transport;
import hpc.profile.MethodChoice;
import hpc.profile.ProfileView;
import hpc.profile.Recorder;
import hpc.profile.Recordings;
import hpc.slurm.Allocation;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import picocli.CommandLine.ParseResult;

/**
 * A solver that runs under observation, as one rank or as the first of several. Each rank keeps a
 * recording of its own in a directory that all share.
 */
final class ProfiledRun {

  /** Ranks end together; the rest is writing and the slowness of shared directories. */
  private static final long PATIENCE_SECONDS = 60;

  private static final long GLANCE_MILLIS = 50;

  private final ProfileView view;
  private final List<String> words;
  private final List<MethodChoice> byLine;
  private final Path directory;
  private final int rank;
  private final int ranks;

  private ProfiledRun(
      ProfileView view,
      List<String> words,
      List<MethodChoice> byLine,
      Path directory,
      int rank,
      int ranks) {
    this.view = view;
    this.words = List.copyOf(words);
    this.byLine = List.copyOf(byLine);
    this.directory = directory;
    this.rank = rank;
    this.ranks = ranks;
  }

  /**
   * A run of the solver that {@code words} name.
   *
   * @param solver the words, understood
   * @param byLine the methods whose lines are counted, if the view wants lines
   * @param out where recordings go, null for a new directory among the results
   */
  static ProfiledRun of(
      ProfileView view,
      ParseResult solver,
      List<String> words,
      List<MethodChoice> byLine,
      Path out) {
    Map<String, String> environment = System.getenv();
    Layout.Wish wish =
        new Layout.Wish(
            Optional.ofNullable(solver.matchedOptionValue("--mode", (Mode) null)),
            RunOptions.optional(solver.matchedOptionValue("--ranks", (Integer) null)),
            RunOptions.optional(solver.matchedOptionValue("--threads", (Integer) null)));
    Optional<Transport> transport =
        Optional.ofNullable(solver.matchedOptionValue("--transport", (Transport) null));
    ProcessRole seat = ProcessRole.take(wish, transport, environment, words);
    int ranks = seat.layout().ranks();
    int rank = seat.rank();
    Path directory = out != null ? out : ResultsRoot.path().resolve("profile").resolve(name());
    return new ProfiledRun(view, words, byLine, directory, rank, ranks);
  }

  /** Of all ranks of a job step the same, of every other run its time. */
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

  /** Whether this process shows the profile. */
  boolean speaks() {
    return rank == 0;
  }

  /** All ranks of the run. */
  List<Integer> ranks() {
    return IntStream.range(0, ranks).boxed().toList();
  }

  /** Where everything is kept. */
  Path directory() {
    return directory;
  }

  /**
   * Runs the solver, which writes its answer to stdout as ever.
   *
   * @param methods those that the user has named, for the ranks that this process starts
   * @param referenceSeconds what a solve takes without counters, if that is known
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
            new Recorder.Entry(
                HpcCommand.class.getName(), "executeAs", startedWith(methods), words));
    if (status == ExitCode.USAGE) {
      cleanUp(file);
    }
    return status;
  }

  /** The words before those of the solver, with which local ranks are started. */
  private List<String> startedWith(List<MethodChoice> methods) {
    List<String> start = new ArrayList<>(List.of("profile", view.word()));
    start.addAll(List.of("--out", directory.toString()));
    methods.forEach(method -> start.addAll(List.of("--method", method.toString())));
    // rank 0 has compared, if anyone
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
      for (int other = ranks; speaks() && other < end; other++) {
        Files.deleteIfExists(Recordings.file(directory, other));
      }
    } catch (IOException e) {
      throw FileError.of(directory, e);
    }
  }

  /** Of words that are wrong nothing is kept. */
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
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
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
      Thread.sleep(GLANCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for recordings", e);
    }
  }
}
