package hpc.sweep;

import hpc.exec.FileError;
import hpc.exec.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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

/**
 * A YAML 1.2 text whose every error is one line with {@code file:line:column}.
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

  YamlText(String file, String text) {
    this.file = file;
    this.text = text;
    this.settings =
        LoadSettings.builder().setLabel(file).setUseMarks(true).setAllowNonScalarKeys(true).build();
  }

  /** Reads a file. */
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
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new YamlText(file.toString(), text);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "%s: not UTF-8 text; %s is a YAML file".formatted(file, what), e);
    }
  }

  String text() {
    return text;
  }

  /** The only document of the text; empty if there is nothing but comments. */
  Optional<YamlValue> root(String name) {
    try {
      requireShallow();
      return new Compose(settings).composeString(text).map(node -> new YamlValue(this, node, name));
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

  /** One line at a place, the beginning of the text if there is none. */
  IllegalArgumentException error(Optional<Mark> mark, String message) {
    return error(line(mark), mark.map(Mark::getColumn).orElse(0) + 1, message);
  }

  static int line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(0) + 1;
  }

  /** One line at the place of the character that the reader of the library refused. */
  private IllegalArgumentException errorAt(int codePoints, String message) {
    String before = text.substring(0, text.offsetByCodePoints(0, codePoints));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return error(line, before.length() - before.lastIndexOf('\n'), message);
  }

  private IllegalArgumentException error(int line, int column, String message) {
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
}
