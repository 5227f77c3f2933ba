package hpc.diffusion;

import hpc.exec.Execution;

/** The share of one rank after some number of time steps, to be read; valid until the next step. */
public final class FieldView {

  private final DiffusionProblem problem;
  private final long step;
  private final Field field;
  private final Stepper stepper;

  FieldView(DiffusionProblem problem, long step, Field field, Stepper stepper) {
    this.problem = problem;
    this.step = step;
    this.field = field;
    this.stepper = stepper;
  }

  /** What is being solved; in the end with as many steps as were done. */
  public DiffusionProblem problem() {
    return problem;
  }

  /** Time steps done. */
  public long step() {
    return step;
  }

  /** Whether this is the end: all steps are done, or the field is steady. */
  public boolean complete() {
    return step == problem.steps();
  }

  /**
   * Steps that are made together at most, the same on every rank. Who looks more often than that
   * slows the run down.
   */
  public int stepsTogether() {
    return stepper.mostSteps();
  }

  /** Global number of row 0 of this share. */
  public long firstRow() {
    return field.layout().block().firstRow();
  }

  /** Global number of column 0 of this share. */
  public long firstColumn() {
    return field.layout().block().firstColumn();
  }

  /** Rows of this share. */
  public int rows() {
    return field.layout().rows();
  }

  /** Columns of this share. */
  public int columns() {
    return field.layout().columns();
  }

  /** Whether every row of this share is a whole row of the field, on this rank and so on all. */
  public boolean holdsWholeRows() {
    return columns() == problem.grid().ny();
  }

  /**
   * Copies {@code count} values of row {@code row} of this share, from its column {@code column}
   * on.
   */
  public void copy(int row, int column, int count, double[] to, int offset) {
    System.arraycopy(field.now(), field.layout().index(row, column), to, offset, count);
  }

  /** The value at a row and a column of this share. */
  public double at(int row, int column) {
    return field.now()[field.layout().index(row, column)];
  }

  /** Least, greatest and mean value and checksum of the whole field; collective. */
  public FieldStatistics statistics(Execution execution) {
    return FieldStatistics.of(field.now(), field.layout(), execution);
  }

  /** The most that any point of the whole field changed in the last step; collective. */
  public double largestChange(Execution execution) {
    return execution.ranks().max(stepper.largestChange(field))[0];
  }
}
