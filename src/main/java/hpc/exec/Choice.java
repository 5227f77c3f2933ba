package hpc.exec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;

/**
 * One of a few words, in upper or lower case.
 *
 * @param accepted the words, in lower case, and what they stand for
 */
public record Choice<T>(SequencedMap<String, T> accepted) {

  /** The constants of {@code type}, called by their names, with dashes. */
  public static <E extends Enum<E>> Choice<E> of(Class<E> type) {
    SequencedMap<String, E> words = new LinkedHashMap<>();
    Arrays.stream(type.getEnumConstants()).forEach(constant -> words.put(word(constant), constant));
    return new Choice<>(words);
  }

  /** What a constant is called on the command line. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words, in the order in which they are listed. */
  public Set<String> words() {
    return accepted.sequencedKeySet();
  }

  /**
   * What a word stands for.
   *
   * @throws IllegalArgumentException listing the words, if it is none of them
   */
  public T parse(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    if (!accepted.containsKey(word)) {
      throw new IllegalArgumentException("accepted: " + String.join(", ", accepted.keySet()));
    }
    return accepted.get(word);
  }
}
