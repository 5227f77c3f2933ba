package hpc.profile;

import static hpc.profile.Unit.KIB;
import static hpc.profile.Unit.MILLISECONDS;
import static hpc.profile.Unit.SECONDS;
import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.table.Column;
import hpc.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedObject;

/**
 * What the compilers did and when it was over: by repetition, so that a warm-up can be chosen, and
 * by method.
 */
final class JitView {

  /** A repetition within this of the fastest is as fast as they get. */
  private static final double STEADY = 1.05;

  /** With fewer nothing can be said. */
  private static final int FEWEST = 3;

  private final List<Compilation> compilations = new ArrayList<>();
  private final List<Deoptimization> deoptimizations = new ArrayList<>();
  private final Map<Refusal, Long> refusals = new HashMap<>();
  private long inlined;

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

    static long nanos(List<Compilation> all) {
      return all.stream().mapToLong(one -> one.length.toNanos()).sum();
    }
  }

  private record Deoptimization(int rank, Instant at, String reason) {}

  private record Refusal(String caller, String callee, String message) {}

  /** What happened during one solve. */
  private record Repetition(
      int place,
      TimedCall solve,
      List<Compilation> c1,
      List<Compilation> c2,
      long deoptimizations) {

    static final List<Column<Repetition>> COLUMNS =
        List.of(
            number("solve", Repetition::place),
            SECONDS.column("took (s)", 4, one -> one.solve.nanos()),
            number("C1", one -> one.c1.size()),
            number("C2", one -> one.c2.size()),
            SECONDS.column("C2 (s)", 3, one -> Compilation.nanos(one.c2)),
            number("deoptimisations", Repetition::deoptimizations));
  }

  private JitView() {}

  static String render(Recordings recordings, ViewRequest request) {
    JitView view = new JitView();
    recordings.forEach(view::take);
    if (view.compilations.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: no compilations in it; accepted: a recording of hpc profile"
              .formatted(recordings.files().getFirst().file()));
    }
    Profile profile = Profile.of(recordings);
    return ProfileHeader.of(profile)
        + view.totals()
        + "\n"
        + view.repetitions(profile.solves())
        + view.methods(request)
        + view.inlining(request);
  }

  private void take(int rank, RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case "jdk.Compilation" ->
          compilations.add(
              new Compilation(
                  MethodName.of(event.<RecordedMethod>getValue("method")),
                  event.getInt("compileLevel"),
                  event.getStartTime(),
                  event.getDuration(),
                  event.getLong("codeSize"),
                  event.getLong("inlinedBytes"),
                  rank));
      case "jdk.Deoptimization" ->
          deoptimizations.add(
              new Deoptimization(rank, event.getStartTime(), event.getString("reason")));
      case "jdk.CompilerInlining" -> takeInlining(event);
      default -> {
        // of no use here
      }
    }
  }

  private void takeInlining(RecordedEvent event) {
    MethodName caller = MethodName.of(event.<RecordedMethod>getValue("caller"));
    if (!caller.isOwn()) {
      return;
    }
    if (event.getBoolean("succeeded")) {
      inlined++;
      return;
    }
    RecordedObject callee = event.getValue("callee");
    String type = MethodName.simple(callee.getString("type").replace('/', '.'));
    Refusal refusal =
        new Refusal(
            caller.shortName(), type + "." + callee.getString("name"), event.getString("message"));
    refusals.merge(refusal, 1L, Long::sum);
  }

  private String totals() {
    Map<String, Long> reasons = new TreeMap<>();
    deoptimizations.forEach(one -> reasons.merge(one.reason(), 1L, Long::sum));
    Map<Boolean, List<Compilation>> byCompiler =
        compilations.stream().collect(Collectors.partitioningBy(Compilation::isOfC2));
    return total("C1 (tiers 1 to 3)", byCompiler.get(false))
        + total("C2 (tier 4)", byCompiler.get(true))
        + "deoptimisations: %s%s\n"
            .formatted(deoptimizations.size(), reasons.isEmpty() ? "" : " " + reasons);
  }

  private static String total(String compiler, List<Compilation> ofIt) {
    return "%s: %s compilations, exact, %s s in threads of its own, %s KiB of code\n"
        .formatted(
            compiler,
            ofIt.size(),
            SECONDS.text(Compilation.nanos(ofIt), 3),
            KIB.text(ofIt.stream().mapToLong(Compilation::codeBytes).sum(), 1));
  }

  private String repetitions(Map<Integer, List<TimedCall>> solves) {
    StringBuilder text = new StringBuilder();
    solves.forEach((rank, ofRank) -> {
      if (solves.size() > 1) {
        text.append("rank ").append(rank).append(":\n");
      }
      List<Repetition> repetitions =
          IntStream.range(0, ofRank.size())
              .mapToObj(i -> repetition(rank, i + 1, ofRank.get(i)))
              .toList();
      text.append(new Table<>(Repetition.COLUMNS, repetitions).text())
          .append(steadiness(ofRank))
          .append('\n');
    });
    return text.toString();
  }

  private Repetition repetition(int rank, int number, TimedCall solve) {
    Map<Boolean, List<Compilation>> during =
        compilations.stream()
            .filter(one -> one.rank() == rank && isWithin(one.start(), solve))
            .collect(Collectors.partitioningBy(Compilation::isOfC2));
    return new Repetition(
        number,
        solve,
        during.get(false),
        during.get(true),
        deoptimizations.stream()
            .filter(one -> one.rank() == rank && isWithin(one.at(), solve))
            .count());
  }

  private static boolean isWithin(Instant at, TimedCall solve) {
    return !at.isBefore(solve.start()) && at.isBefore(solve.end());
  }

  private static String steadiness(List<TimedCall> solves) {
    OptionalInt first = warmups(solves.stream().map(TimedCall::length).toList());
    return first.isEmpty()
        ? "steady state: not known from %s solves; accepted: --repeat %s or more\n"
            .formatted(solves.size(), FEWEST)
        : "steady from solve %s on, within 5 %% of the fastest: --warmup %s\n"
            .formatted(first.getAsInt() + 1, first.getAsInt());
  }

  private String methods(ViewRequest request) {
    List<Column<List<Compilation>>> columns =
        List.of(
            number("compiled", List::size),
            number("tier", all -> best(all).level()),
            MILLISECONDS.column("time (ms)", 1, Compilation::nanos),
            KIB.column("code (KiB)", 1, all -> best(all).codeBytes()),
            number("inlined (B)", all -> best(all).inlinedBytes()),
            text("method", all -> best(all).method().shortName()));
    List<List<Compilation>> byMethod =
        compilations.stream()
            .filter(one -> one.method().isOwn())
            .collect(Collectors.groupingBy(Compilation::method))
            .values()
            .stream()
            .sorted(Comparator.comparingLong(Compilation::nanos).reversed())
            .toList();
    return "hpc's own methods, %s of them compiled, by time spent\n%s"
        .formatted(byMethod.size(), request.table(columns, byMethod));
  }

  private static Compilation best(List<Compilation> ofMethod) {
    return ofMethod.stream()
        .max(Comparator.comparingInt(Compilation::level).thenComparingLong(Compilation::codeBytes))
        .orElseThrow();
  }

  private String inlining(ViewRequest request) {
    long refused = refusals.values().stream().mapToLong(Long::longValue).sum();
    if (inlined + refused == 0) {
      return "";
    }
    List<Column<Map.Entry<Refusal, Long>>> columns =
        List.of(
            number("times", Map.Entry::getValue),
            text("caller", one -> one.getKey().caller()),
            text("not inlined", one -> one.getKey().callee()),
            text("why", one -> one.getKey().message()));
    List<Map.Entry<Refusal, Long>> ordered =
        refusals.entrySet().stream()
            .sorted(
                Map.Entry.<Refusal, Long>comparingByValue()
                    .reversed()
                    .thenComparing(entry -> entry.getKey().toString()))
            .toList();
    return "\ncalls in hpc's own methods: %s inlined, %s not, over all compilations\n%s"
        .formatted(inlined, refused, request.table(columns, ordered));
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
