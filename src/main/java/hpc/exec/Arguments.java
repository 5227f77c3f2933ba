package hpc.exec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values that parameters were given.
 *
 * @param values option to what {@link Parameter#reader} made of its value
 */
public record Arguments(Map<String, Object> values) {

  /** Copies the map. */
  public Arguments {
    values = Map.copyOf(values);
  }

  /** Nothing was given. */
  public static final Arguments NONE = new Arguments(Map.of());

  /** The same and another one. */
  public <T> Arguments with(Parameter<T> parameter, T value) {
    Map<String, Object> more = new HashMap<>(values);
    more.put(parameter.option(), value);
    return new Arguments(more);
  }

  /** Whether it was given. */
  public boolean has(Parameter<?> parameter) {
    return values.containsKey(parameter.option());
  }

  /** What it was given; empty if it was not. */
  @SuppressWarnings("unchecked") // the parameter's own reader has made it
  public <T> Optional<T> get(Parameter<T> parameter) {
    return Optional.ofNullable((T) values.get(parameter.option()));
  }

  /** The same for what takes null where nothing was given. */
  public <T> T orNull(Parameter<T> parameter) {
    return get(parameter).orElse(null);
  }
}
