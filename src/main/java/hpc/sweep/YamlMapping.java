package hpc.sweep;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/** A mapping of a YAML text whose keys are declared. A value is read when it is asked for. */
final class YamlMapping {

  /**
   * A key that a mapping may have.
   *
   * @param reader makes something of its value
   * @param otherwise what a mapping without the key has; empty if it must have it
   */
  record Key<T>(String name, Function<YamlValue, T> reader, Optional<T> otherwise) {

    static <T> Key<T> required(String name, Function<YamlValue, T> reader) {
      return new Key<>(name, reader, Optional.empty());
    }

    static <T> Key<T> optional(String name, Function<YamlValue, T> reader, T otherwise) {
      return new Key<>(name, reader, Optional.of(otherwise));
    }

    /** A key that may be missing. */
    static <T> Key<Optional<T>> optional(String name, Function<YamlValue, T> reader) {
      return optional(name, value -> Optional.of(reader.apply(value)), Optional.empty());
    }

    /** A key whose value is read later, by who knows what else is needed for it. */
    static Key<Optional<YamlValue>> unread(String name) {
      return optional(name, Function.identity());
    }
  }

  private final YamlValue place;
  private final SequencedMap<String, YamlValue.Entry> entries;

  /**
   * Looks at the keys.
   *
   * @throws IllegalArgumentException if it is no mapping or has a key that is not among {@code
   *     keys}
   */
  YamlMapping(YamlValue place, List<Key<?>> keys) {
    this.place = place;
    this.entries = place.mapping();
    List<String> names = keys.stream().map(Key::name).toList();
    entries.forEach((name, entry) -> {
      if (!names.contains(name)) {
        throw entry.key().unknown("key of " + place.name(), names);
      }
    });
  }

  /** Where the mapping stands. */
  YamlValue place() {
    return place;
  }

  /** What it has under its keys, in the order of the file. */
  Collection<YamlValue.Entry> entries() {
    return entries.values();
  }

  /** The entry of a key, if it has it. */
  Optional<YamlValue.Entry> entry(Key<?> key) {
    return Optional.ofNullable(entries.get(key.name()));
  }

  /**
   * The value of a key.
   *
   * @throws IllegalArgumentException if the mapping does not have it
   */
  YamlValue value(Key<?> key) {
    return entry(key)
        .map(YamlValue.Entry::value)
        .orElseThrow(() -> place.error("key " + key.name() + " is missing"));
  }

  /**
   * What the value of a key is read as.
   *
   * @throws IllegalArgumentException if it has to be there and is not, or as the reader does
   */
  <T> T get(Key<T> key) {
    return entry(key).isEmpty() && key.otherwise().isPresent()
        ? key.otherwise().get()
        : key.reader().apply(value(key));
  }
}
