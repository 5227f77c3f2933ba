package hpc.sweep;

import hpc.exec.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Turns the nodes of a YAML text into the points of a sweep. */
final class SweepReader {

  /** More points than a sweep can run in months: a mistake in an axis, found before it costs. */
  private static final int MAX_POINTS = 100_000;

  private static final List<String> SWEEP_KEYS = List.of("sweep", "runs");
  private static final List<String> RUN_KEYS =
      Stream.concat(Stream.of("workload", "options", "axes"), CommandRun.KEYS.stream()).toList();

  /** Set by the sweep for all points: the rows of a sweep belong into one file. */
  private static final String CSV = "csv";

  private static final List<String> MODES =
      Stream.concat(Stream.of("auto"), Stream.of(Mode.values()).map(Mode::word)).toList();

  private final YamlText yaml;
  private final OptionCatalog catalog;

  SweepReader(YamlText yaml, OptionCatalog catalog) {
    this.yaml = yaml;
    this.catalog = catalog;
  }

  SweepConfig read() {
    Node root =
        yaml.root()
            .orElseThrow(
                () -> yaml.error("the file is empty; a sweep has the keys sweep and runs"));
    SequencedMap<String, YamlText.Field> fields = yaml.fields(root, "a sweep", SWEEP_KEYS);
    String name = name(required(fields, root, "sweep"));
    SequencedMap<String, Point> points = new LinkedHashMap<>();
    for (Node run : yaml.list(required(fields, root, "runs"), "runs")) {
      addPoints(run, points);
    }
    return new SweepConfig(name, yaml.text(), List.copyOf(points.values()));
  }

  private String name(Node node) {
    String name = yaml.word(node, "sweep");
    return at(
        node,
        () -> {
          SweepConfig.requireName(name);
          return name;
        });
  }

  private void addPoints(Node run, SequencedMap<String, Point> points) {
    SequencedMap<String, YamlText.Field> fields = yaml.fields(run, "a run", RUN_KEYS);
    String workload = workload(required(fields, run, "workload"));
    SequencedMap<String, String> fixed = CommandRun.options(yaml, run, fields, workload, catalog);
    SweepReader reader = new SweepReader(yaml, CommandRun.narrowed(catalog, fixed));
    fixed.putAll(reader.options(fields, workload));
    SequencedMap<String, List<String>> axes = reader.axes(fields, workload, fixed.keySet());
    requireRoom(run, points.size(), axes.values());
    for (SequencedMap<String, String> chosen : product(axes)) {
      SequencedMap<String, String> all = new LinkedHashMap<>(fixed);
      all.putAll(chosen);
      Point point = new Point(points.size() + 1, workload, all);
      points.putIfAbsent(point.id(), point);
    }
  }

  private String workload(Node node) {
    String workload = yaml.word(node, "workload");
    SortedSet<String> known = catalog.workloads();
    if (!known.contains(workload)) {
      throw yaml.unknown(node, "workload", known);
    }
    return workload;
  }

  private SequencedMap<String, String> options(
      Map<String, YamlText.Field> fields, String workload) {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    if (fields.containsKey("options")) {
      Node node = fields.get("options").value();
      for (YamlText.Field field : yaml.mapping(node, "options").values()) {
        String option = optionName(field.key(), workload);
        options.put(option, optionValue(option, field.value()));
      }
    }
    return options;
  }

  private SequencedMap<String, List<String>> axes(
      Map<String, YamlText.Field> fields, String workload, Set<String> fixed) {
    SequencedMap<String, List<String>> axes = new LinkedHashMap<>();
    if (fields.containsKey("axes")) {
      Node node = fields.get("axes").value();
      for (YamlText.Field field : yaml.mapping(node, "axes").values()) {
        String option = optionName(field.key(), workload);
        if (fixed.contains(option)) {
          throw yaml.error(field.key(), "axis " + option + " stands in options too; keep one");
        }
        axes.put(option, axisValues(option, field.value()));
      }
    }
    return axes;
  }

  private String optionName(Node key, String workload) {
    String option = yaml.word(key, "an option");
    if (option.equals(CSV)) {
      throw yaml.error(key, "option csv is set by the sweep itself; leave it out");
    }
    SortedSet<String> known = catalog.options(workload);
    known.remove(CSV);
    known.add(Point.NODES);
    if (!known.contains(option)) {
      throw yaml.unknown(key, "option of " + workload, known);
    }
    return option;
  }

  private List<String> axisValues(String option, Node node) {
    Set<String> values = new LinkedHashSet<>();
    for (Node item : yaml.list(node, "axis " + option)) {
      String value = optionValue(option, item);
      if (!values.add(value)) {
        throw yaml.error(
            item, "axis " + option + " has " + YamlText.quoted(value) + " twice; keep one");
      }
    }
    return List.copyOf(values);
  }

  private String optionValue(String option, Node node) {
    String value = yaml.word(node, "option " + option);
    switch (option) {
      case Point.RANKS, Point.THREADS, Point.NODES ->
          at(node, () -> Point.requireCount(option, value));
      case Point.MODE -> {
        if (!MODES.contains(value)) {
          throw yaml.unknown(node, "mode", MODES);
        }
      }
      default -> {
        // the other values are the command's to judge: it knows its units and bounds
      }
    }
    return value;
  }

  private void requireRoom(Node run, int before, Collection<List<String>> axes) {
    long points = 1;
    for (List<String> values : axes) {
      points = Math.min(points * values.size(), MAX_POINTS + 1L); // no overflow of any product
    }
    if (before + points > MAX_POINTS) {
      throw yaml.error(
          run, "the sweep has more than " + MAX_POINTS + " points; shorten or split its axes");
    }
  }

  private static List<SequencedMap<String, String>> product(
      SequencedMap<String, List<String>> axes) {
    List<SequencedMap<String, String>> points = List.of(new LinkedHashMap<>());
    for (Map.Entry<String, List<String>> axis : axes.entrySet()) {
      List<SequencedMap<String, String>> longer = new ArrayList<>();
      for (SequencedMap<String, String> point : points) {
        for (String value : axis.getValue()) {
          SequencedMap<String, String> next = new LinkedHashMap<>(point);
          next.put(axis.getKey(), value);
          longer.add(next);
        }
      }
      points = longer;
    }
    return points;
  }

  private Node required(Map<String, YamlText.Field> fields, Node mapping, String key) {
    if (!fields.containsKey(key)) {
      throw yaml.error(mapping, "key " + key + " is missing");
    }
    return fields.get(key).value();
  }

  /** Gives the complaint of a record its place in the file. */
  private <T> T at(Node node, Supplier<T> check) {
    try {
      return check.get();
    } catch (IllegalArgumentException e) {
      throw yaml.error(node, e.getMessage());
    }
  }
}
