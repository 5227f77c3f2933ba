package hpc.report;

import hpc.exec.Markup;
import hpc.exec.Problem;
import hpc.plot.Plot;
import hpc.scaling.Aggregation;
import hpc.scaling.Ladder;
import hpc.scaling.PeerComparison;
import hpc.scaling.ProblemScaling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * All figures of a report, each under a name of its own.
 *
 * @param byProblem those of each of the first problems
 * @param bySize those of problems that have several sizes
 * @param weak those of weak scaling
 * @param ladders one of each ladder
 * @param peers one of each problem that programs of others have solved
 */
record ReportFigures(
    SequencedMap<ProblemScaling, List<Plot>> byProblem,
    List<Plot> bySize,
    List<Plot> weak,
    SequencedMap<Ladder, List<Plot>> ladders,
    SequencedMap<PeerComparison, List<Plot>> peers) {

  /** Problems, and sets of weak scaling, with figures: nobody looks at a hundred. */
  static final int MOST = 16;

  /** Letters of the name of a file, of which a system takes 255: words of a CSV may be longer. */
  private static final int LONGEST_NAME = 120;

  static ReportFigures of(Aggregation aggregation) {
    Map<String, Integer> used = new HashMap<>();
    SequencedMap<ProblemScaling, List<Plot>> byProblem = new LinkedHashMap<>();
    for (ProblemScaling scaling :
        aggregation.problems().subList(0, Math.min(MOST, aggregation.problems().size()))) {
      byProblem.put(scaling, named(ScalingFigures.of(scaling, stem(scaling.problem())), used));
    }
    SequencedMap<Ladder, List<Plot>> ladders = new LinkedHashMap<>();
    for (Ladder ladder : aggregation.ladders()) {
      ladders.put(ladder, named(List.of(ProgramFigures.of(ladder)), used));
    }
    SequencedMap<PeerComparison, List<Plot>> peers = new LinkedHashMap<>();
    for (PeerComparison comparison : PeerComparison.of(aggregation)) {
      peers.put(comparison, named(List.of(ProgramFigures.of(comparison)), used));
    }
    return new ReportFigures(
        byProblem,
        named(SizeFigures.of(aggregation.problems()), used),
        named(
            WeakFigures.of(
                aggregation.weak().subList(0, Math.min(MOST, aggregation.weak().size()))),
            used),
        ladders,
        peers);
  }

  /** All of them. */
  Stream<Plot> all() {
    return Stream.of(
            byProblem.values().stream(),
            Stream.of(bySize, weak),
            ladders.values().stream(),
            peers.values().stream())
        .flatMap(lists -> lists)
        .flatMap(List::stream);
  }

  private static String stem(Problem problem) {
    return Markup.slug(
        problem.app(), problem.algorithm(), problem.kernel(), Long.toString(problem.size()));
  }

  /** Problems that differ in what no name tells are numbered. */
  private static List<Plot> named(List<Plot> figures, Map<String, Integer> used) {
    List<Plot> named = new ArrayList<>();
    for (Plot figure : figures) {
      String stem = figure.name().substring(0, Math.min(LONGEST_NAME, figure.name().length()));
      // some file systems fold case
      int count = used.merge(stem.toLowerCase(Locale.ROOT), 1, Integer::sum);
      named.add(figure.named(count == 1 ? stem : stem + "_" + count));
    }
    return named;
  }
}
