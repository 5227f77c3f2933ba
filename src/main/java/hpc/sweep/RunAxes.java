package hpc.sweep;

import hpc.exec.WholeValue;
import hpc.sweep.YamlMapping.YamlKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/** What makes several points of one run: axes, zip and exclude. */
final class RunAxes {

  static final YamlKey<Optional<YamlValue>> AXES = YamlKey.unread("axes");
  static final YamlKey<Optional<YamlValue>> ZIP = YamlKey.unread("zip");
  static final YamlKey<Optional<YamlValue>> EXCLUDE = YamlKey.unread("exclude");

  private final YamlMapping run;
  private final OptionReader options;

  /** What each option stands under that has been read so far: options, axes or zip. */
  private final Map<String, String> keys = new LinkedHashMap<>();

  private final SequencedMap<String, YamlValue> places = new LinkedHashMap<>();

  /** What each axis goes through: values of one option, or of several that advance together. */
  private final List<List<SequencedMap<String, String>>> axes = new ArrayList<>();

  /** Reads the axes of a run in the order of the file; those of a zip are one. */
  RunAxes(YamlMapping run, OptionReader options, Set<String> fixed) {
    this.run = run;
    this.options = options;
    fixed.forEach(option -> keys.put(option, "options"));
    for (YamlValue.Entry entry : run.entries()) {
      String key = entry.value().name();
      if (key.equals(AXES.name())) {
        addProduct(entry.value());
      } else if (key.equals(ZIP.name())) {
        addZip(entry.value());
      }
    }
  }

  private void addProduct(YamlValue mapping) {
    for (YamlValue.Entry entry : mapping.mapping().values()) {
      String option = name(entry.key(), mapping.name());
      SequencedMap<String, List<String>> column = new LinkedHashMap<>();
      column.put(option, distinct(option, entry.value()));
      axes.add(steps(column));
    }
  }

  private void addZip(YamlValue mapping) {
    SequencedMap<String, List<String>> columns = new LinkedHashMap<>();
    for (YamlValue.Entry entry : mapping.mapping().values()) {
      String option = name(entry.key(), mapping.name());
      List<String> values = texts(options.many(option, entry.value()));
      columns.put(option, values);
      Map.Entry<String, List<String>> first = columns.firstEntry();
      if (values.size() != first.getValue().size()) {
        throw entry
            .value()
            .error(
                "zip: %s has %s values and %s has %s; accepted: equally many"
                    .formatted(option, values.size(), first.getKey(), first.getValue().size()));
      }
    }
    if (columns.size() < 2) {
      throw mapping.error("zip: accepted: two axes or more, which advance together");
    }
    axes.add(steps(columns));
  }

  private String name(YamlValue key, String where) {
    String option = options.name(key);
    String before = keys.putIfAbsent(option, where);
    if (before != null) {
      throw key.error("axis %s stands in %s too; keep one".formatted(option, before));
    }
    places.put(option, key);
    return option;
  }

  private List<String> distinct(String option, YamlValue list) {
    Set<String> values = new LinkedHashSet<>();
    for (OptionReader.Value value : options.many(option, list)) {
      if (!values.add(value.text())) {
        throw value
            .place()
            .error(
                "axis %s has %s twice; keep one".formatted(option, YamlText.quoted(value.text())));
      }
    }
    return List.copyOf(values);
  }

  private static List<String> texts(List<OptionReader.Value> values) {
    return values.stream().map(OptionReader.Value::text).toList();
  }

  private static List<SequencedMap<String, String>> steps(
      SequencedMap<String, List<String>> columns) {
    List<SequencedMap<String, String>> steps = new ArrayList<>();
    for (int i = 0; i < columns.firstEntry().getValue().size(); i++) {
      SequencedMap<String, String> step = new LinkedHashMap<>();
      for (Map.Entry<String, List<String>> column : columns.entrySet()) {
        step.put(column.getKey(), column.getValue().get(i));
      }
      steps.add(step);
    }
    return steps;
  }

  SequencedMap<String, YamlValue> places() {
    return places;
  }

  /** The number of all combinations, {@code most} if there are more. */
  long combinations(long most) {
    long combinations = 1;
    for (List<SequencedMap<String, String>> axis : axes) {
      combinations = Math.min(combinations * axis.size(), most);
    }
    return combinations;
  }

  /** All combinations that no exclusion matches, after {@code fixed}, the last axis fastest. */
  List<SequencedMap<String, String>> points(SequencedMap<String, String> fixed) {
    List<SequencedMap<String, String>> points = List.of(fixed);
    for (List<SequencedMap<String, String>> axis : axes) {
      List<SequencedMap<String, String>> longer = new ArrayList<>();
      for (SequencedMap<String, String> point : points) {
        for (SequencedMap<String, String> step : axis) {
          SequencedMap<String, String> next = new LinkedHashMap<>(point);
          next.putAll(step);
          longer.add(next);
        }
      }
      points = longer;
    }
    return withoutExcluded(points);
  }

  private List<SequencedMap<String, String>> withoutExcluded(
      List<SequencedMap<String, String>> points) {
    List<Exclusion> exclusions =
        run.get(EXCLUDE).map(YamlValue::list).orElse(List.of()).stream()
            .map(this::exclusion)
            .toList();
    for (Exclusion exclusion : exclusions) {
      if (points.stream().noneMatch(exclusion::matches)) {
        throw exclusion.place.error("exclude %s matches no point of this run".formatted(exclusion));
      }
    }
    List<SequencedMap<String, String>> kept =
        points.stream()
            .filter(point -> exclusions.stream().noneMatch(one -> one.matches(point)))
            .toList();
    if (kept.isEmpty()) {
      throw run.place().error("exclude leaves no point of this run");
    }
    return kept;
  }

  private Exclusion exclusion(YamlValue item) {
    SequencedMap<String, List<String>> values = new LinkedHashMap<>();
    for (YamlValue.Entry entry : item.called("an exclusion").mapping().values()) {
      String option = options.name(entry.key());
      values.put(option, texts(options.oneOrMany(option, entry.value())));
    }
    if (values.isEmpty()) {
      throw item.error("an exclusion is empty; accepted: option: value, one or more");
    }
    return new Exclusion(item, values);
  }

  /** Excludes the points that have one of the values in each of the options. */
  private record Exclusion(YamlValue place, SequencedMap<String, List<String>> values) {

    boolean matches(Map<String, String> point) {
      return values.entrySet().stream()
          .allMatch(excluded -> {
            String value = point.get(excluded.getKey());
            return value != null
                && excluded.getValue().stream().anyMatch(other -> areEqual(value, other));
          });
    }

    @Override
    public String toString() {
      return values.entrySet().stream()
          .map(one -> one.getKey() + ": " + String.join("|", one.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }

    /** Numbers may be written in two ways. */
    private static boolean areEqual(String a, String b) {
      return a.equals(b) || (number(a).isPresent() && number(a).equals(number(b)));
    }

    private static OptionalLong number(String text) {
      try {
        return OptionalLong.of(WholeValue.parse(text).value());
      } catch (IllegalArgumentException e) {
        return OptionalLong.empty();
      }
    }
  }
}
