package hpc.cli;

import hpc.exec.Choice;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;

/** Reads one of a few words, which the shell may then offer. */
class ChoiceConverter<T> implements ITypeConverter<T> {

  private final Choice<T> choice;

  ChoiceConverter(Choice<T> choice) {
    this.choice = choice;
  }

  static <E extends Enum<E>> ChoiceConverter<E> of(Class<E> type) {
    return new ChoiceConverter<>(Choice.of(type));
  }

  /** The same and {@code auto}, which stands for null: no choice. */
  static <E extends Enum<E>> Choice<E> orAuto(Class<E> type) {
    SequencedMap<String, E> words = new LinkedHashMap<>();
    words.put("auto", null);
    words.putAll(Choice.of(type).accepted());
    return new Choice<>(words);
  }

  final Set<String> words() {
    return choice.words();
  }

  @Override
  public final T convert(String text) {
    return choice.parse(text);
  }
}
