package hpc.sample;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A program that counts its own calls as it goes: all that a profiler has to count, in branches,
 * loops, switches, handlers, lambdas, recursion and threads.
 */
public final class Workout {

  private final Map<String, Long> truth = new TreeMap<>();
  long noise;

  private Workout() {}

  /** Works {@code rounds} rounds; returns how often each method was called. */
  public static Map<String, Long> run(int rounds) {
    Workout workout = new Workout();
    workout.count("<init>");
    workout.count("run");
    for (int round = 0; round < rounds; round++) {
      workout.round(round);
    }
    workout.truth.values().removeAll(Set.of(0L));
    return workout.truth;
  }

  private void count(String method) {
    truth.merge(method, 1L, Long::sum);
    truth.merge("count", 1L, Long::sum);
  }

  private void count(String method, int times) {
    truth.merge(method, (long) times, Long::sum);
    truth.merge("count2", 1L, Long::sum);
  }

  private void round(int round) {
    count("round");
    // several small ones in a block, one of which calls others
    noise += twice(round) + twice(round + 1) + fourTimes(round);
    count("twice", 4);
    count("fourTimes", 1);
    branches(round);
    handlers(round);
    lambdas(round);
    recurse(round % 5);
  }

  private void branches(int round) {
    count("branches");
    if (round % 3 == 0 && odd(round)) {
      noise += twice(1);
      count("twice", 1);
    }
    count("odd", round % 3 == 0 ? 1 : 0);
    noise += round % 2 == 0 ? twice(2) : fourTimes(2);
    count("twice", round % 2 == 0 ? 1 : 2);
    count("fourTimes", round % 2);
    switch (round % 4) {
      case 0 -> noise += twice(round);
      case 1 -> noise += fourTimes(round);
      case 2 -> noise--;
      default -> noise += odd(round) ? 1 : 0;
    }
    count("twice", round % 4 == 0 ? 1 : round % 4 == 1 ? 2 : 0);
    count("fourTimes", round % 4 == 1 ? 1 : 0);
    count("odd", round % 4 == 3 ? 1 : 0);
    int passes = 0;
    for (int i = 0; i < round && !large(i); i++) {
      passes++;
      if (i == 2) {
        continue;
      }
      noise += twice(i);
      count("twice", 1);
    }
    // the condition is looked at once more than there are passes, unless the loop ends by i
    count("large", passes < round ? passes + 1 : passes);
  }

  private void handlers(int round) {
    count("handlers");
    try {
      if (round % 7 == 6) {
        throw new IllegalStateException("a week");
      }
      noise += twice(3);
      count("twice", 1);
    } catch (IllegalStateException e) {
      noise += twice(4) + twice(5);
      count("twice", 2);
    } finally {
      noise += twice(6);
      count("twice", 1);
    }
  }

  private void lambdas(int round) {
    count("lambdas");
    noise += IntStream.range(0, round).map(i -> (int) twice(i)).sum();
    count("lambda$lambdas$0", round);
    count("twice", round);
    noise += IntStream.range(0, round).map(Workout::held).sum();
    count("held", round);
  }

  private int recurse(int depth) {
    count("recurse");
    return depth == 0 ? 0 : 1 + recurse(depth - 1);
  }

  private static long twice(int value) {
    return 2L * value;
  }

  private static long fourTimes(int value) {
    return twice((int) twice(value));
  }

  private static boolean odd(int value) {
    return value % 2 == 1;
  }

  private static boolean large(int value) {
    return value > 10 || value < 0;
  }

  /** Small, but called through a handle. */
  private static int held(int value) {
    return value ^ 1;
  }
}
