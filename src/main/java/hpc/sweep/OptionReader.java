package hpc.sweep;

import hpc.exec.Mode;
import hpc.launch.JvmVariant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads options and their values, each judged as far as that is possible before it runs. */
record OptionReader(String workload, SortedSet<String> accepted) {

  /** Set by the sweep for all points: the rows of a sweep belong into one file. */
  private static final String CSV = "csv";

  private static final List<String> MODES =
      Stream.concat(Stream.of("auto"), Stream.of(Mode.values()).map(Mode::word)).toList();

  record Value(YamlValue place, String text) {}

  /** For a run of a workload that has these options, besides those of every run. */
  static OptionReader of(String workload, SortedSet<String> options) {
    SortedSet<String> accepted = new TreeSet<>(options);
    accepted.remove(CSV);
    accepted.add(SweepPoint.NODES);
    if (!workload.equals(CommandRun.WORKLOAD)) {
      accepted.add(SweepPoint.JVM);
    }
    return new OptionReader(workload, accepted);
  }

  /** For options that any of our own workloads has. */
  static OptionReader ofAny(OptionCatalog catalog) {
    SortedSet<String> all = new TreeSet<>();
    catalog.workloads().stream()
        .filter(workload -> !workload.equals(CommandRun.WORKLOAD))
        .forEach(workload -> all.addAll(of(workload, catalog.options(workload)).accepted));
    return new OptionReader("any workload", all);
  }

  SequencedMap<String, Value> options(YamlValue mapping) {
    SequencedMap<String, Value> options = new LinkedHashMap<>();
    for (YamlValue.Entry entry : mapping.mapping().values()) {
      String option = name(entry.key());
      options.put(option, new Value(entry.key(), single(option, entry.value())));
    }
    return options;
  }

  String name(YamlValue key) {
    String option = key.called("an option").word();
    if (option.equals(CSV)) {
      throw key.error("option csv is set by the sweep itself; leave it out");
    }
    return key.called("option of " + workload).oneOf(accepted);
  }

  /** Values and ranges of one option, a list of them or a range alone. */
  List<Value> many(String option, YamlValue place) {
    if (isRange(place)) {
      return valueOrRange(option, place);
    }
    List<Value> values = new ArrayList<>();
    for (YamlValue item : place.called("axis " + option).list()) {
      values.addAll(valueOrRange(option, item));
    }
    return values;
  }

  /** The same, or one value alone. */
  List<Value> oneOrMany(String option, YamlValue place) {
    return place.isList() ? many(option, place) : valueOrRange(option, place);
  }

  private static boolean isRange(YamlValue place) {
    return place.node() instanceof ScalarNode scalar && AxisRange.isMeant(scalar.getValue());
  }

  private List<Value> valueOrRange(String option, YamlValue place) {
    if (option.equals(SweepPoint.JVM) || !isRange(place)) {
      return List.of(new Value(place, single(option, place)));
    }
    return place.read(AxisRange::values).stream()
        .map(text -> new Value(place, judged(option, place, text)))
        .toList();
  }

  private String single(String option, YamlValue place) {
    YamlValue value = place.called("option " + option);
    if (option.equals(SweepPoint.JVM)) {
      String flags = value.wordOrEmpty();
      return value.at(() -> new JvmVariant(flags)).flags();
    }
    if (isRange(value)) {
      throw value.error(
          "option %s: range %s; accepted here: one value, ranges stand in axes and zip"
              .formatted(option, YamlText.quoted(value.word())));
    }
    return judged(option, place, value.word());
  }

  /** The values of other options are the command's to judge: it knows its units and bounds. */
  private String judged(String option, YamlValue place, String value) {
    switch (option) {
      case SweepPoint.RANKS, SweepPoint.THREADS, SweepPoint.NODES ->
          place.at(() -> SweepPoint.requireCount(option, value));
      case SweepPoint.MODE -> place.called("mode").oneOf(MODES);
      default -> {}
    }
    return value;
  }
}
