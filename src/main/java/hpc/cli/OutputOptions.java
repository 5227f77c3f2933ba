package hpc.cli;

import hpc.diffusion.DiffusionProblem;
import hpc.fieldio.FieldOutput;
import hpc.fieldio.FieldWriter;
import hpc.fieldio.PictureWriter;
import hpc.fieldio.TimeSeries;
import hpc.fieldio.ValueRange;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Which fields of a run are written, where and how. */
final class OutputOptions {

  @Option(
      names = "--output",
      paramLabel = "DIR",
      converter = FileName.class,
      description = "write the field into this directory: at the beginning and at the end")
  private Path directory;

  @Option(
      names = "--output-every",
      paramLabel = "K",
      converter = WholeNumber.class,
      description = "and every K steps")
  private Long every;

  @Option(
      names = "--output-format",
      paramLabel = "LIST",
      split = ",",
      hideParamSyntax = true,
      converter = FormatWord.class,
      description =
          "any of png, npy, vti (for ParaView) and csv (least, greatest, mean, heat) (default: png)")
  private List<Format> formats;

  @Option(
      names = "--output-range",
      paramLabel = "LO,HI",
      converter = Range.class,
      description = "values from the first colour to the last (default: those the problem allows)")
  private ValueRange range;

  /**
   * What writes the fields of {@code problem}; empty if that was not asked for.
   *
   * @throws IllegalArgumentException naming an option that does not fit
   */
  Optional<FieldOutput> fields(DiffusionProblem problem, RunOptions run) {
    if (directory == null) {
      requireNotGiven("--output-every", every);
      requireNotGiven("--output-format", formats);
      requireNotGiven("--output-range", range);
      return Optional.empty();
    }
    run.requireOneRepetition("--output");
    if (every != null && every < 1) {
      throw new IllegalArgumentException("--output-every " + every + ": accepted: 1 or more");
    }
    SequencedSet<Format> wanted =
        new LinkedHashSet<>(formats == null ? List.of(Format.PNG) : formats);
    if (range != null && !wanted.contains(Format.PNG)) {
      throw new IllegalArgumentException(
          "--output-range without a picture; accepted: with png in --output-format");
    }
    return Optional.of(
        new FieldOutput(
            problem,
            directory,
            every == null ? problem.steps() : every,
            wanted.stream().map(this::writer).toList()));
  }

  private static void requireNotGiven(String option, Object value) {
    if (value != null) {
      throw new IllegalArgumentException(option + " without --output; accepted: with --output DIR");
    }
  }

  private FieldWriter writer(Format format) {
    return switch (format) {
      case PNG -> new PictureWriter(Optional.ofNullable(range));
      case NPY -> FieldWriter.NPY;
      case VTI -> FieldWriter.VTI;
      case CSV -> new TimeSeries();
    };
  }

  /** The words of {@code --output-format}. */
  enum Format {
    PNG,
    NPY,
    VTI,
    CSV
  }

  /** Reads one of them. */
  static final class FormatWord implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      return Choice.of(Format.class).convert(text);
    }
  }

  /** Reads two numbers. */
  static final class Range implements ITypeConverter<ValueRange> {
    @Override
    public ValueRange convert(String text) {
      String[] ends = text.split(",", -1);
      if (ends.length != 2) {
        throw new IllegalArgumentException("accepted: LO,HI, two numbers, the lesser first");
      }
      RealNumber number = new RealNumber();
      return new ValueRange(number.convert(ends[0]), number.convert(ends[1]));
    }
  }
}
