package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ranges, zip, exclude, scaling, jvm and defaults. */
class SweepLanguageTest {

  private static final String SIEVE = "sweep: s\nruns:\n  - workload: sieve\n";
  private static final String DIFFUSION = "sweep: s\nruns:\n  - workload: diffusion\n";
  private static final String RANGES =
      "; accepted: FIRST..LAST xFACTOR or FIRST..LAST +STEP, such as 1..64 x2 or 10..100 +10";

  @Test
  void listsMixValuesAndRanges() {
    assertEquals(
        List.of("sieve threads=3", "sieve threads=1", "sieve threads=2", "sieve threads=10"),
        labels(SIEVE + "    axes: {threads: [3, 1..2 x2, 10..19 +10]}"));
  }

  @Test
  void rangeStandsAlone() {
    assertEquals(
        List.of("sieve limit=1Ki", "sieve limit=2Ki"),
        labels(SIEVE + "    axes:\n      limit: 1Ki..3Ki x2"));
  }

  @Test
  void zipIsAnAxisWhereItStands() {
    String zip = "    zip: {nx: [10, 20], ny: 10..20 +10}\n";
    String axes = "    axes: {threads: [1, 2]}\n";

    assertEquals(
        List.of("10 10 1", "10 10 2", "20 20 1", "20 20 2"), values(DIFFUSION + zip + axes));
    assertEquals(
        List.of("10 10 1", "20 20 1", "10 10 2", "20 20 2"), values(DIFFUSION + axes + zip));
  }

  @Test
  void zipMayRepeatValues() {
    assertEquals(
        List.of("diffusion nx=10 ny=1", "diffusion nx=10 ny=2"),
        labels(DIFFUSION + "    zip: {nx: [10, 10], ny: [1, 2]}"));
  }

  @Test
  void excludeDropsWhatHasAllOfIt() {
    assertEquals(
        List.of(
            "sieve limit=1e9 ranks=1 nodes=1",
            "sieve limit=1e9 ranks=2 nodes=1",
            "sieve limit=1e9 ranks=4 nodes=1",
            "sieve limit=1e9 ranks=4 nodes=2"),
        labels(
            SIEVE
                + """
                    options: {limit: 1e9}
                    axes: {ranks: 1..4 x2, nodes: [1, 2]}
                    exclude:
                      - {nodes: 2, ranks: [1, 2], limit: 1_000_000_000}
                """));
  }

  @Test
  void excludesMayOverlap() {
    assertEquals(
        List.of("sieve threads=8"),
        labels(
            SIEVE
                + "    axes: {threads: 1..8 x2}\n"
                + "    exclude: [{threads: 1..4 x2}, {threads: 2}]"));
  }

  @Test
  void excludeSeesDefaultsAndSizesAsWritten() {
    assertEquals(
        List.of("sieve limit=2e9 threads=2"),
        labels(
            """
            sweep: s
            defaults: {limit: 1e9}
            runs:
              - workload: sieve
                scaling: weak
                axes: {threads: [1, 2]}
                exclude: [{limit: 1e9, threads: 1}]
            """));
  }

  @Test
  void weakScalingGrowsBothProblems() {
    assertEquals(
        List.of(
            "sieve limit=1e9 ranks=1 threads=1",
            "sieve limit=3e9 ranks=1 threads=3",
            "sieve limit=2e9 ranks=2 threads=1",
            "sieve limit=6e9 ranks=2 threads=3",
            "diffusion nx=100 ny=100",
            "diffusion nx=50 ny=200",
            "diffusion threads=2 nx=200 ny=100",
            "diffusion threads=2 nx=100 ny=200"),
        labels(
            SIEVE
                + """
                    scaling: weak
                    options: {limit: 1e9}
                    axes: {ranks: [1, 2], threads: [1, 3]}
                  - workload: diffusion
                    zip: {nx: [100, 50], ny: [100, 200]}
                  - workload: diffusion
                    scaling: weak
                    zip: {nx: [100, 50], ny: [100, 200]}
                    options: {threads: 2}
                """));
  }

  @Test
  void strongScalingIsPlain() {
    assertEquals(
        List.of("sieve limit=1e9 threads=1", "sieve limit=1e9 threads=2"),
        labels(
            SIEVE + "    scaling: strong\n    options: {limit: 1e9}\n    axes: {threads: [1, 2]}"));
  }

  @Test
  void weakAndStrongShareThePointOnOneCore() {
    assertEquals(
        List.of(
            "diffusion preset=csc-heat threads=1",
            "diffusion preset=csc-heat threads=2",
            "diffusion preset=csc-heat threads=2 nx=4000 ny=2000"),
        labels(
            """
            sweep: s
            defaults: {preset: csc-heat}
            runs:
              - {workload: diffusion, scaling: strong, axes: {threads: [1, 2]}}
              - {workload: diffusion, scaling: weak, axes: {threads: [1, 2]}}
            """));
  }

  @Test
  void defaultsHoldWhereTheyExistAndNothingElseIsSaid() {
    assertEquals(
        List.of(
            "sieve limit=5 threads=2",
            "diffusion threads=3 nx=10",
            "diffusion threads=3 nx=20",
            "diffusion threads=2 nx=7 ny=8"),
        labels(
            """
            sweep: s
            runs:
              - {workload: sieve}
              - {workload: diffusion, options: {threads: 3}, axes: {nx: [10, 20]}}
              - {workload: diffusion, zip: {nx: [7], ny: [8]}}
            defaults: {limit: 5, nx: 6, threads: 2}
            """));
  }

  @Test
  void jvmFlagsAreNoWordsOfTheCommandAndPartOfThePoint() {
    List<SweepPoint> points =
        parse(SIEVE + "    axes: {jvm: ['', -XX:+UseSerialGC, ' -Xss1m  -Da=b..c ']}").points();

    assertEquals(
        List.of("", "-XX:+UseSerialGC", "-Xss1m  -Da=b..c"),
        points.stream().map(point -> point.jvm().flags()).toList());
    assertEquals(3, points.stream().map(SweepPoint::id).distinct().count());
    assertEquals(Points.of("sieve").id(), points.getFirst().id());
    assertEquals("sieve", points.getFirst().label());
    assertEquals("sieve jvm=-XX:+UseSerialGC", points.get(1).label());
    points.forEach(point -> assertEquals(List.of("sieve"), point.arguments(Set.of())));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // ranges
        arguments(
            SIEVE + "    axes: {threads: [1, 4..2 x2]}",
            "4:25: range \"4..2 x2\": it ends before it begins" + RANGES),
        arguments(
            SIEVE + "    axes:\n      limit: 1..8",
            "5:14: range \"1..8\": it has no step" + RANGES),
        arguments(
            SIEVE + "    axes: {threads: [1..4 x2, 2]}",
            "4:31: axis threads has \"2\" twice; keep one"),
        arguments(
            SIEVE + "    axes: {threads: 1e0..1e2 x10}",
            "4:21: threads \"1e1\": accepted: a whole number from 1 to 999999"),
        arguments(
            SIEVE + "    axes: {mode: 1..2 x2}",
            "4:18: unknown mode \"1..2 x2\"; accepted: auto, serial, forkjoin, mpi"),
        arguments(
            SIEVE + "    options: {limit: 1..8 x2}",
            "4:22: option limit: range \"1..8 x2\"; accepted here: one value, ranges stand in axes"
                + " and zip"),
        arguments(
            SIEVE + "    axes: {limit: 0..99999 +1, threads: [1, 2]}",
            "3:5: the sweep has more than 100000 points; shorten or split its axes"),
        // zip
        arguments(
            DIFFUSION + "    zip:\n      nx: 1..4 x2\n      ny: [1, 2]",
            "6:11: zip: ny has 2 values and nx has 3; accepted: equally many"),
        arguments(
            DIFFUSION + "    zip: {nx: [1, 2]}",
            "4:10: zip: accepted: two axes or more, which advance together"),
        arguments(
            DIFFUSION + "    zip: {}",
            "4:10: zip: accepted: two axes or more, which advance together"),
        arguments(
            DIFFUSION + "    zip: [nx, ny]", "4:10: zip: a list; accepted: a mapping (key: value)"),
        arguments(
            DIFFUSION + "    axes: {nx: [1]}\n    zip: {ny: [1], nx: [1]}",
            "5:20: axis nx stands in axes too; keep one"),
        arguments(
            DIFFUSION + "    options: {nx: 1}\n    zip: {ny: [1], nx: [1]}",
            "5:20: axis nx stands in options too; keep one"),
        // exclude
        arguments(
            SIEVE
                + "    axes: {ranks: [2, 4]}\n    exclude:\n      - {ranks: 4}\n      - {ranks: 3}",
            "7:9: exclude {ranks: 3} matches no point of this run"),
        arguments(
            SIEVE + "    exclude: [{threads: [1, 2], nodes: 2}]",
            "4:15: exclude {threads: 1|2, nodes: 2} matches no point of this run"),
        arguments(
            SIEVE + "    axes: {ranks: [2, 4]}\n    exclude: [{ranks: [2, 4]}]",
            "3:5: exclude leaves no point of this run"),
        arguments(
            SIEVE + "    exclude: [{}]",
            "4:15: an exclusion is empty; accepted: option: value, one or more"),
        arguments(
            SIEVE + "    exclude: {ranks: 2}",
            "4:14: exclude: a mapping; accepted: a list ([a, b] or lines with -)"),
        arguments(
            SIEVE + "    exclude: [{rank: 2}]",
            "4:16: unknown option of sieve \"rank\"; did you mean ranks? accepted: algorithm, from,"
                + " jvm, kernel, limit, mode, nodes, nth, ranks, repeat, threads, verify, warmup"),
        // scaling
        arguments(
            SIEVE + "    scaling: week",
            "4:14: unknown scaling \"week\"; did you mean weak? accepted: strong, weak"),
        arguments(
            SIEVE + "    scaling: strong\n    axes: {threads: [1], limit: [1e8, 1e9]}",
            "5:26: axis limit changes the size, which scaling strong keeps; accepted: in options,"
                + " or without scaling"),
        arguments(
            DIFFUSION + "    scaling: strong\n    zip: {threads: [1], steps: [1]}",
            "5:25: axis steps changes the size, which scaling strong keeps; accepted: in options,"
                + " or without scaling"),
        arguments(
            SIEVE + "    scaling: weak",
            "4:14: scaling weak: no size to grow; accepted: with limit, for one core"),
        arguments(
            SIEVE + "    options: {nth: 1e6}\n    scaling: weak",
            "4:15: nth with scaling weak: its work is not known beforehand; accepted: one of the"
                + " two"),
        arguments(
            DIFFUSION + "    axes: {steady: [1, 2]}\n    scaling: weak",
            "4:12: steady with scaling weak: its work is not known beforehand; accepted: one of the"
                + " two"),
        arguments(
            DIFFUSION + "    scaling: weak\n    options: {nx: 8}",
            "4:14: scaling weak: no size to grow, ny is missing; accepted: with nx and ny, or a"
                + " preset, for one core"),
        arguments(
            DIFFUSION + "    scaling: weak\n    options: {preset: cscheat}",
            "4:14: scaling weak: --preset cscheat: accepted: sine, csc-heat"),
        // jvm
        arguments(
            SIEVE + "    options: {jvm: UseSerialGC}",
            "4:20: jvm \"UseSerialGC\": \"UseSerialGC\" is no flag; accepted: flags of the JVM such"
                + " as -XX:+UseParallelGC or --add-modules=NAME"),
        arguments(
            SIEVE + "    axes: {jvm: ['', '-Da=\"b']}",
            "4:22: jvm \"-Da=\"b\": a quote is not closed; accepted: flags of the JVM"),
        arguments(
            SIEVE + "    axes:\n      jvm:\n        -\n        - -Xss1m",
            "6:10: option jvm has no value; accepted: a number, a word, true or false"),
        arguments(SIEVE + "    axes: {jvm: ['', ' ']}", "4:22: axis jvm has \"\" twice; keep one"),
        // defaults
        arguments(
            "sweep: s\ndefaults: {warmpu: 1}\nruns: [{workload: sieve}]",
            "2:12: unknown option of any workload \"warmpu\"; did you mean warmup? accepted:"
                + " algorithm, bc, block-steps, decomposition, diffusivity, dt, dx, dy, from, ic, jitter, jvm, kernel, limit,"
                + " mode, nodes, nth, nx, ny, parallel, preset, ranks, repeat, steady, steps, threads, time,"
                + " verify, warmup, work"),
        arguments(
            "sweep: s\ndefaults: {csv: x}\nruns: [{workload: sieve}]",
            "2:12: option csv is set by the sweep itself; leave it out"),
        arguments(
            "sweep: s\ndefaults: {threads: [1]}\nruns: [{workload: sieve}]",
            "2:21: option threads: a list; accepted: a number or a word"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsOneLineWithItsPlace(String text, String expected) {
    String message = assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage();

    assertEquals("sweep.yaml:" + expected, message);
    assertFalse(message.contains("\n"));
  }

  private static List<String> labels(String text) {
    return parse(text).points().stream().map(SweepPoint::label).toList();
  }

  private static List<String> values(String text) {
    return parse(text).points().stream()
        .map(SweepPoint::options)
        .map(one -> one.get("nx") + " " + one.get("ny") + " " + one.get("threads"))
        .toList();
  }

  private static SweepConfig parse(String text) {
    return SweepConfig.parse("sweep.yaml", text, Catalogs.HPC);
  }
}
