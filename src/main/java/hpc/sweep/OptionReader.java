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
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads options and their values, each judged as far as that is possible before it runs. */
final class OptionReader {

  /** Set by the sweep for all points: the rows of a sweep belong into one file. */
  private static final String CSV = "csv";

  private static final List<String> MODES =
      Stream.concat(Stream.of("auto"), Stream.of(Mode.values()).map(Mode::word)).toList();

  private final YamlText yaml;
  private final OptionCatalog catalog;

  OptionReader(YamlText yaml, OptionCatalog catalog) {
    this.yaml = yaml;
    this.catalog = catalog;
  }

  /** A value and where it stands. */
  record Value(Node place, String text) {}

  /** Whether a run of this workload may have the option. */
  boolean takes(String workload, String option) {
    return accepted(workload).contains(option);
  }

  /** Options with a value each, for a run of {@code workload}. */
  SequencedMap<String, Value> options(Node node, String workload) {
    return values(node, "options", workload, accepted(workload));
  }

  /** Options with a value each, which need not be those of every workload. */
  SequencedMap<String, Value> defaults(Node node) {
    SortedSet<String> all = new TreeSet<>();
    catalog.workloads().stream()
        .filter(workload -> !workload.equals(CommandRun.WORKLOAD))
        .forEach(workload -> all.addAll(accepted(workload)));
    return values(node, "defaults", "any workload", all);
  }

  private SequencedMap<String, Value> values(
      Node node, String what, String workload, SortedSet<String> accepted) {
    SequencedMap<String, Value> options = new LinkedHashMap<>();
    for (YamlText.Field field : yaml.mapping(node, what).values()) {
      String option = name(field.key(), workload, accepted);
      options.put(option, new Value(field.key(), single(option, field.value())));
    }
    return options;
  }

  /** The name of an option of {@code workload}. */
  String name(Node key, String workload) {
    return name(key, workload, accepted(workload));
  }

  private String name(Node key, String workload, SortedSet<String> accepted) {
    String option = yaml.word(key, "an option");
    if (option.equals(CSV)) {
      throw yaml.error(key, "option csv is set by the sweep itself; leave it out");
    }
    if (!accepted.contains(option)) {
      throw yaml.unknown(key, "option of " + workload, accepted);
    }
    return option;
  }

  private SortedSet<String> accepted(String workload) {
    SortedSet<String> known = catalog.options(workload);
    known.remove(CSV);
    known.add(SweepPoint.NODES);
    if (!workload.equals(CommandRun.WORKLOAD)) {
      known.add(SweepPoint.JVM);
    }
    return known;
  }

  /** Values and ranges of one option, a list of them or a range alone. */
  List<Value> many(String option, Node node) {
    boolean alone = node instanceof ScalarNode scalar && AxisRange.isMeant(scalar.getValue());
    List<Value> values = new ArrayList<>();
    for (Node item : alone ? List.of(node) : yaml.list(node, "axis " + option)) {
      values.addAll(valueOrRange(option, item));
    }
    return values;
  }

  /** The same, or one value alone. */
  List<Value> oneOrMany(String option, Node node) {
    return node instanceof SequenceNode ? many(option, node) : valueOrRange(option, node);
  }

  private List<Value> valueOrRange(String option, Node node) {
    if (option.equals(SweepPoint.JVM)
        || !(node instanceof ScalarNode scalar)
        || !AxisRange.isMeant(scalar.getValue())) {
      return List.of(new Value(node, single(option, node)));
    }
    return yaml.at(node, () -> AxisRange.parse(scalar.getValue()).values()).stream()
        .map(text -> new Value(node, judged(option, node, text)))
        .toList();
  }

  private String single(String option, Node node) {
    if (option.equals(SweepPoint.JVM)) {
      String flags = yaml.wordOrNone(node, "option " + option);
      return yaml.at(node, () -> new JvmVariant(flags)).flags();
    }
    String value = yaml.word(node, "option " + option);
    if (AxisRange.isMeant(value)) {
      throw yaml.error(
          node,
          "option %s: range %s; accepted here: one value, ranges stand in axes and zip"
              .formatted(option, YamlText.quoted(value)));
    }
    return judged(option, node, value);
  }

  private String judged(String option, Node node, String value) {
    switch (option) {
      case SweepPoint.RANKS, SweepPoint.THREADS, SweepPoint.NODES ->
          yaml.at(node, () -> SweepPoint.requireCount(option, value));
      case SweepPoint.MODE -> {
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
}
