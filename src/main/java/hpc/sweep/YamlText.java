package hpc.sweep;

import hpc.exec.FileError;
import hpc.exec.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML 1.2 text whose every complaint is one line with {@code file:line:column}.
 *
 * <p>It stops at nodes: made into Java objects, values would lose both their places and their
 * spelling (1e8 would become 1.0E8).
 */
final class YamlText {

  /** A sweep is four levels deep; the library's composer recurses and would overflow the stack. */
  private static final int MAX_DEPTH = 32;

  private static final int MAX_QUOTED = 60;

  /** Such files are written by hand: what is larger than this is some other file. */
  private static final int MAX_BYTES = 1 << 20;

  private final String file;
  private final String text;
  private final LoadSettings settings;

  /** Takes the name for errors and the text. */
  YamlText(String file, String text) {
    this.file = file;
    this.text = text;
    this.settings =
        LoadSettings.builder().setLabel(file).setUseMarks(true).setAllowNonScalarKeys(true).build();
  }

  /**
   * Reads a file.
   *
   * @param what it should be, for the error
   * @throws IllegalArgumentException if it cannot be read: one line with the file and the reason
   */
  static YamlText read(Path file, String what) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new IllegalArgumentException(FileError.of(file, e).getMessage(), e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "%s: larger than %s bytes; %s is a short YAML file".formatted(file, MAX_BYTES, what));
    }
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return new YamlText(file.toString(), text.toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "%s: not UTF-8 text; %s is a YAML file".formatted(file, what), e);
    }
  }

  /** A value of a mapping and the key it stands under. */
  record Field(ScalarNode key, Node value) {}

  String text() {
    return text;
  }

  /** The only document of the text; empty if there is nothing but comments. */
  Optional<Node> root() {
    try {
      requireShallow();
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      String problem = e.getProblem().replace(" (Do not use \\t(TAB) for indentation)", "");
      throw error(e.getProblemMark(), "not YAML: " + oneLine(problem));
    } catch (ReaderException e) {
      throw errorAt(
          e.getPosition(),
          String.format(
              Locale.ROOT,
              "not YAML: character U+%04X; accepted: printable ones",
              e.getCodePoint()));
    }
  }

  private void requireShallow() {
    int depth = 0;
    int aliases = 0;
    Set<Anchor> collections = new HashSet<>();
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent start) {
        start.getAnchor().ifPresent(collections::add);
      } else if (event instanceof AliasEvent alias && collections.contains(alias.getAlias())) {
        aliases++;
      }
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        throw error(
            event.getStartMark(),
            "nested deeper than " + MAX_DEPTH + " levels; accepted: the four of a sweep");
      }
      if (aliases > settings.getMaxAliasesForCollections()) {
        throw error(
            event.getStartMark(),
            "one alias of a list or mapping too many; accepted: "
                + settings.getMaxAliasesForCollections());
      }
    }
  }

  /**
   * The fields of a mapping in the order of the file.
   *
   * @param what names the mapping in the error
   * @throws IllegalArgumentException if it is something else, or a key is not a word or stands
   *     twice
   */
  SequencedMap<String, Field> mapping(Node node, String what) {
    if (!(node instanceof MappingNode mapping)) {
      throw error(node, what + ": " + kind(node) + "; accepted: a mapping (key: value)");
    }
    SequencedMap<String, Field> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw error(tuple.getKeyNode(), "key: " + kind(tuple.getKeyNode()) + "; accepted: a word");
      }
      Field first = fields.putIfAbsent(key.getValue(), new Field(key, tuple.getValueNode()));
      if (first != null) {
        int line = first.key().getStartMark().map(Mark::getLine).orElse(0) + 1;
        throw error(key, "key " + quoted(key.getValue()) + " stands twice, first in line " + line);
      }
    }
    return fields;
  }

  /**
   * The fields of a mapping whose keys are known.
   *
   * @throws IllegalArgumentException as {@link #mapping} does, and for a key that is not accepted
   */
  SequencedMap<String, Field> fields(Node node, String what, Collection<String> accepted) {
    SequencedMap<String, Field> fields = mapping(node, what);
    for (Field field : fields.values()) {
      if (!accepted.contains(field.key().getValue())) {
        throw unknown(field.key(), "key of " + what, accepted);
      }
    }
    return fields;
  }

  /**
   * The items of a list that must not be empty.
   *
   * @param what names the list in the error
   */
  List<Node> list(Node node, String what) {
    if (!(node instanceof SequenceNode sequence)) {
      throw error(node, what + ": " + kind(node) + "; accepted: a list ([a, b] or lines with -)");
    }
    if (sequence.getValue().isEmpty()) {
      throw error(node, what + " is an empty list; accepted: one item or more");
    }
    return sequence.getValue();
  }

  /**
   * The text of a single value as it is written.
   *
   * @param what names the value in the error
   */
  String word(Node node, String what) {
    if (!(node instanceof ScalarNode scalar)) {
      throw error(node, what + ": " + kind(node) + "; accepted: a number or a word");
    }
    if (scalar.getValue().isBlank()) {
      throw error(node, what + " has no value; accepted: a number, a word, true or false");
    }
    return wordOrNone(node, what);
  }

  /**
   * The text of a single value as it is written, which may be empty, in quotes.
   *
   * @param what names the value in the error
   */
  String wordOrNone(Node node, String what) {
    if (!(node instanceof ScalarNode scalar)) {
      throw error(node, what + ": " + kind(node) + "; accepted: a word");
    }
    if (scalar.getTag().equals(Tag.NULL)) {
      throw error(node, what + " has no value; accepted: a number, a word, true or false");
    }
    if (scalar.getValue().chars().anyMatch(Character::isISOControl)) {
      throw error(
          node, what + " " + quoted(scalar.getValue()) + ": more than one line; accepted: one");
    }
    return scalar.getValue();
  }

  /** What {@code check} returns; its complaint gets the place of a node. */
  <T> T at(Node node, Supplier<T> check) {
    try {
      return check.get();
    } catch (IllegalArgumentException e) {
      throw error(node, e.getMessage());
    }
  }

  /** The error for a name that is not among the accepted ones, with the nearest of them. */
  IllegalArgumentException unknown(Node node, String what, Collection<String> accepted) {
    String name = ((ScalarNode) node).getValue();
    String nearest =
        accepted.stream()
            .filter(known -> distance(name, known) <= (known.length() + 1) / 3)
            .min(Comparator.comparingInt(known -> distance(name, known)))
            .map(known -> "; did you mean " + known + "?")
            .orElse(";");
    return error(
        node,
        "unknown %s %s%s accepted: %s"
            .formatted(what, quoted(name), nearest, String.join(", ", accepted)));
  }

  /** One line at the place of a node. */
  IllegalArgumentException error(Node node, String message) {
    return error(node.getStartMark(), message);
  }

  /** One line about the text as a whole. */
  IllegalArgumentException error(String message) {
    return error(Optional.empty(), message);
  }

  private IllegalArgumentException error(Optional<Mark> mark, String message) {
    int line = mark.map(Mark::getLine).orElse(0) + 1;
    int column = mark.map(Mark::getColumn).orElse(0) + 1;
    return new IllegalArgumentException(file + ":" + line + ":" + column + ": " + message);
  }

  /** One line at the place of the character that the reader of the library refused. */
  private IllegalArgumentException errorAt(int codePoints, String message) {
    String before = text.substring(0, text.offsetByCodePoints(0, codePoints));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    return new IllegalArgumentException(file + ":" + line + ":" + column + ": " + message);
  }

  /** A value of the user inside an error: one line of bounded length. */
  static String quoted(String value) {
    String line = oneLine(value);
    return '"' + (line.length() > MAX_QUOTED ? line.substring(0, MAX_QUOTED) + "..." : line) + '"';
  }

  private static String oneLine(String text) {
    return Printable.line(text).strip();
  }

  private static String kind(Node node) {
    return switch (node) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "nothing";
      case ScalarNode scalar -> quoted(scalar.getValue());
      default -> "an alias";
    };
  }

  /** The edit distance of Levenshtein, letters of either case being equal. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean equal =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int replaced = diagonal + (equal ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j - 1], row[j]) + 1);
      }
    }
    return row[b.length()];
  }
}
