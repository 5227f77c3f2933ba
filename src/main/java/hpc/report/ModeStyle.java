package hpc.report;

import hpc.bench.Placement;
import hpc.exec.Mode;
import hpc.plot.Marker;
import hpc.plot.PlotColor;
import hpc.plot.Series;
import java.util.List;
import java.util.Optional;

/** What a series of placements has in common, with the look that it has in every figure. */
enum ModeStyle {
  SERIAL("serial", PlotColor.TEXT, Marker.DIAMOND),
  FORKJOIN("forkjoin", PlotColor.BLUE, Marker.CIRCLE),
  MPI("mpi", PlotColor.VERMILLION, Marker.SQUARE),
  HYBRID("mpi with threads", PlotColor.GREEN, Marker.TRIANGLE);

  private final String title;
  private final PlotColor ink;
  private final Marker marker;

  ModeStyle(String title, PlotColor ink, Marker marker) {
    this.title = title;
    this.ink = ink;
    this.marker = marker;
  }

  /** Of a placement. */
  static ModeStyle of(Placement placement) {
    ModeStyle style = of(placement.mode());
    return style == MPI && placement.threads() > 1 ? HYBRID : style;
  }

  /** Of all placements in a mode. */
  static ModeStyle of(Mode mode) {
    return switch (mode) {
      case SERIAL -> SERIAL;
      case FORKJOIN -> FORKJOIN;
      case MPI -> MPI;
    };
  }

  /** A placement in a few letters: mode, ranks x threads where they say more. */
  static String name(Placement placement) {
    return switch (of(placement)) {
      case SERIAL -> "serial";
      case FORKJOIN -> "forkjoin " + placement.threads();
      case MPI -> "mpi " + placement.ranks();
      case HYBRID -> "mpi %s x %s".formatted(placement.ranks(), placement.threads());
    };
  }

  String title() {
    return title;
  }

  /** Points that look so; without a name, which is "", the legend has none. */
  Series series(String name, Series.Look look, List<Series.Point> points) {
    return new Series(Optional.of(name).filter(text -> !text.isEmpty()), ink, marker, look, points);
  }
}
