package hpc.fieldio;

import hpc.diffusion.DiffusionParameters;
import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.DiffusionType;
import hpc.diffusion.DiffusionWorkload;
import hpc.diffusion.ScalarField;
import hpc.exec.Arguments;
import hpc.exec.Choice;
import hpc.exec.Parameter;
import hpc.exec.Parameter.Use;
import hpc.exec.RunContext;
import hpc.exec.StopSignals;
import hpc.exec.Task;
import hpc.fieldio.ResumableDiffusion.Beginning;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/** Diffusion with fields from files and to files, and with runs that outlive their processes. */
public final class DiffusionWithFiles extends DiffusionType {

  private enum Format {
    PNG,
    NPY,
    VTI,
    CSV
  }

  private static final Choice<Format> FORMATS = Choice.of(Format.class);

  private static final Parameter<Path> OUTPUT =
      Parameter.file(
              "--output",
              "DIR",
              "write the field into this directory: at the beginning and at the end")
          .used(Use.ONCE);

  private static final Parameter<Long> OUTPUT_EVERY =
      Parameter.whole("--output-every", "K", "and every K steps").used(Use.BESIDE);

  private static final Parameter<List<Format>> OUTPUT_FORMAT =
      Parameter.list(
              "--output-format",
              "LIST",
              "any of png, npy, vti (for ParaView) and csv (least, greatest, mean, heat) (default: png)",
              FORMATS::parse)
          .offering(FORMATS.words())
          .used(Use.BESIDE);

  private static final Parameter<ValueRange> OUTPUT_RANGE =
      Parameter.of(
              "--output-range",
              "LO,HI",
              "values from the first colour to the last (default: those the problem allows)",
              ValueRange::parse)
          .used(Use.BESIDE);

  private static final Parameter<Path> CHECKPOINT =
      Parameter.file(
              "--checkpoint",
              "DIR",
              "keep the field here, the last two times that it was written; a signal (TERM, USR1)"
                  + " writes it and ends the run")
          .used(Use.PART);

  private static final Parameter<CheckpointInterval> CHECKPOINT_EVERY =
      Parameter.of(
              "--checkpoint-every",
              "STEPS|TIME",
              "what may be lost: 500 steps, 90s, 10m or 2h (default: 10m)",
              CheckpointInterval::parse)
          .used(Use.BESIDE);

  private static final Parameter<Boolean> RESTART =
      Parameter.flag(
              "--restart", "go on from what is in DIR, on any layout; begin if there is nothing")
          .used(Use.BESIDE);

  @Override
  public List<Parameter<?>> parameters() {
    return Stream.concat(
            super.parameters().stream(),
            Stream.of(
                OUTPUT,
                OUTPUT_EVERY,
                OUTPUT_FORMAT,
                OUTPUT_RANGE,
                CHECKPOINT,
                CHECKPOINT_EVERY,
                RESTART))
        .toList();
  }

  @Override
  protected Optional<ScalarField.Sampled> inFile(Parameter<String> parameter, Arguments given) {
    return FieldFile.named(parameter.option(), given.orNull(parameter));
  }

  @Override
  public Task task(Arguments given, RunContext here) {
    requireNothingIgnored(given);
    DiffusionWorkload bare = workload(given, here);
    Optional<FieldOutput> fields = fields(given, bare.diffusion());
    DiffusionWorkload workload = bare.watchedBy(fields.stream().toList(), bare.progress());
    Task.Measured measured =
        given.has(CHECKPOINT) ? kept(given, here, workload) : measured(given, workload);
    // the fields must not replace a file that the run uses
    String[] read = DiffusionParameters.FIELDS.stream().map(given::orNull).toArray(String[]::new);
    List<Path> used = Stream.concat(FieldFile.paths(read).stream(), here.csv().stream()).toList();
    return fields.map(output -> measured.holding(() -> output.claim(used))).orElse(measured);
  }

  private static Task.Measured kept(Arguments given, RunContext here, DiffusionWorkload workload) {
    ResumableDiffusion resumable =
        new ResumableDiffusion(
            workload,
            here::progress,
            given.get(CHECKPOINT).orElseThrow(),
            given.get(CHECKPOINT_EVERY).orElse(CheckpointInterval.USUAL),
            given.has(RESTART) ? Beginning.RESTART : Beginning.NEW,
            StopSignals.caught()::status);
    return new Task.Measured(resumable).holding(resumable::claim).ending(resumable::stoppedBy);
  }

  private static void requireNothingIgnored(Arguments given) {
    if (given.has(CHECKPOINT) && given.has(ROOFLINE)) {
      throw new IllegalArgumentException(
          "--roofline with --checkpoint: it keeps one run; accepted: one of the two");
    }
    if (!given.has(CHECKPOINT)) {
      requireWithout(
          given,
          List.of(RESTART, CHECKPOINT_EVERY),
          "%s: nothing is kept; accepted: together with --checkpoint DIR");
    }
    if (!given.has(OUTPUT)) {
      requireWithout(
          given,
          List.of(OUTPUT_EVERY, OUTPUT_FORMAT, OUTPUT_RANGE),
          "%s without --output; accepted: with --output DIR");
    }
  }

  private static void requireWithout(Arguments given, List<Parameter<?>> ignored, String message) {
    ignored.stream()
        .filter(given::has)
        .findFirst()
        .ifPresent(parameter -> {
          throw new IllegalArgumentException(message.formatted(parameter.option()));
        });
  }

  /** What writes the fields; empty if that was not asked for. */
  private static Optional<FieldOutput> fields(Arguments given, DiffusionProblem problem) {
    long every = given.get(OUTPUT_EVERY).orElse(problem.steps());
    if (given.has(OUTPUT_EVERY) && every < 1) {
      throw new IllegalArgumentException("--output-every " + every + ": accepted: 1 or more");
    }
    SequencedSet<Format> formats =
        new LinkedHashSet<>(given.get(OUTPUT_FORMAT).orElse(List.of(Format.PNG)));
    if (given.has(OUTPUT_RANGE) && !formats.contains(Format.PNG)) {
      throw new IllegalArgumentException(
          "--output-range without a picture; accepted: with png in --output-format");
    }
    List<FieldWriter> writers =
        formats.stream().map(format -> writer(format, given.get(OUTPUT_RANGE))).toList();
    return given.get(OUTPUT).map(directory -> new FieldOutput(problem, directory, every, writers));
  }

  private static FieldWriter writer(Format format, Optional<ValueRange> range) {
    return switch (format) {
      case PNG -> new PictureWriter(range);
      case NPY -> FieldWriter.NPY;
      case VTI -> FieldWriter.VTI;
      case CSV -> new TimeSeries();
    };
  }
}
