package hpc.sweep;

import hpc.exec.Choice;
import hpc.sweep.SweepConfig.TooLarge;
import hpc.sweep.YamlMapping.YamlKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Turns a YAML text into the points of a sweep; {@code docs/sweeps.md} describes the format. */
final class SweepReader {

  /** More points than a sweep can run in months: a mistake in an axis, found before it costs. */
  private static final int MAX_POINTS = 100_000;

  /** What a line of a table has room for. */
  private static final int MAX_RUNG = 60;

  private static final YamlKey<String> SWEEP =
      YamlKey.required("sweep", name -> name.read(SweepConfig::requireName));
  private static final YamlKey<Optional<YamlValue>> DEFAULTS = YamlKey.unread("defaults");
  private static final YamlKey<TooLarge> TOO_LARGE =
      YamlKey.optional("too_large", SweepReader::tooLarge, TooLarge.REFUSE);
  private static final YamlKey<List<YamlValue>> RUNS = YamlKey.required("runs", YamlValue::list);

  private static final YamlKey<YamlValue> WORKLOAD =
      YamlKey.required("workload", workload -> workload);
  private static final YamlKey<String> RUNG =
      YamlKey.optional("rung", rung -> rung.read(SweepReader::rung), "");
  private static final YamlKey<Optional<YamlValue>> OPTIONS = YamlKey.unread("options");

  private static final List<YamlKey<?>> KEYS_OF_RUN =
      Stream.concat(
              Stream.of(
                  WORKLOAD,
                  RUNG,
                  OPTIONS,
                  RunAxes.AXES,
                  RunAxes.ZIP,
                  RunAxes.EXCLUDE,
                  ScalingReader.SCALING),
              CommandRun.KEYS.stream())
          .toList();

  private final OptionCatalog catalog;

  /** Each by its id: a point that stands in two runs is run once. */
  private final SequencedMap<String, SweepPoint> points = new LinkedHashMap<>();

  private SweepReader(OptionCatalog catalog) {
    this.catalog = catalog;
  }

  static SweepConfig read(YamlText yaml, OptionCatalog catalog) {
    YamlValue root =
        yaml.root("a sweep")
            .orElseThrow(() ->
                yaml.error(
                    Optional.empty(), "the file is empty; a sweep has the keys sweep and runs"));
    YamlMapping sweep = new YamlMapping(root, List.of(SWEEP, DEFAULTS, TOO_LARGE, RUNS));
    String name = sweep.get(SWEEP);
    SequencedMap<String, OptionReader.Value> defaults =
        sweep.get(DEFAULTS).map(OptionReader.ofAny(catalog)::options).orElseGet(LinkedHashMap::new);
    SweepReader reader = new SweepReader(catalog);
    sweep.get(RUNS).forEach(run -> reader.addPoints(run.called("a run"), defaults));
    return new SweepConfig(
        name, yaml.text(), sweep.get(TOO_LARGE), List.copyOf(reader.points.values()));
  }

  private static TooLarge tooLarge(YamlValue value) {
    Choice<TooLarge> choice = Choice.of(TooLarge.class);
    return choice.parse(value.oneOf(choice.words()));
  }

  private static String rung(String text) {
    if (text.length() > MAX_RUNG) {
      throw new IllegalArgumentException(
          "rung %s: accepted: at most %s letters".formatted(YamlText.quoted(text), MAX_RUNG));
    }
    return text;
  }

  private void addPoints(YamlValue place, SequencedMap<String, OptionReader.Value> defaults) {
    YamlMapping run = new YamlMapping(place, KEYS_OF_RUN);
    String workload = run.get(WORKLOAD).oneOf(catalog.workloads());
    String rung = run.get(RUNG);
    SequencedMap<String, String> program = CommandRun.options(run, workload, catalog);
    OptionReader options =
        OptionReader.of(workload, CommandRun.accepted(catalog, workload, program));
    SequencedMap<String, OptionReader.Value> fixed =
        run.get(OPTIONS).map(options::options).orElseGet(LinkedHashMap::new);
    RunAxes axes = new RunAxes(run, options, fixed.sequencedKeySet());
    addDefaults(options, defaults, axes, fixed);
    if (points.size() + axes.combinations(MAX_POINTS + 1L) > MAX_POINTS) {
      throw place.error(
          "the sweep has more than " + MAX_POINTS + " points; shorten or split its axes");
    }
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    SequencedMap<String, YamlValue> places = new LinkedHashMap<>();
    fixed.forEach((option, value) -> {
      texts.put(option, value.text());
      places.put(option, value.place());
    });
    ScalingReader.sized(run, workload, places, axes.places(), axes.points(texts))
        .forEach(values -> {
          SequencedMap<String, String> all = new LinkedHashMap<>(program);
          all.putAll(values);
          add(new SweepPoint(points.size() + 1, workload, all, rung), place);
        });
  }

  private void add(SweepPoint point, YamlValue run) {
    SweepPoint before = points.putIfAbsent(point.id(), point);
    if (before != null && !before.rung().equals(point.rung())) {
      throw run.error(
          "%s is run already, as rung %s: a point is one rung"
              .formatted(point.label(), YamlText.quoted(before.rung())));
    }
  }

  /** Adds those that the workload takes and the run does not set, in front of its own. */
  private static void addDefaults(
      OptionReader options,
      SequencedMap<String, OptionReader.Value> defaults,
      RunAxes axes,
      SequencedMap<String, OptionReader.Value> fixed) {
    defaults
        .reversed()
        .forEach((option, value) -> {
          boolean given = fixed.containsKey(option) || axes.places().containsKey(option);
          if (!given && options.accepted().contains(option)) {
            fixed.putFirst(option, value);
          }
        });
  }
}
