package hpc.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts what was counted into the recording that runs. */
final class CountEvents {

  private CountEvents() {}

  /**
   * What one thread has counted in one method; hits are by line, none if lines have no counters.
   */
  record MethodCount(String thread, CountedMethod method, long calls, List<Long> hits) {

    MethodCount {
      hits = List.copyOf(hits);
    }
  }

  /**
   * Commits an event for every method that a thread has called and every line that it may have
   * reached.
   *
   * @param methods by their numbers
   * @param tally as {@link Tally#snapshot} has it
   */
  static void commit(List<CountedMethod> methods, List<Object[]> tally) {
    for (MethodCount count : sums(methods, tally)) {
      commitCalls(count);
      commitHits(count);
    }
  }

  /** The counts of every thread, those of small methods taken from the blocks that call them. */
  static List<MethodCount> sums(List<CountedMethod> methods, List<Object[]> tally) {
    Map<MethodName, CountedMethod> byName = new HashMap<>();
    methods.forEach(method -> byName.put(method.name(), method));
    List<MethodCount> sums = new ArrayList<>();
    for (Object[] counted : tally) {
      String thread = (String) counted[0];
      long[] calls = (long[]) counted[1];
      long[][] counters = (long[][]) counted[2];
      Map<MethodName, Long> small = new HashMap<>();
      for (int number = 0; number < Math.min(calls.length, methods.size()); number++) {
        CountedMethod method = methods.get(number);
        long[] hits = counters[number] == null ? new long[method.counters()] : counters[number];
        addBlocks(method, hits, small);
        if (calls[number] > 0) {
          sums.add(new MethodCount(thread, method, calls[number], ofLines(method, hits)));
        }
      }
      small.forEach((method, count) -> {
        if (count > 0 && byName.containsKey(method)) {
          sums.add(new MethodCount(thread, byName.get(method), count, List.of()));
        }
      });
    }
    return sums;
  }

  private static List<Long> ofLines(CountedMethod method, long[] counters) {
    return Arrays.stream(counters).limit(method.lines().size()).boxed().toList();
  }

  private static void addBlocks(
      CountedMethod method, long[] counters, Map<MethodName, Long> small) {
    int counter = method.lines().size();
    for (List<MethodName> block : method.blocks()) {
      long times = counters[counter++];
      block.forEach(called -> small.merge(called, times, Long::sum));
    }
  }

  private static void commitCalls(MethodCount counted) {
    CountedMethod method = counted.method();
    CallCount count = new CallCount();
    count.type = method.name().type();
    count.method = method.name().method();
    count.descriptor = method.name().descriptor();
    count.file = method.file();
    count.line = method.firstLine();
    count.inThread = counted.thread();
    count.calls = counted.calls();
    count.commit();
  }

  private static void commitHits(MethodCount counted) {
    CountedMethod method = counted.method();
    for (int i = 0; i < method.lines().size(); i++) {
      LineCount count = new LineCount();
      count.type = method.name().type();
      count.method = method.name().method();
      count.descriptor = method.name().descriptor();
      count.file = method.file();
      count.line = method.lines().get(i);
      count.inThread = counted.thread();
      count.hits = counted.hits().get(i);
      count.commit();
    }
  }
}
