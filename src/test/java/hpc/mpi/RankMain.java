package hpc.mpi;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A rank for tests, a process of its own: {@code RankMain RANKS SCENE [RANK]}. It is rank 0 and
 * starts the others, unless its environment says that it is one of them. It prints {@code rank R
 * pid P at SCENE} when the scene begins.
 */
final class RankMain {

  /** Three seconds of silence are a loss here. */
  private static final Patience IMPATIENT =
      new Patience(Duration.ofSeconds(40), Duration.ofMillis(300), 10);

  private static final int FAILED = 1;

  private RankMain() {}

  /** What the ranks do; the rank named last on the command line does it differently. */
  enum Scene {
    CONTRACT,
    COMPUTE,
    REDUCE,
    THROW,
    EXIT
  }

  public static void main(String[] args) {
    Scene scene = Scene.valueOf(args[1].toUpperCase(Locale.ROOT));
    int actor = args.length > 2 ? Integer.parseInt(args[2]) : -1;
    MpjCommunicator ranks =
        RankIdentity.of(System.getenv())
            .map(self -> MpjCommunicator.connect(self, IMPATIENT, LossHandler.halting()))
            .orElseGet(() -> startOthers(args));
    System.out.printf("rank %d pid %d at %s%n", ranks.rank(), ProcessHandle.current().pid(), scene);
    try {
      play(scene, ranks, ranks.rank() == actor);
      ranks.close();
      System.out.printf("rank %d done%n", ranks.rank());
    } catch (RuntimeException | AssertionError e) {
      ranks.abort(FAILED, e.getMessage());
    }
  }

  private static MpjCommunicator startOthers(String[] args) {
    List<String> command = TestJvm.command(RankMain.class, Arrays.asList(args));
    return LocalRanks.start(Integer.parseInt(args[0]), command, IMPATIENT, LossHandler.halting());
  }

  private static void play(Scene scene, Communicator ranks, boolean differently) {
    switch (scene) {
      case CONTRACT -> new CommunicatorContract(ranks).check();
      case COMPUTE -> compute();
      case REDUCE -> reduceForEver(ranks);
      case THROW -> {
        if (differently) {
          throw new IllegalStateException("out of luck");
        }
        reduceForEver(ranks);
      }
      case EXIT -> {
        if (differently) {
          System.exit(0);
        }
        reduceForEver(ranks);
      }
    }
  }

  private static void compute() {
    while (true) {
      JobControl.pause(1000);
    }
  }

  private static void reduceForEver(Communicator ranks) {
    double[] values = new double[100_000];
    while (true) {
      values = ranks.max(values);
    }
  }
}
