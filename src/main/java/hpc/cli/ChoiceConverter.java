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

  /** The constants of {@code type}. */
  static <E extends Enum<E>> ChoiceConverter<E> of(Class<E> type) {
    return new ChoiceConverter<>(Choice.of(type));
  }

  /** The same and {@code auto}, which is no wish, null. */
  static <E extends Enum<E>> Choice<E> orAuto(Class<E> type) {
    SequencedMap<String, E> words = new LinkedHashMap<>();
    words.put("auto", null);
    words.putAll(Choice.of(type).accepted());
    return new Choice<>(words);
  }

  /** The words, in the order in which they are told. */
  final Set<String> words() {
    return choice.words();
  }

  @Override
  public final T convert(String text) {
    return choice.parse(text);
  }
}
