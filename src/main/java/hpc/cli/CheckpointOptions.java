package hpc.cli;

import hpc.diffusion.DiffusionWorkload;
import hpc.fieldio.CheckpointInterval;
import hpc.fieldio.ResumableDiffusion;
import hpc.fieldio.ResumableDiffusion.Beginning;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options by which a diffusion run outlives its process. */
final class CheckpointOptions {

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      converter = FileName.class,
      description =
          "keep the field here, the last two times that it was written; a signal (TERM, USR1)"
              + " writes it and ends the run")
  private Path directory;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "STEPS|TIME",
      converter = IntervalText.class,
      description = "what may be lost: 500 steps, 90s, 10m or 2h (default: 10m)")
  private CheckpointInterval every;

  @Option(
      names = "--restart",
      description = "go on from what is in DIR, on any layout; begin if there is nothing")
  private boolean restart;

  /** Whether a run is to be kept. */
  boolean isGiven() {
    return directory != null;
  }

  /**
   * Refuses what would be ignored.
   *
   * @throws IllegalArgumentException naming the option
   */
  void requireNothingIgnored(RunOptions run) {
    if (isGiven()) {
      run.requireOneRepetition("--checkpoint");
    } else if (restart || every != null) {
      throw new IllegalArgumentException(
          "%s: nothing is kept; accepted: together with --checkpoint DIR"
              .formatted(restart ? "--restart" : "--checkpoint-every"));
    }
  }

  /**
   * {@code workload} as these options want it.
   *
   * @param progress is told how much work there is, and gives who is told what of it is done
   * @param signals stop it
   */
  ResumableDiffusion keep(
      DiffusionWorkload workload, LongFunction<LongConsumer> progress, StopSignals signals) {
    return new ResumableDiffusion(
        workload,
        progress,
        directory,
        every == null ? CheckpointInterval.USUAL : every,
        restart ? Beginning.RESTART : Beginning.NEW,
        signals::status);
  }

  /** Reads steps, as any whole number, or a time. */
  static final class IntervalText implements ITypeConverter<CheckpointInterval> {

    private static final Pattern TIME = Pattern.compile("([0-9.]+)([smh])");
    private static final Map<String, Integer> SECONDS = Map.of("s", 1, "m", 60, "h", 3600);

    @Override
    public CheckpointInterval convert(String text) {
      Matcher time = TIME.matcher(text);
      try {
        return time.matches()
            ? CheckpointInterval.ofSeconds(
                new RealNumber().convert(time.group(1)) * SECONDS.get(time.group(2)))
            : CheckpointInterval.ofSteps(new WholeNumber().convert(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "accepted: a number of steps such as 500, or a time such as 90s, 10m or 2h", e);
      }
    }
  }
}
