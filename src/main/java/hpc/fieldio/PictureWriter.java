package hpc.fieldio;

import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.FieldStatistics;
import hpc.diffusion.FieldView;
import hpc.diffusion.Grid;
import hpc.exec.AtomicFile;
import hpc.exec.Execution;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.plot.Heatmap;
import hpc.plot.Panel;
import hpc.plot.Plot;
import hpc.plot.PlotAxis;
import hpc.plot.Ticks;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The field as a PNG picture with axes and a colour bar, drawn by rank 0.
 *
 * <p>All pictures of a run share one range of values, so that they can be compared: the one that is
 * given, else the bounds that the problem sets itself. Where it sets none, since heat is brought in
 * or all begins at one value, each picture has the range of its own field.
 */
public final class PictureWriter implements FieldWriter {

  private static final Logger LOG = LoggerFactory.getLogger(PictureWriter.class);

  /** Small fields are enlarged to about this many pixels. */
  private static final int USUAL_SIDE = 600;

  /** Three numbers have room beside each other, or above. */
  private static final int LEAST_WIDTH = 200;

  private static final int LEAST_HEIGHT = 48;
  private static final int SCALE_HEIGHT = 20;

  /** Pixels from one number to the next, about. */
  private static final int TICK_DISTANCE = 90;

  private final Optional<ValueRange> given;

  /**
   * Pictures of a run.
   *
   * @param given the range of values, if it is not left to the problem
   */
  public PictureWriter(Optional<ValueRange> given) {
    this.given = given;
  }

  @Override
  public void write(Path stem, FieldView field, Execution execution, PhaseClock clock) {
    clock.in(
        Phase.IO,
        () -> {
          ValueRange range = range(field, execution);
          PixelMeans pixels = PixelMeans.of(field, range, execution);
          if (execution.ranks().rank() == 0) {
            drawn(field, pixels, range)
                .ifPresent(bytes -> AtomicFile.replace(FieldWriter.suffixed(stem, ".png"), bytes));
          }
        });
  }

  /** The picture; one that cannot be drawn is missed, but a run is not lost for it. */
  private static Optional<byte[]> drawn(FieldView field, PixelMeans pixels, ValueRange range) {
    try {
      return Optional.of(plot(field, pixels, range).png(1));
    } catch (RuntimeException | LinkageError | InternalError e) {
      LOG.warn("no picture of step {}: {}", field.step(), e.toString());
      return Optional.empty();
    }
  }

  /**
   * The field, x downwards as its rows are numbered, and a scale of its colours. A block of points
   * is a square of pixels; a field that is very narrow is stretched to be seen.
   */
  private static Plot plot(FieldView field, PixelMeans pixels, ValueRange range) {
    Grid grid = field.problem().grid();
    int enlarged = Math.max(1, USUAL_SIDE / Math.max(pixels.width(), pixels.height()));
    int width = Math.max(LEAST_WIDTH, pixels.width() * enlarged);
    int height = Math.max(LEAST_HEIGHT, pixels.height() * enlarged);
    int ticks = width / TICK_DISTANCE;
    PlotAxis x = PlotAxis.linear("x", grid.nx() * grid.dx(), 0, height / TICK_DISTANCE);
    PlotAxis y = PlotAxis.linear("y", 0, grid.ny() * grid.dy(), ticks);
    PlotAxis u = PlotAxis.linear("u", range.lowest(), range.highest(), ticks);
    Heatmap points = new Heatmap(pixels.height(), pixels.width(), pixels::part);
    String title = title(field.problem(), field.step());
    return new Plot(
        "field",
        title,
        subtitle(grid),
        title,
        OptionalDouble.of(width),
        List.of(
            new Panel(y, x, height, List.of(points)),
            new Panel(u, PlotAxis.NONE, SCALE_HEIGHT, List.of(Heatmap.scale()))));
  }

  private ValueRange range(FieldView field, Execution execution) {
    DiffusionProblem problem = field.problem();
    if (given.isPresent()) {
      return given.get();
    }
    if (!problem.driven() && problem.lowest() < problem.highest()) {
      return ValueRange.around(problem.lowest(), problem.highest());
    }
    FieldStatistics statistics = field.statistics(execution);
    return ValueRange.around(statistics.min(), statistics.max());
  }

  private static String title(DiffusionProblem problem, long step) {
    BigDecimal time =
        new BigDecimal(problem.dt()).multiply(BigDecimal.valueOf(step)).round(new MathContext(6));
    return "step %s, time %s".formatted(step, Ticks.plain(time));
  }

  private static String subtitle(Grid grid) {
    int block = PixelMeans.block(grid);
    String points = "%s x %s points".formatted(grid.nx(), grid.ny());
    return block == 1
        ? points
        : points + ", a pixel is the mean of %s x %s".formatted(block, block);
  }
}
