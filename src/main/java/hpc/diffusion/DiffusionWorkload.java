package hpc.diffusion;

import hpc.diffusion.Blocking.Tiling;
import hpc.exec.Execution;
import hpc.exec.Layout;
import hpc.exec.Problem;
import hpc.exec.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Diffusion as something to be run and timed.
 *
 * @param diffusion what is solved
 * @param kernel with what
 * @param decomposition how ranks share the field
 * @param blocking how a rank goes through its share
 * @param start where it begins
 * @param observers who looks at the field on its way
 * @param progress gets the point updates of this rank as they are done
 */
public record DiffusionWorkload(
    DiffusionProblem diffusion,
    Kernel kernel,
    Decomposition decomposition,
    Blocking blocking,
    Start start,
    List<Observer> observers,
    LongConsumer progress)
    implements Workload {

  /**
   * Where a run begins.
   *
   * @param step time steps that the field has behind it
   * @param part which part of a run this is: 1, or more when it goes on from a checkpoint
   * @param field prepares what hands out the field after {@code step} steps, when there is room for
   *     it
   */
  public record Start(long step, int part, Supplier<ScalarField.Rows> field) {

    static Start of(DiffusionProblem problem) {
      return new Start(0, 1, () -> problem.initial().on(problem.grid(), problem.sides()));
    }
  }

  /** From the beginning to the end, without observers. */
  public DiffusionWorkload(
      DiffusionProblem diffusion, Kernel kernel, Decomposition decomposition, Blocking blocking) {
    this(diffusion, kernel, decomposition, blocking, Start.of(diffusion), List.of(), _ -> {});
  }

  /** Shared and blocked by rule. */
  public DiffusionWorkload(DiffusionProblem diffusion, Kernel kernel) {
    this(diffusion, kernel, Decomposition.AUTO, Blocking.AUTO);
  }

  /** The same from another beginning. */
  public DiffusionWorkload from(Start other) {
    return new DiffusionWorkload(
        diffusion, kernel, decomposition, blocking, other, observers, progress);
  }

  /** The same, watched. */
  public DiffusionWorkload watchedBy(List<? extends Observer> watchers, LongConsumer newProgress) {
    return new DiffusionWorkload(
        diffusion, kernel, decomposition, blocking, start, List.copyOf(watchers), newProgress);
  }

  @Override
  public Problem problem() {
    Grid grid = diffusion.grid();
    return new Problem(
        "diffusion",
        diffusion.scheme().word(),
        kernel.name(),
        parameters(),
        grid.points(),
        diffusion.updates(),
        "updates",
        "MLUP/s");
  }

  private SequencedMap<String, String> parameters() {
    Grid grid = diffusion.grid();
    Medium medium = diffusion.medium();
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("nx", Long.toString(grid.nx()));
    parameters.put("ny", Long.toString(grid.ny()));
    parameters.put("dx", Double.toString(grid.dx()));
    parameters.put("dy", Double.toString(grid.dy()));
    if (medium.isotropic()) {
      parameters.put("diffusivity", Double.toString(medium.kx()));
    } else {
      parameters.put("kx", Double.toString(medium.kx()));
      parameters.put("ky", Double.toString(medium.ky()));
    }
    medium.coefficient().ifPresent(k -> parameters.put("coefficient", k.toString()));
    diffusion.source().ifPresent(heat -> parameters.put("source", heat.toString()));
    parameters.put("dt", Double.toString(diffusion.dt()));
    parameters.put("steps", Long.toString(diffusion.steps()));
    diffusion.steady().ifPresent(change -> parameters.put("steady", Double.toString(change)));
    parameters.put("bc", diffusion.sides().toString());
    parameters.put("ic", diffusion.initial().toString());
    return parameters;
  }

  @Override
  public void requireFit(Layout layout, long heapBytes) {
    if (diffusion.scheme() == Scheme.ADI) {
      Kernels.adi(kernel.name());
    }
    Block block = share(0, layout.ranks());
    int steps = tiling(block, layout.threads()).steps();
    Field.requireRoom(block, neededBytes(block, steps, layout.threads()), heapBytes);
    SteadyState.requireExists(diffusion);
  }

  /**
   * What the heap has to hold: the largest share, tables as large, and lines of the whole field.
   */
  long neededBytes(Block block, int sweepSteps, int threads) {
    long share = FieldLayout.largest(block, sweepSteps).length();
    Grid grid = diffusion.grid();
    long lines = 3L * threads * block.columns();
    if (diffusion.scheme() == Scheme.ADI) {
      lines += 4 * (grid.nx() + grid.ny());
    }
    lines +=
        Stream.of(
                Optional.of(diffusion.initial()),
                diffusion.source(),
                diffusion.medium().coefficient())
            .flatMap(Optional::stream)
            .mapToLong(field -> field.valuesHeld(grid))
            .sum();
    return Double.BYTES * ((2L + Stencil.tables(diffusion)) * share + lines);
  }

  /**
   * How a rank with {@code threads} threads goes through its share.
   *
   * @throws IllegalArgumentException naming {@code --block-steps} or {@code --block-columns} if the
   *     scheme cannot do what is asked for
   */
  Tiling tiling(Block block, int threads) {
    return switch (diffusion.scheme()) {
      case EXPLICIT -> blocking.over(block, threads, diffusion.steps());
      case ADI -> blocking.stepByStep(block);
    };
  }

  /** Time steps that a run with this layout makes in one pass over memory. */
  public int stepsPerPass(int ranks, int threads) {
    return tiling(share(0, ranks), threads).steps();
  }

  Block share(int rank, int ranks) {
    RankGrid grid =
        switch (diffusion.scheme()) {
          case EXPLICIT -> decomposition.over(diffusion.grid(), diffusion.sides(), ranks);
          case ADI -> bandsOfRows(ranks);
        };
    return new Block(grid, diffusion.sides(), rank);
  }

  /** Lines along y are solved within a rank. */
  private RankGrid bandsOfRows(int ranks) {
    if (decomposition.equals(Decomposition.AUTO)) {
      return new RankGrid(diffusion.grid(), ranks, 1);
    }
    RankGrid asked = decomposition.over(diffusion.grid(), diffusion.sides(), ranks);
    if (asked.alongY() > 1) {
      throw new IllegalArgumentException(
          "--decomposition %sx%s: cuts rows; accepted with --scheme adi: auto, rows or %sx1"
              .formatted(asked.alongX(), asked.alongY(), ranks));
    }
    return asked;
  }

  @Override
  public Optional<String> plan(Layout layout) {
    Block block = share(0, layout.ranks());
    Tiling tiling = tiling(block, layout.threads());
    return Optional.of(
        "field over %s x %s ranks, %s steps per pass over memory, tiles of %s columns, %s kernel"
            .formatted(
                block.ranks().alongX(),
                block.ranks().alongY(),
                tiling.steps(),
                Math.min(tiling.columns(), block.columns()),
                kernel.name()));
  }

  @Override
  public DiffusionRun prepare(Execution execution) {
    return new DiffusionRun(this, execution);
  }
}
