package hpc.report;

import hpc.bench.Placement;
import hpc.exec.Mode;

/** What a series of placements has in common, with the look that it has in every figure. */
enum Manner {
  SERIAL("serial", Ink.TEXT, Marker.DIAMOND),
  FORKJOIN("forkjoin", Ink.BLUE, Marker.CIRCLE),
  MPI("mpi", Ink.VERMILLION, Marker.SQUARE),
  HYBRID("mpi with threads", Ink.GREEN, Marker.TRIANGLE);

  private final String title;
  private final Ink ink;
  private final Marker marker;

  Manner(String title, Ink ink, Marker marker) {
    this.title = title;
    this.ink = ink;
    this.marker = marker;
  }

  /** Of a placement. */
  static Manner of(Placement placement) {
    Manner manner = of(placement.mode());
    return manner == MPI && placement.threads() > 1 ? HYBRID : manner;
  }

  /** Of all placements in a mode. */
  static Manner of(Mode mode) {
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

  Ink ink() {
    return ink;
  }

  Marker marker() {
    return marker;
  }
}
