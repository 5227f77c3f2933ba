package hpc.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;

/**
 * Reads one of a few words, in any case.
 *
 * @param accepted the words, in lower case, and what they stand for
 */
record Choice<T>(SequencedMap<String, T> accepted) implements ITypeConverter<T>, Offering {

  /** The constants of {@code type}, called by their names, with dashes. */
  static <E extends Enum<E>> Choice<E> of(Class<E> type) {
    SequencedMap<String, E> words = new LinkedHashMap<>();
    Arrays.stream(type.getEnumConstants()).forEach(constant -> words.put(word(constant), constant));
    return new Choice<>(words);
  }

  /** What a constant is called on the command line. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public Set<String> words() {
    return accepted.sequencedKeySet();
  }

  @Override
  public T convert(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    if (!accepted.containsKey(word)) {
      throw new IllegalArgumentException("accepted: " + String.join(", ", accepted.keySet()));
    }
    return accepted.get(word);
  }
}
