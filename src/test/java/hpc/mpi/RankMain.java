package hpc.mpi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import xdev.niodev.Injection;

/**
 * A rank for tests, a process of its own: {@code RankMain RANKS SCENE [ACTOR [FILE]]}. It is rank 0
 * and starts the others, unless its environment says that it is one of several; those of an MPI
 * launcher use its library. Rank ACTOR does what the scene is about. What it prints is read by
 * {@link RankJob}.
 */
final class RankMain {

  /** Three seconds of silence are a loss here. */
  private static final Timeouts IMPATIENT =
      new Timeouts(Duration.ofSeconds(40), Duration.ofMillis(300), 10);

  private static final int FAILED = 1;

  private RankMain() {}

  /** What the ranks do. */
  enum Scene {
    /** the contract, and a good end */
    CONTRACT,
    /** no messages, until FILE appears; heartbeats are short */
    COMPUTE,
    /** collective operations without end */
    REDUCE,
    /** the actor throws, the others reduce */
    THROW,
    /** the actor calls System.exit(0), the others reduce */
    EXIT,
    /** what the actor sends meets with the fault that FILE says, all reduce */
    GARBLE,
    /** trouble of which the JVM learns by SIGSEGV */
    FAULTS,
    /** the actor comes two seconds late, or, if a FILE is named, when that appears */
    LATE,
    /** the actor never comes */
    NEVER
  }

  public static void main(String[] args) throws Exception {
    Scene scene = Scene.valueOf(args[1].toUpperCase(Locale.ROOT));
    int actor = args.length > 2 ? Integer.parseInt(args[2]) : -1;
    Timeouts timeouts =
        scene == Scene.COMPUTE || scene == Scene.GARBLE ? IMPATIENT : Timeouts.USUAL;
    Optional<MpiLaunch> launch = MpiLaunch.of(System.getenv());
    int rank =
        launch
            .map(MpiLaunch::rank)
            .or(() -> RankIdentity.of(System.getenv()).map(RankIdentity::rank))
            .orElse(0);
    say(rank, "starts");
    if (scene == Scene.LATE && rank == actor) {
      if (args.length > 3) {
        awaitFile(Path.of(args[3]));
      } else {
        JobControl.pause(2_000);
      }
    }
    if (scene == Scene.NEVER && rank == actor) {
      JobControl.pause(Long.MAX_VALUE);
    }
    Communicator ranks =
        launch.isPresent()
            ? NativeCommunicator.connect(
                MpiLibrary.load(System.getenv()), launch.get(), timeouts, LossHandler.halting())
            : connectByMpj(args, timeouts);
    say(rank, "plays");
    try {
      play(scene, ranks, rank == actor, args);
      ranks.close();
      say(rank, "leaves");
    } catch (RuntimeException | AssertionError e) {
      ranks.abort(FAILED, e.getMessage());
    }
  }

  private static Communicator connectByMpj(String[] args, Timeouts timeouts) {
    return RankIdentity.of(System.getenv())
        .map(self -> MpjCommunicator.connect(self, timeouts, LossHandler.halting()))
        .orElseGet(() ->
            LocalRanks.start(
                Integer.parseInt(args[0]),
                TestJvm.command(RankMain.class, Arrays.asList(args)),
                timeouts,
                LossHandler.halting()));
  }

  private static void say(int rank, String word) {
    // one write: the ranks may share a pipe
    System.out.print("rank %s %s pid %s%n".formatted(rank, word, ProcessHandle.current().pid()));
    System.out.flush();
  }

  private static void play(Scene scene, Communicator ranks, boolean acting, String[] args) {
    switch (scene) {
      case CONTRACT -> new CommunicatorContract(ranks).check();
      case COMPUTE -> awaitFile(Path.of(args[3]));
      case LATE, NEVER -> ranks.barrier();
      case FAULTS -> new Faults().survive(ranks);
      case REDUCE -> reduceForEver(ranks);
      case THROW -> {
        if (acting) {
          throw new IllegalStateException("out of luck");
        }
        reduceForEver(ranks);
      }
      case GARBLE -> {
        ranks.barrier();
        if (acting) {
          Injection.spoil(Injection.Fault.valueOf(args[3]), Integer.parseInt(args[4]));
        }
        reduceForEver(ranks);
      }
      case EXIT -> {
        if (acting) {
          System.exit(0);
        }
        reduceForEver(ranks);
      }
    }
  }

  private static void awaitFile(Path file) {
    while (!Files.exists(file)) {
      JobControl.pause(10);
    }
  }

  private static void reduceForEver(Communicator ranks) {
    double[] values = new double[100_000];
    while (true) {
      values = ranks.max(values);
    }
  }
}
