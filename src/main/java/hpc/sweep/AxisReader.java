package hpc.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what makes several points of one run: axes, zip and exclude. */
final class AxisReader {

  static final String AXES = "axes";
  static final String ZIP = "zip";
  static final String EXCLUDE = "exclude";

  private final YamlText yaml;
  private final OptionReader options;

  AxisReader(YamlText yaml, OptionReader options) {
    this.yaml = yaml;
    this.options = options;
  }

  /**
   * The axes of a run in the order of the file; those of a zip are one.
   *
   * @param run its fields
   * @param fixed options that the run has already
   */
  List<SweepAxis> axes(
      SequencedMap<String, YamlText.Field> run, String workload, Set<String> fixed) {
    List<SweepAxis> axes = new ArrayList<>();
    Map<String, String> taken = new LinkedHashMap<>();
    fixed.forEach(option -> taken.put(option, "options"));
    run.forEach((key, field) -> {
      switch (key) {
        case AXES -> axes.addAll(product(field.value(), workload, taken));
        case ZIP -> axes.add(zip(field.value(), workload, taken));
        default -> {
          // says nothing about axes
        }
      }
    });
    return axes;
  }

  private List<SweepAxis> product(Node node, String workload, Map<String, String> taken) {
    List<SweepAxis> axes = new ArrayList<>();
    for (YamlText.Field field : yaml.mapping(node, AXES).values()) {
      String option = name(field.key(), workload, AXES, taken);
      axes.add(SweepAxis.of(option, field.key(), distinct(option, field.value())));
    }
    return axes;
  }

  private SweepAxis zip(Node node, String workload, Map<String, String> taken) {
    SequencedMap<String, Node> places = new LinkedHashMap<>();
    SequencedMap<String, List<String>> columns = new LinkedHashMap<>();
    for (YamlText.Field field : yaml.mapping(node, ZIP).values()) {
      String option = name(field.key(), workload, ZIP, taken);
      List<String> values = texts(options.many(option, field.value()));
      places.put(option, field.key());
      columns.put(option, values);
      Map.Entry<String, List<String>> first = columns.firstEntry();
      if (values.size() != first.getValue().size()) {
        throw yaml.error(
            field.value(),
            "zip: %s has %s values and %s has %s; accepted: equally many"
                .formatted(option, values.size(), first.getKey(), first.getValue().size()));
      }
    }
    if (columns.size() < 2) {
      throw yaml.error(node, "zip: accepted: two axes or more, which advance together");
    }
    return SweepAxis.together(places, columns);
  }

  private String name(Node key, String workload, String where, Map<String, String> taken) {
    String option = options.name(key, workload);
    String before = taken.putIfAbsent(option, where);
    if (before != null) {
      throw yaml.error(key, "axis %s stands in %s too; keep one".formatted(option, before));
    }
    return option;
  }

  private List<String> distinct(String option, Node node) {
    Set<String> values = new LinkedHashSet<>();
    for (OptionReader.Value value : options.many(option, node)) {
      if (!values.add(value.text())) {
        throw yaml.error(
            value.place(),
            "axis " + option + " has " + YamlText.quoted(value.text()) + " twice; keep one");
      }
    }
    return List.copyOf(values);
  }

  /**
   * The points that no exclusion of the run matches.
   *
   * @param fields those of the run
   * @param run where it stands
   * @param points option to value as the file has them
   */
  List<SequencedMap<String, String>> without(
      SequencedMap<String, YamlText.Field> fields,
      Node run,
      String workload,
      List<SequencedMap<String, String>> points) {
    List<Exclusion> exclusions = exclusions(fields, workload);
    for (Exclusion exclusion : exclusions) {
      if (points.stream().noneMatch(exclusion::matches)) {
        throw yaml.error(
            exclusion.place(), "exclude %s matches no point of this run".formatted(exclusion));
      }
    }
    List<SequencedMap<String, String>> kept =
        points.stream()
            .filter(point -> exclusions.stream().noneMatch(one -> one.matches(point)))
            .toList();
    if (kept.isEmpty()) {
      throw yaml.error(run, "exclude leaves no point of this run");
    }
    return kept;
  }

  private List<Exclusion> exclusions(SequencedMap<String, YamlText.Field> run, String workload) {
    List<Exclusion> exclusions = new ArrayList<>();
    if (run.containsKey(EXCLUDE)) {
      for (Node item : yaml.list(run.get(EXCLUDE).value(), EXCLUDE)) {
        exclusions.add(exclusion(item, workload));
      }
    }
    return exclusions;
  }

  private Exclusion exclusion(Node item, String workload) {
    SequencedMap<String, List<String>> values = new LinkedHashMap<>();
    for (YamlText.Field field : yaml.mapping(item, "an exclusion").values()) {
      String option = options.name(field.key(), workload);
      values.put(option, texts(options.oneOrMany(option, field.value())));
    }
    if (values.isEmpty()) {
      throw yaml.error(item, "an exclusion is empty; accepted: option: value, one or more");
    }
    return new Exclusion(item, values);
  }

  private static List<String> texts(List<OptionReader.Value> values) {
    return values.stream().map(OptionReader.Value::text).toList();
  }
}
