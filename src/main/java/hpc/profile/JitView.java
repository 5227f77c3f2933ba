package hpc.profile;

import hpc.report.TextTable;
import hpc.report.TextTable.Heading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedObject;

/**
 * What the compilers did and when it was over: by repetition, so that a warm-up can be chosen, and
 * by method.
 */
final class JitView implements ProfileView {

  private static final double NANOS = 1e-9;

  /** A repetition within this of the fastest is as fast as they get. */
  private static final double STEADY = 1.05;

  /** With fewer nothing can be said. */
  private static final int FEWEST = 3;

  @Override
  public String word() {
    return "jit";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("jdk.CompilerInlining#enabled", "true");
  }

  @Override
  public Set<String> heeds() {
    return Set.of("--top");
  }

  @Override
  public String render(Recordings recordings, ViewRequest request) {
    Log log = new Log();
    recordings.forEach(log::take);
    if (log.compilations.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: no compilations in it; accepted: a recording of hpc profile"
              .formatted(recordings.files().getFirst().file()));
    }
    return String.join("\n", ProfileHeader.lines(Profile.of(recordings)))
        + "\n"
        + log.totals()
        + "\n"
        + log.repetitions()
        + "\n"
        + log.methods(request.top())
        + log.inlining(request.top());
  }

  private record Compilation(
      MethodName method,
      int level,
      Instant start,
      Duration length,
      long codeBytes,
      long inlinedBytes,
      int rank) {

    boolean isOfC2() {
      return level == 4;
    }
  }

  private record Deoptimization(int rank, Instant at, String reason) {}

  private record Refusal(String caller, String callee, String message) {}

  /** What the recordings tell. */
  private static final class Log {

    private final List<Compilation> compilations = new ArrayList<>();
    private final List<Deoptimization> deoptimizations = new ArrayList<>();
    private final Map<Integer, List<TimedCall>> spans = new TreeMap<>();
    private final Map<Refusal, Long> refusals = new HashMap<>();
    private long inlined;
    private long refused;

    void take(int rank, RecordedEvent event) {
      switch (event.getEventType().getName()) {
        case "jdk.Compilation" -> {
          RecordedMethod method = event.getValue("method");
          compilations.add(
              new Compilation(
                  new MethodName(
                      method.getType().getName(), method.getName(), method.getDescriptor()),
                  event.getInt("compileLevel"),
                  event.getStartTime(),
                  event.getDuration(),
                  event.getLong("codeSize"),
                  event.getLong("inlinedBytes"),
                  rank));
        }
        case "jdk.Deoptimization" ->
            deoptimizations.add(
                new Deoptimization(rank, event.getStartTime(), event.getString("reason")));
        case TimedCall.EVENT ->
            TimedCall.of(event)
                .ifPresent(span -> spans.computeIfAbsent(rank, _ -> new ArrayList<>()).add(span));
        case "jdk.CompilerInlining" -> takeInlining(event);
        default -> {
          // of another view
        }
      }
    }

    private void takeInlining(RecordedEvent event) {
      RecordedMethod caller = event.getValue("caller");
      MethodName name =
          new MethodName(caller.getType().getName(), caller.getName(), caller.getDescriptor());
      if (!name.isOwn()) {
        return;
      }
      if (event.getBoolean("succeeded")) {
        inlined++;
        return;
      }
      refused++;
      RecordedObject callee = event.getValue("callee");
      String type = callee.getString("type").replace('/', '.');
      refusals.merge(
          new Refusal(
              name.shortName(),
              type.substring(type.lastIndexOf('.') + 1) + "." + callee.getString("name"),
              event.getString("message")),
          1L,
          Long::sum);
    }

    String totals() {
      Map<String, Long> reasons = new TreeMap<>();
      deoptimizations.forEach(one -> reasons.merge(one.reason(), 1L, Long::sum));
      return total("C1 (tiers 1 to 3)", compilations.stream().filter(one -> !one.isOfC2()).toList())
          + total("C2 (tier 4)", compilations.stream().filter(Compilation::isOfC2).toList())
          + "deoptimisations: %s%s\n"
              .formatted(deoptimizations.size(), reasons.isEmpty() ? "" : " " + reasons);
    }

    private static String total(String compiler, List<Compilation> ofIt) {
      return String.format(
          Locale.ROOT,
          "%s: %d compilations, exact, %.3f s in threads of its own, %.1f KiB of code%n",
          compiler,
          ofIt.size(),
          ofIt.stream().mapToLong(one -> one.length().toNanos()).sum() * NANOS,
          ofIt.stream().mapToLong(Compilation::codeBytes).sum() / 1024.0);
    }

    String repetitions() {
      StringBuilder text = new StringBuilder();
      spans.forEach((rank, ofRank) -> {
        List<TimedCall> solves = TimedCall.solves(ofRank);
        if (spans.size() > 1) {
          text.append("rank ").append(rank).append(":\n");
        }
        TextTable table =
            new TextTable(
                List.of(
                    Heading.number("solve"),
                    Heading.number("took (s)"),
                    Heading.number("C1"),
                    Heading.number("C2"),
                    Heading.number("C2 (s)"),
                    Heading.number("deoptimisations")));
        for (int i = 0; i < solves.size(); i++) {
          table.add(cells(rank, i + 1, solves.get(i)));
        }
        text.append(table.render()).append(steadiness(solves)).append('\n');
      });
      return text.toString();
    }

    private List<String> cells(int rank, int number, TimedCall solve) {
      List<Compilation> during =
          compilations.stream()
              .filter(one -> one.rank() == rank)
              .filter(one -> isWithin(one.start(), solve))
              .toList();
      List<Compilation> c2 = during.stream().filter(Compilation::isOfC2).toList();
      return List.of(
          Integer.toString(number),
          String.format(Locale.ROOT, "%.4f", solve.length().toNanos() * NANOS),
          Integer.toString(during.size() - c2.size()),
          Integer.toString(c2.size()),
          String.format(
              Locale.ROOT, "%.3f", c2.stream().mapToLong(o -> o.length().toNanos()).sum() * NANOS),
          Long.toString(
              deoptimizations.stream()
                  .filter(one -> one.rank() == rank && isWithin(one.at(), solve))
                  .count()));
    }

    private static boolean isWithin(Instant at, TimedCall solve) {
      return !at.isBefore(solve.start()) && at.isBefore(solve.end());
    }

    private static String steadiness(List<TimedCall> solves) {
      OptionalInt first = warmups(solves.stream().map(TimedCall::length).toList());
      return first.isEmpty()
          ? "steady state: not to be told of %s solves; accepted: --repeat %s or more\n"
              .formatted(solves.size(), FEWEST)
          : "steady from solve %s on, within 5 %% of the fastest: --warmup %s\n"
              .formatted(first.getAsInt() + 1, first.getAsInt());
    }

    String methods(int top) {
      TextTable table =
          new TextTable(
              List.of(
                  Heading.number("compiled"),
                  Heading.number("tier"),
                  Heading.number("time (ms)"),
                  Heading.number("code (KiB)"),
                  Heading.number("inlined (B)"),
                  Heading.text("method")));
      Map<MethodName, List<Compilation>> byMethod = new HashMap<>();
      compilations.stream()
          .filter(one -> one.method().isOwn())
          .forEach(one -> byMethod.computeIfAbsent(one.method(), _ -> new ArrayList<>()).add(one));
      byMethod.values().stream()
          .sorted(Comparator.comparingLong(Log::nanos).reversed())
          .limit(top == 0 ? Long.MAX_VALUE : top)
          .forEach(ofMethod -> table.add(cells(ofMethod)));
      return "hpc's own methods, %s of them compiled, by time spent\n%s"
          .formatted(byMethod.size(), table.render());
    }

    private static long nanos(List<Compilation> ofMethod) {
      return ofMethod.stream().mapToLong(one -> one.length().toNanos()).sum();
    }

    private static List<String> cells(List<Compilation> ofMethod) {
      Compilation last =
          ofMethod.stream()
              .max(
                  Comparator.comparingInt(Compilation::level)
                      .thenComparingLong(Compilation::codeBytes))
              .orElseThrow();
      return List.of(
          Integer.toString(ofMethod.size()),
          Integer.toString(last.level()),
          String.format(Locale.ROOT, "%.1f", nanos(ofMethod) / 1e6),
          String.format(Locale.ROOT, "%.1f", last.codeBytes() / 1024.0),
          Long.toString(last.inlinedBytes()),
          last.method().shortName());
    }

    String inlining(int top) {
      if (inlined + refused == 0) {
        return "";
      }
      TextTable table =
          new TextTable(
              List.of(
                  Heading.number("times"),
                  Heading.text("caller"),
                  Heading.text("not inlined"),
                  Heading.text("why")));
      refusals.entrySet().stream()
          .sorted(
              Map.Entry.<Refusal, Long>comparingByValue()
                  .reversed()
                  .thenComparing(entry -> entry.getKey().toString()))
          .limit(top == 0 ? Long.MAX_VALUE : top)
          .forEach(entry ->
              table.add(
                  List.of(
                      Long.toString(entry.getValue()),
                      entry.getKey().caller(),
                      entry.getKey().callee(),
                      entry.getKey().message())));
      return "\ncalls in hpc's own methods: %s inlined, %s not, over all compilations\n%s"
          .formatted(inlined, refused, table.render());
    }
  }

  /** How many of the first times are longer than those that follow; empty if too few are known. */
  static OptionalInt warmups(List<Duration> times) {
    if (times.size() < FEWEST) {
      return OptionalInt.empty();
    }
    double fastest = times.stream().mapToLong(Duration::toNanos).min().orElseThrow();
    int first = 0;
    while (times.get(first).toNanos() > STEADY * fastest) {
      first++;
    }
    return OptionalInt.of(first);
  }
}
