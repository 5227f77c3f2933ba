package hpc.fieldio;

import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.FieldStatistics;
import hpc.diffusion.FieldView;
import hpc.diffusion.Grid;
import hpc.drawing.Lettering;
import hpc.drawing.PngImage;
import hpc.drawing.Ticks;
import hpc.exec.AtomicFile;
import hpc.exec.Execution;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Optional;
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

  private static final int LETTER_SIZE = 14;

  private final Optional<ValueRange> given;
  private final Lettering lettering;

  /**
   * Pictures of a run.
   *
   * @param given the range of values, if it is not left to the problem
   */
  public PictureWriter(Optional<ValueRange> given) {
    PngImage.needNoScreen();
    this.given = given;
    this.lettering = new Lettering(LETTER_SIZE);
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
  private Optional<byte[]> drawn(FieldView field, PixelMeans pixels, ValueRange range) {
    DiffusionProblem problem = field.problem();
    try {
      FieldPicture picture =
          new FieldPicture(problem.grid(), pixels, range, lettering)
              .titled(title(problem, field.step()), subtitle(problem.grid()));
      return Optional.of(PngImage.bytes(picture.draw()));
    } catch (RuntimeException | LinkageError | InternalError e) {
      LOG.warn("no picture of step {}: {}", field.step(), e.toString());
      return Optional.empty();
    }
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
