package hpc.exec;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * A parameter of a problem, given by an option of its command.
 *
 * @param <T> what its values are
 * @param option the option, with dashes
 * @param label stands for a value in help
 * @param description one line of help: meaning, unit and default, as a format of {@link
 *     String#format}
 * @param arity how many values it has
 * @param reader reads a value
 * @param words values that the shell offers, if there are only a few
 * @param use what it means for sweeps and profiles
 * @param shortOption the same in one letter, with a dash; empty if it has none
 */
public record Parameter<T>(
    String option,
    String label,
    String description,
    Arity arity,
    Function<String, ?> reader,
    List<String> words,
    Use use,
    String shortOption) {

  /** How many values a parameter has. */
  public enum Arity {
    /** it is there or not, true or absent */
    FLAG,
    ONE,
    /** one, the name of a file or directory */
    FILE,
    /** any number, with commas between them: a {@link List} */
    LIST
  }

  /** What a parameter means for sweeps and profiles. */
  public enum Use {
    /** says what is solved and how: a sweep may vary it */
    SWEPT,
    /** says what is kept and shown beside the answer: the solve is the same without it */
    BESIDE,
    /** the same, and not twice: each repetition would write the same files */
    ONCE,
    /** once, and perhaps only a part of the whole: not comparable to other runs */
    PART,
    /** nothing is measured */
    UNMEASURED
  }

  /** A whole number. */
  public static Parameter<Long> whole(String option, String label, String description) {
    return of(option, label, description, text -> WholeValue.parse(text).value());
  }

  /** A whole number that fits an int. */
  public static Parameter<Integer> small(String option, String label, String description) {
    return of(option, label, description, text -> WholeValue.parse(text).small());
  }

  /** A real number. */
  public static Parameter<Double> real(String option, String label, String description) {
    return of(option, label, description, RealValue::parse);
  }

  /** A text. */
  public static Parameter<String> text(String option, String label, String description) {
    return of(option, label, description, text -> text);
  }

  /** A constant. */
  public static <E extends Enum<E>> Parameter<E> choice(
      String option, String label, String description, Class<E> type) {
    Choice<E> choice = Choice.of(type);
    return Parameter.<E>of(option, label, description, choice::parse).offering(choice.words());
  }

  /** A file or directory; an empty word, an unset variable mostly, is none. */
  public static Parameter<Path> file(String option, String label, String description) {
    return new Parameter<>(
        option, label, description, Arity.FILE, Parameter::fileNamed, List.of(), Use.SWEPT, "");
  }

  /** Any value; {@code reader} throws an exception that says what it accepts. */
  public static <T> Parameter<T> of(
      String option, String label, String description, Function<String, T> reader) {
    return new Parameter<>(option, label, description, Arity.ONE, reader, List.of(), Use.SWEPT, "");
  }

  /** Several of them. */
  public static <T> Parameter<List<T>> list(
      String option, String label, String description, Function<String, T> reader) {
    return new Parameter<>(
        option, label, description, Arity.LIST, reader, List.of(), Use.SWEPT, "");
  }

  /** An option without a value. */
  public static Parameter<Boolean> flag(String option, String description) {
    return new Parameter<>(
        option, "", description, Arity.FLAG, Boolean::valueOf, List.of(), Use.SWEPT, "");
  }

  /** The same, for which the shell offers {@code choice}. */
  public Parameter<T> offering(Collection<String> choice) {
    return new Parameter<>(
        option, label, description, arity, reader, List.copyOf(choice), use, shortOption);
  }

  /** The same with another use. */
  public Parameter<T> used(Use other) {
    return new Parameter<>(option, label, description, arity, reader, words, other, shortOption);
  }

  /** The same, which one letter names too. */
  public Parameter<T> orShort(String letter) {
    return new Parameter<>(option, label, description, arity, reader, words, use, letter);
  }

  /** The option without dashes, as a sweep names it. */
  public String name() {
    return option.substring(2);
  }

  /**
   * Reads the name of a file.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static Path fileNamed(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("empty; accepted: the name of a file or directory");
    }
    return Path.of(text);
  }
}
