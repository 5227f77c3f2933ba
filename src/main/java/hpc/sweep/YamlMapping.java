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
  record YamlKey<T>(String name, Function<YamlValue, T> reader, Optional<T> otherwise) {

    static <T> YamlKey<T> required(String name, Function<YamlValue, T> reader) {
      return new YamlKey<>(name, reader, Optional.empty());
    }

    static <T> YamlKey<T> optional(String name, Function<YamlValue, T> reader, T otherwise) {
      return new YamlKey<>(name, reader, Optional.of(otherwise));
    }

    static <T> YamlKey<Optional<T>> optional(String name, Function<YamlValue, T> reader) {
      return optional(name, value -> Optional.of(reader.apply(value)), Optional.empty());
    }

    /** A key whose value is read later, by who knows what else is needed for it. */
    static YamlKey<Optional<YamlValue>> unread(String name) {
      return optional(name, Function.identity());
    }
  }

  private final YamlValue place;
  private final SequencedMap<String, YamlValue.Entry> entries;

  YamlMapping(YamlValue place, List<YamlKey<?>> keys) {
    this.place = place;
    this.entries = place.mapping();
    List<String> names = keys.stream().map(YamlKey::name).toList();
    entries.forEach((name, entry) -> {
      if (!names.contains(name)) {
        throw entry.key().unknown("key of " + place.name(), names);
      }
    });
  }

  YamlValue place() {
    return place;
  }

  /** What it has under its keys, in the order of the file. */
  Collection<YamlValue.Entry> entries() {
    return entries.values();
  }

  Optional<YamlValue.Entry> entry(YamlKey<?> key) {
    return Optional.ofNullable(entries.get(key.name()));
  }

  YamlValue value(YamlKey<?> key) {
    return entry(key)
        .map(YamlValue.Entry::value)
        .orElseThrow(() -> place.error("key " + key.name() + " is missing"));
  }

  /** What the value of a key is read as. */
  <T> T get(YamlKey<T> key) {
    return entry(key).isEmpty() && key.otherwise().isPresent()
        ? key.otherwise().get()
        : key.reader().apply(value(key));
  }
}
