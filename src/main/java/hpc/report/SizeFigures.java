package hpc.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import hpc.bench.Placement;
import hpc.exec.Markup;
import hpc.exec.Problem;
import hpc.exec.ProblemType;
import hpc.plot.Marker;
import hpc.plot.Panel;
import hpc.plot.Plot;
import hpc.plot.PlotAxis;
import hpc.plot.PlotColor;
import hpc.plot.Series;
import hpc.plot.Series.Look;
import hpc.plot.Series.Point;
import hpc.scaling.PlacementFigures;
import hpc.scaling.ProblemScaling;
import hpc.table.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** Time and rate over the size, where one question was asked in several sizes. */
final class SizeFigures {

  private static final List<PlotColor> INKS =
      List.of(
          PlotColor.TEXT,
          PlotColor.BLUE,
          PlotColor.VERMILLION,
          PlotColor.GREEN,
          PlotColor.PURPLE,
          PlotColor.ORANGE,
          PlotColor.SKY,
          PlotColor.GREY);

  private static final List<Marker> MARKERS = List.of(Marker.values());

  /** What problems of several sizes share. */
  private record Family(
      String app, String algorithm, String kernel, String unit, String machine, String rest) {

    static Family of(ProblemScaling scaling) {
      Problem problem = scaling.problem();
      Map<String, String> rest = new LinkedHashMap<>(problem.parameters());
      ProblemType.named(problem.app())
          .ifPresent(type -> rest.keySet().removeAll(type.sizeParameters()));
      return new Family(
          problem.app(),
          problem.algorithm(),
          problem.kernel(),
          problem.rateUnit(),
          SummaryText.machine(scaling.cpuModel(), scaling.jvm()),
          rest.toString());
    }

    String title() {
      return String.join(" ", app, algorithm, kernel);
    }
  }

  /** A placement solving one size. */
  private record Measurement(long size, PlacementFigures figures) {}

  private SizeFigures() {}

  /** The figures of all problems that have several sizes. */
  static List<Plot> of(List<ProblemScaling> problems) {
    List<Plot> figures = new ArrayList<>();
    problems.stream()
        .collect(groupingBy(Family::of, LinkedHashMap::new, toList()))
        .forEach((family, members) -> {
          Map<Placement, List<Measurement>> series = seriesOf(members);
          if (!series.isEmpty()) {
            String name = Markup.slug(family.app, family.algorithm, family.kernel, "sizes");
            figures.add(
                figure(
                    name + "_time",
                    family,
                    "wall time, s",
                    series,
                    one -> OptionalDouble.of(one.wallMedian())));
            if (members.stream()
                .flatMap(one -> one.placements().stream())
                .anyMatch(one -> one.rate().orElse(0) > 0)) {
              figures.add(
                  figure(name + "_rate", family, family.unit, series, PlacementFigures::rate));
            }
          }
        });
    return figures;
  }

  /** Of each style the placements on fewest and most cores that solved several sizes. */
  private static Map<Placement, List<Measurement>> seriesOf(List<ProblemScaling> members) {
    Map<Placement, List<Measurement>> all = new LinkedHashMap<>();
    for (ProblemScaling member : members) {
      for (PlacementFigures figures : member.placements()) {
        all.computeIfAbsent(figures.placement(), placement -> new ArrayList<>())
            .add(new Measurement(member.problem().size(), figures));
      }
    }
    all.values()
        .removeIf(points ->
            points.stream().filter(one -> one.size() > 0).map(Measurement::size).distinct().count()
                < 2);
    Map<ModeStyle, List<Placement>> byStyle =
        all.keySet().stream().collect(groupingBy(ModeStyle::of, LinkedHashMap::new, toList()));
    List<Placement> shown =
        byStyle.values().stream()
            .flatMap(placements -> Stream.of(placements.getFirst(), placements.getLast()))
            .toList();
    all.keySet().retainAll(shown);
    return all;
  }

  private static Plot figure(
      String name,
      Family family,
      String label,
      Map<Placement, List<Measurement>> measurements,
      Function<PlacementFigures, OptionalDouble> value) {
    List<Series> series = new ArrayList<>();
    measurements.forEach((placement, points) ->
        series.add(
            new Series(
                Optional.of(ModeStyle.name(placement)),
                INKS.get(series.size() % INKS.size()),
                MARKERS.get(series.size() % MARKERS.size()),
                Look.MARKS_AND_LINE,
                points.stream().flatMap(one -> point(one, value).stream()).toList())));
    List<Point> all = series.stream().flatMap(one -> one.points().stream()).toList();
    String title = family.title() + ": " + label + " by size";
    return new Plot(
        name,
        title,
        family.machine(),
        "The fewest and the most cores of each mode; both axes are logarithmic.",
        List.of(
            Panel.of(
                PlotAxis.decades("size", all.stream().map(Point::x).toList()),
                PlotAxis.decades(label, all.stream().map(Point::y).toList()),
                series)));
  }

  private static Optional<Point> point(
      Measurement one, Function<PlacementFigures, OptionalDouble> value) {
    OptionalDouble y = value.apply(one.figures());
    if (y.orElse(0) <= 0 || one.size() <= 0) {
      return Optional.empty(); // nowhere on these axes
    }
    String meaning =
        "%s, size %s: %s"
            .formatted(
                ModeStyle.name(one.figures().placement()),
                one.size(),
                Numbers.digits(y.getAsDouble()));
    return Optional.of(new Point(one.size(), y.getAsDouble(), meaning));
  }
}
