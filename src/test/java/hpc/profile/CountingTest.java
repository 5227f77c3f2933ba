package hpc.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.sample.Workout;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Woven counters against a program that counts its own calls. */
class CountingTest {

  private final SmallMethods small;
  private final CallInstrumentation instrumentation;
  private final ProfiledLoader loader;

  CountingTest() throws IOException {
    small = SmallMethods.of(new Program(List.of(ClassFile.of().parse(workout()))), _ -> false);
    instrumentation = new CallInstrumentation(small, _ -> false);
    loader = new ProfiledLoader(CountingTest.class.getClassLoader(), Optional.of(instrumentation));
  }

  private static byte[] workout() throws IOException {
    try (InputStream in = Workout.class.getResourceAsStream("Workout.class")) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 50, 337})
  void everyCallIsCounted(int rounds) throws Exception {
    Map<String, Long> truth = run(rounds);
    assertEquals(truth, counted());
    assertEquals(Workout.run(rounds), truth, "counters change nothing");
  }

  @Test
  void threadsLoseNoCount() throws Exception {
    loader.loadClass(Workout.class.getName());
    List<Callable<Map<String, Long>>> work = new ArrayList<>();
    for (int rounds = 100; rounds < 108; rounds++) {
      int mine = rounds;
      work.add(() -> run(mine));
    }
    Map<String, Long> truth = new TreeMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Map<String, Long>> one : threads.invokeAll(work)) {
        one.get().forEach((method, count) -> truth.merge(method, count, Long::sum));
      }
    }
    assertEquals(truth, counted());
    assertTrue(loader.snapshot(CallTally.class).size() > 1, "threads can be told apart");
  }

  @Test
  void smallOnesAreStaticWithEveryCallerKnown() {
    assertTrue(small.contain(method("twice", "(I)J")));
    assertTrue(small.contain(method("fourTimes", "(I)J")), "calls only small ones");
    assertTrue(small.contain(method("large", "(I)Z")), "has a branch, calls nothing");
    assertFalse(small.contain(method("held", "(I)I")), "somebody holds a handle to it");
    assertFalse(small.contain(method("recurse", "(I)I")), "an instance's");
    assertFalse(small.contain(method("run", "(I)Ljava/util/Map;")), "calls large ones");
  }

  private static MethodName method(String name, String descriptor) {
    return new MethodName(Workout.class.getName(), name, descriptor);
  }

  private Map<String, Long> run(int rounds) throws ReflectiveOperationException {
    Object truth =
        loader.loadClass(Workout.class.getName()).getMethod("run", int.class).invoke(null, rounds);
    Map<String, Long> counts = new TreeMap<>();
    ((Map<?, ?>) truth)
        .forEach((method, count) -> {
          if ((Long) count > 0) {
            counts.put((String) method, (Long) count);
          }
        });
    return counts;
  }

  private Map<String, Long> counted() {
    Map<MethodName, Long> counts = new HashMap<>();
    instrumentation
        .counts(loader)
        .forEach(count -> counts.merge(count.name(), count.calls(), Long::sum));
    Map<String, Long> byName = new TreeMap<>();
    counts.forEach((method, count) -> {
      boolean second = method.method().equals("count") && method.descriptor().contains("I");
      byName.put(second ? "count2" : method.method(), count);
    });
    return byName;
  }
}
