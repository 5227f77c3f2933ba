package hpc.diffusion;

import hpc.exec.RealValue;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A value at every point of the grid: the field at time 0, a coefficient or a source. What is
 * computed comes from {@link StrictMath}, so that it is the same bits on every machine.
 */
public sealed interface ScalarField {

  /** No value of a field is greater, none less than its negative. */
  double LARGEST_VALUE = Validate.LARGEST_VALUE;

  /** The forms that {@link #parse} takes. */
  String FORMS =
      "uniform:VALUE, disc[:INSIDE,OUTSIDE[,RADIUS]], gaussian[:AMPLITUDE,SIGMA[,BACKGROUND]]"
          + " and sine[:KX,KY]";

  /** Writes parts of rows of the field. */
  @FunctionalInterface
  interface Rows {
    /**
     * Writes {@code count} values of global row {@code row}, from global column {@code column} on,
     * into {@code to} from {@code offset} on. May be called by many threads.
     */
    void fill(long row, long column, int count, double[] to, int offset);
  }

  /** Prepares this field on a grid; one row of tables at most is allocated. */
  Rows on(Grid grid, Boundaries sides);

  /** Values in memory once {@link #on} was called: a line of a table, or all that a file held. */
  default long valuesHeld(Grid grid) {
    return switch (this) {
      case Gaussian _, SineMode _ -> grid.ny();
      case Sampled _ -> grid.points();
      default -> 0;
    };
  }

  /** No value of the field is less. */
  default double lowest() {
    return switch (this) {
      case Uniform uniform -> uniform.value;
      case Disc disc -> Math.min(disc.inside, disc.outside);
      case Gaussian bell -> Math.min(bell.background, bell.background + bell.amplitude);
      case SineMode _ -> -1;
      case Sampled sampled -> sampled.lowest;
    };
  }

  /** No value of the field is greater. */
  default double highest() {
    return switch (this) {
      case Uniform uniform -> uniform.value;
      case Disc disc -> Math.max(disc.inside, disc.outside);
      case Gaussian bell -> Math.max(bell.background, bell.background + bell.amplitude);
      case SineMode _ -> 1;
      case Sampled sampled -> sampled.highest;
    };
  }

  /**
   * Reads {@code uniform:VALUE}, {@code disc[:INSIDE,OUTSIDE[,RADIUS]]}, {@code
   * gaussian[:AMPLITUDE,SIGMA[,BACKGROUND]]} or {@code sine[:KX,KY]}; {@code toString} of each
   * field writes its full form. What is left out fits the grid: a radius of nx/6 points, a sigma of
   * a tenth of the shorter edge.
   *
   * @param option the option that it was given to, for messages
   * @throws IllegalArgumentException naming the option
   */
  static ScalarField parse(String option, String text, Grid grid) {
    return Validate.by(option, () -> parse(text, grid));
  }

  /** Whether {@code text} begins with a word that {@link #parse} knows, whatever follows it. */
  static boolean names(String text) {
    return Set.of("uniform", "disc", "gaussian", "sine").contains(text.split(":", 2)[0]);
  }

  private static ScalarField parse(String text, Grid grid) {
    String[] word = text.split(":", 2);
    double[] given = word.length == 1 ? new double[0] : numbers(text, word[1]);
    double sigma = 0.1 * Math.min(grid.nx() * grid.dx(), grid.ny() * grid.dy());
    return switch (word[0] + given.length) {
      case "uniform1" -> new Uniform(given[0]);
      case "disc0" -> new Disc(5, 65, grid.nx() / 6.0);
      case "disc2" -> new Disc(given[0], given[1], grid.nx() / 6.0);
      case "disc3" -> new Disc(given[0], given[1], given[2]);
      case "gaussian0" -> new Gaussian(1, sigma, 0);
      case "gaussian2" -> new Gaussian(given[0], given[1], 0);
      case "gaussian3" -> new Gaussian(given[0], given[1], given[2]);
      case "sine0" -> new SineMode(1, 1);
      case "sine2" -> new SineMode(whole(text, given[0]), whole(text, given[1]));
      default -> throw new IllegalArgumentException(text + ": accepted: " + FORMS);
    };
  }

  /** The same value everywhere. */
  record Uniform(double value) implements ScalarField {

    /** Refuses a value that is not finite. */
    public Uniform {
      Validate.fieldValue("uniform, value", value);
    }

    @Override
    public Rows on(Grid grid, Boundaries sides) {
      return (_, _, count, to, offset) -> Arrays.fill(to, offset, offset + count, value);
    }

    @Override
    public String toString() {
      return "uniform:" + value;
    }
  }

  /**
   * Values from elsewhere, such as a file.
   *
   * @param name tells these values from others: equal names are equal values
   * @param nx rows that there are
   * @param ny columns that there are
   * @param lowest the least value
   * @param highest the greatest value
   * @param rows hands the values out
   */
  record Sampled(String name, long nx, long ny, double lowest, double highest, Rows rows)
      implements ScalarField {

    /**
     * The values, one for each point.
     *
     * @throws IllegalArgumentException if the grid has another shape
     */
    @Override
    public Rows on(Grid grid, Boundaries sides) {
      if (nx != grid.nx() || ny != grid.ny()) {
        throw new IllegalArgumentException(
            "%s: is %s x %s; accepted: a field of --nx %s --ny %s"
                .formatted(name, nx, ny, grid.nx(), grid.ny()));
      }
      return rows;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * One value inside a disc, another outside, as in the heat-equation exercise of CSC (Finland).
   *
   * <p>A point is inside if {@code di^2 + dj^2 < radius^2} with {@code di = i + 2 - nx/2} and
   * {@code dj = j + 2 - ny/2} (whole-number halves); distances count points, whatever dx and dy.
   *
   * @param inside value inside
   * @param outside value outside
   * @param radius in points
   */
  record Disc(double inside, double outside, double radius) implements ScalarField {

    /** Refuses values that are not finite and a radius that is not positive. */
    public Disc {
      Validate.fieldValue("disc, inside", inside);
      Validate.fieldValue("disc, outside", outside);
      Validate.positive("disc, radius", radius);
    }

    @Override
    public Rows on(Grid grid, Boundaries sides) {
      return (row, column, count, to, offset) -> {
        double di = row + 2 - grid.nx() / 2;
        for (int j = 0; j < count; j++) {
          double dj = column + j + 2 - grid.ny() / 2;
          to[offset + j] = di * di + dj * dj < radius * radius ? inside : outside;
        }
      };
    }

    @Override
    public String toString() {
      return "disc:" + inside + "," + outside + "," + radius;
    }
  }

  /**
   * {@code background + amplitude exp(-r^2 / (2 sigma^2))}, r the distance from the middle of the
   * grid.
   *
   * @param amplitude height of the peak over the background
   * @param sigma standard deviation, in the unit of dx
   * @param background value far away
   */
  record Gaussian(double amplitude, double sigma, double background) implements ScalarField {

    /** Refuses values that are not finite and a sigma that is not positive. */
    public Gaussian {
      Validate.fieldValue("gaussian, amplitude", amplitude);
      Validate.positive("gaussian, sigma", sigma);
      Validate.fieldValue("gaussian, background", background);
      Validate.fieldValue("gaussian, peak", background + amplitude);
    }

    @Override
    public Rows on(Grid grid, Boundaries sides) {
      double[] alongY = new double[Math.toIntExact(grid.ny())];
      Arrays.setAll(alongY, j -> bell(j, grid.ny(), grid.dy()));
      return (row, column, count, to, offset) -> {
        double height = amplitude * bell(row, grid.nx(), grid.dx());
        int first = (int) column;
        for (int j = 0; j < count; j++) {
          to[offset + j] = background + height * alongY[first + j];
        }
      };
    }

    private double bell(long index, long count, double spacing) {
      double distance = (index - 0.5 * (count - 1)) * spacing / sigma;
      return StrictMath.exp(-0.5 * distance * distance);
    }

    @Override
    public String toString() {
      return "gaussian:" + amplitude + "," + sigma + "," + background;
    }
  }

  /**
   * The product of a standing wave along x and one along y that fit the boundaries: sines between
   * fixed sides, cosines between insulated or periodic ones. If all fixed values are 0 it is an
   * eigenvector of the discrete scheme and only its height changes; see {@link
   * DiffusionProblem#amplification}.
   *
   * @param kx half waves along x (whole waves if periodic)
   * @param ky half waves along y (whole waves if periodic)
   */
  record SineMode(long kx, long ky) implements ScalarField {

    @Override
    public Rows on(Grid grid, Boundaries sides) {
      EigenMode alongX = alongX(grid, sides);
      EigenMode modeY = alongY(grid, sides);
      double[] alongY = new double[Math.toIntExact(grid.ny())];
      Arrays.setAll(alongY, modeY::at);
      return (row, column, count, to, offset) -> {
        double height = alongX.at(row);
        int first = (int) column;
        for (int j = 0; j < count; j++) {
          to[offset + j] = height * alongY[first + j];
        }
      };
    }

    EigenMode alongX(Grid grid, Boundaries sides) {
      return EigenMode.of("sine, kx", kx, grid.nx(), sides.top(), sides.bottom());
    }

    EigenMode alongY(Grid grid, Boundaries sides) {
      return EigenMode.of("sine, ky", ky, grid.ny(), sides.left(), sides.right());
    }

    @Override
    public String toString() {
      return "sine:" + kx + "," + ky;
    }
  }

  private static double[] numbers(String text, String list) {
    return Stream.of(list.split(",", -1))
        .mapToDouble(number ->
            Validate.by("%s, number %s:".formatted(text, number), () -> RealValue.parse(number)))
        .toArray();
  }

  private static long whole(String text, double number) {
    if (number != Math.rint(number)) {
      throw new IllegalArgumentException(text + ": accepted: whole mode numbers");
    }
    return (long) number;
  }
}
