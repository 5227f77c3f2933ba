package hpc.sweep;

import hpc.exec.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value, or a key, of a YAML text. */
record YamlValue(YamlText file, Node node, String name) {

  record Entry(YamlValue key, YamlValue value) {}

  YamlValue called(String other) {
    return new YamlValue(file, node, other);
  }

  /** The entries of a mapping in the order of the file. */
  SequencedMap<String, Entry> mapping() {
    if (!(node instanceof MappingNode mapping)) {
      throw error(name + ": " + kind() + "; accepted: a mapping (key: value)");
    }
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      YamlValue key = new YamlValue(file, tuple.getKeyNode(), "key");
      if (!(key.node instanceof ScalarNode scalar)) {
        throw key.error("key: " + key.kind() + "; accepted: a word");
      }
      String word = scalar.getValue();
      Entry entry = new Entry(key, new YamlValue(file, tuple.getValueNode(), word));
      Entry first = entries.putIfAbsent(word, entry);
      if (first != null) {
        throw key.error(
            "key %s stands twice, first in line %s"
                .formatted(YamlText.quoted(word), YamlText.line(first.key.node.getStartMark())));
      }
    }
    return entries;
  }

  /** The items of a list that must not be empty. */
  List<YamlValue> list() {
    if (!(node instanceof SequenceNode sequence)) {
      throw error(name + ": " + kind() + "; accepted: a list ([a, b] or lines with -)");
    }
    if (sequence.getValue().isEmpty()) {
      throw error(name + " is an empty list; accepted: one item or more");
    }
    return sequence.getValue().stream().map(item -> new YamlValue(file, item, name)).toList();
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** The text of a single value as it is written. */
  String word() {
    String word = wordOrEmpty();
    if (word.isBlank()) {
      throw withoutValue();
    }
    return word;
  }

  /** The text of a single value as it is written, which may be empty, in quotes. */
  String wordOrEmpty() {
    if (!(node instanceof ScalarNode scalar)) {
      throw error(name + ": " + kind() + "; accepted: a number or a word");
    }
    String word = scalar.getValue();
    if (scalar.getTag().equals(Tag.NULL)) {
      throw withoutValue();
    }
    if (word.chars().anyMatch(Character::isISOControl)) {
      throw error(name + " " + YamlText.quoted(word) + ": more than one line; accepted: one");
    }
    return word;
  }

  private IllegalArgumentException withoutValue() {
    return error(name + " has no value; accepted: a number, a word, true or false");
  }

  /** What {@code reader} makes of the word; its error gets the place of this value. */
  <T> T read(Function<String, T> reader) {
    String word = word();
    return at(() -> reader.apply(word));
  }

  /** What {@code check} returns; its error gets the place of this value. */
  <T> T at(Supplier<T> check) {
    try {
      return check.get();
    } catch (IllegalArgumentException e) {
      throw error(e.getMessage());
    }
  }

  String oneOf(Collection<String> accepted) {
    String word = word();
    if (!accepted.contains(word)) {
      throw unknown(name, accepted);
    }
    return word;
  }

  /** The error for a word that is not among the accepted ones, with the nearest of them. */
  IllegalArgumentException unknown(String what, Collection<String> accepted) {
    String word = ((ScalarNode) node).getValue();
    String nearest =
        accepted.stream()
            .filter(known -> distance(word, known) <= (known.length() + 1) / 3)
            .min(Comparator.comparingInt(known -> distance(word, known)))
            .map(known -> "; did you mean " + known + "?")
            .orElse(";");
    return error(
        "unknown %s %s%s accepted: %s"
            .formatted(what, YamlText.quoted(word), nearest, String.join(", ", accepted)));
  }

  IllegalArgumentException error(String message) {
    return file.error(node.getStartMark(), message);
  }

  private String kind() {
    return switch (node) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "nothing";
      case ScalarNode scalar -> YamlText.quoted(scalar.getValue());
      default -> "an alias";
    };
  }

  /** The edit distance, letters of either case being equal. */
  private static int distance(String word, String known) {
    return EditDistance.between(word.toLowerCase(Locale.ROOT), known.toLowerCase(Locale.ROOT));
  }
}
