package hpc.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Turns the nodes of a YAML text into the points of a sweep; {@code docs/sweeps.md} tells users
 * what it takes.
 */
final class SweepReader {

  /** More points than a sweep can run in months: a mistake in an axis, found before it costs. */
  private static final int MAX_POINTS = 100_000;

  private static final String DEFAULTS = "defaults";
  private static final String OPTIONS = "options";
  private static final String RUNG = "rung";

  /** What a line of a table has room for. */
  private static final int MAX_RUNG = 60;

  private static final String TOO_LARGE = "too_large";

  private static final List<String> SWEEP_KEYS = List.of("sweep", DEFAULTS, TOO_LARGE, "runs");
  private static final List<String> RUN_KEYS =
      Stream.concat(
              Stream.of(
                  "workload",
                  RUNG,
                  OPTIONS,
                  AxisReader.AXES,
                  AxisReader.ZIP,
                  AxisReader.EXCLUDE,
                  ScalingReader.SCALING),
              CommandRun.KEYS.stream())
          .toList();

  private final YamlText yaml;
  private final OptionCatalog catalog;
  private final ScalingReader scaling;

  SweepReader(YamlText yaml, OptionCatalog catalog) {
    this.yaml = yaml;
    this.catalog = catalog;
    this.scaling = new ScalingReader(yaml);
  }

  SweepConfig read() {
    Node root =
        yaml.root()
            .orElseThrow(
                () -> yaml.error("the file is empty; a sweep has the keys sweep and runs"));
    SequencedMap<String, YamlText.Field> fields = yaml.fields(root, "a sweep", SWEEP_KEYS);
    String name = name(required(fields, root, "sweep"));
    SequencedMap<String, OptionReader.Value> defaults =
        fields.containsKey(DEFAULTS)
            ? new OptionReader(yaml, catalog).defaults(fields.get(DEFAULTS).value())
            : new LinkedHashMap<>();
    SequencedMap<String, SweepPoint> points = new LinkedHashMap<>();
    for (Node run : yaml.list(required(fields, root, "runs"), "runs")) {
      addPoints(run, defaults, points);
    }
    return new SweepConfig(
        name,
        yaml.text(),
        fields.containsKey(TOO_LARGE)
            ? tooLarge(fields.get(TOO_LARGE).value())
            : SweepConfig.TooLarge.REFUSE,
        List.copyOf(points.values()));
  }

  private SweepConfig.TooLarge tooLarge(Node node) {
    return switch (yaml.word(node, TOO_LARGE)) {
      case "refuse" -> SweepConfig.TooLarge.REFUSE;
      case "skip" -> SweepConfig.TooLarge.SKIP;
      default -> throw yaml.unknown(node, TOO_LARGE, List.of("refuse", "skip"));
    };
  }

  private String name(Node node) {
    String name = yaml.word(node, "sweep");
    return yaml.at(
        node,
        () -> {
          SweepConfig.requireName(name);
          return name;
        });
  }

  private void addPoints(
      Node run,
      SequencedMap<String, OptionReader.Value> defaults,
      SequencedMap<String, SweepPoint> points) {
    SequencedMap<String, YamlText.Field> fields = yaml.fields(run, "a run", RUN_KEYS);
    String workload = workload(required(fields, run, "workload"));
    String rung = fields.containsKey(RUNG) ? rung(fields.get(RUNG).value()) : "";
    SequencedMap<String, String> program = CommandRun.options(yaml, run, fields, workload, catalog);
    OptionReader options = new OptionReader(yaml, CommandRun.narrowed(catalog, program));
    AxisReader axes = new AxisReader(yaml, options);
    SequencedMap<String, OptionReader.Value> fixed =
        fields.containsKey(OPTIONS)
            ? options.options(fields.get(OPTIONS).value(), workload)
            : new LinkedHashMap<>();
    List<SweepAxis> varied = axes.axes(fields, workload, fixed.keySet());
    addDefaults(options, workload, defaults, varied, fixed);
    requireRoom(run, points.size(), varied);
    List<SequencedMap<String, String>> all =
        SweepAxis.product(varied).stream().map(step -> with(fixed, step)).toList();
    List<SequencedMap<String, String>> kept = axes.without(fields, run, workload, all);
    for (SequencedMap<String, String> one : scaling.sized(fields, workload, fixed, varied, kept)) {
      SequencedMap<String, String> words = new LinkedHashMap<>(program);
      words.putAll(one);
      SweepPoint point = new SweepPoint(points.size() + 1, workload, words, rung);
      SweepPoint before = points.putIfAbsent(point.id(), point);
      if (before != null && !before.rung().equals(rung)) {
        throw yaml.error(
            run,
            "%s is run already, as rung %s: a point is one rung"
                .formatted(point.label(), YamlText.quoted(before.rung())));
      }
    }
  }

  private String rung(Node node) {
    String rung = yaml.word(node, RUNG);
    if (rung.length() > MAX_RUNG) {
      throw yaml.error(
          node, "rung %s: accepted: at most %s letters".formatted(YamlText.quoted(rung), MAX_RUNG));
    }
    return rung;
  }

  private String workload(Node node) {
    String workload = yaml.word(node, "workload");
    SortedSet<String> known = catalog.workloads();
    if (!known.contains(workload)) {
      throw yaml.unknown(node, "workload", known);
    }
    return workload;
  }

  /** Those that the workload takes and the run says nothing of, in front of its own. */
  private static void addDefaults(
      OptionReader options,
      String workload,
      SequencedMap<String, OptionReader.Value> defaults,
      List<SweepAxis> varied,
      SequencedMap<String, OptionReader.Value> fixed) {
    defaults
        .reversed()
        .forEach((option, value) -> {
          boolean said =
              fixed.containsKey(option)
                  || varied.stream().anyMatch(axis -> axis.places().containsKey(option));
          if (!said && options.takes(workload, option)) {
            fixed.putFirst(option, value);
          }
        });
  }

  private static SequencedMap<String, String> with(
      SequencedMap<String, OptionReader.Value> fixed, SequencedMap<String, String> step) {
    SequencedMap<String, String> all = new LinkedHashMap<>();
    fixed.forEach((option, value) -> all.put(option, value.text()));
    all.putAll(step);
    return all;
  }

  private void requireRoom(Node run, int before, List<SweepAxis> axes) {
    long points = 1;
    for (SweepAxis axis : axes) {
      // no overflow of any product
      points = Math.min(points * axis.steps().size(), MAX_POINTS + 1L);
    }
    if (before + points > MAX_POINTS) {
      throw yaml.error(
          run, "the sweep has more than " + MAX_POINTS + " points; shorten or split its axes");
    }
  }

  private Node required(Map<String, YamlText.Field> fields, Node mapping, String key) {
    if (!fields.containsKey(key)) {
      throw yaml.error(mapping, "key " + key + " is missing");
    }
    return fields.get(key).value();
  }
}
