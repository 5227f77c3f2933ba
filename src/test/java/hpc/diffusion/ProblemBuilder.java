package hpc.diffusion;

import hpc.exec.Arguments;
import hpc.exec.Parameter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A problem as a user puts it together; null is not given. */
public final class ProblemBuilder {

  private final Map<Parameter<String>, ScalarField.Sampled> sampled = new HashMap<>();
  private Arguments given = Arguments.NONE;

  private ProblemBuilder() {}

  public static ProblemBuilder start() {
    return new ProblemBuilder();
  }

  private <T> ProblemBuilder with(Parameter<T> parameter, T value) {
    Map<String, Object> others = new HashMap<>(given.values());
    others.remove(parameter.option());
    given = new Arguments(others);
    given = value == null ? given : given.with(parameter, value);
    return this;
  }

  private ProblemBuilder with(Parameter<String> parameter, ScalarField.Sampled values) {
    sampled.put(parameter, values);
    return this;
  }

  public ProblemBuilder preset(String name) {
    return with(DiffusionParameters.PRESET, Preset.named(name));
  }

  public ProblemBuilder nx(Long rows) {
    return with(DiffusionParameters.NX, rows);
  }

  public ProblemBuilder ny(Long columns) {
    return with(DiffusionParameters.NY, columns);
  }

  public ProblemBuilder dx(Double distance) {
    return with(DiffusionParameters.DX, distance);
  }

  public ProblemBuilder dy(Double distance) {
    return with(DiffusionParameters.DY, distance);
  }

  public ProblemBuilder diffusivity(Double value) {
    return with(DiffusionParameters.DIFFUSIVITY, value);
  }

  public ProblemBuilder kx(Double value) {
    return with(DiffusionParameters.KX, value);
  }

  public ProblemBuilder ky(Double value) {
    return with(DiffusionParameters.KY, value);
  }

  public ProblemBuilder coefficient(String text) {
    return with(DiffusionParameters.COEFFICIENT, text);
  }

  public ProblemBuilder coefficient(ScalarField.Sampled values) {
    return with(DiffusionParameters.COEFFICIENT, values);
  }

  public ProblemBuilder source(String text) {
    return with(DiffusionParameters.SOURCE, text);
  }

  public ProblemBuilder source(ScalarField.Sampled values) {
    return with(DiffusionParameters.SOURCE, values);
  }

  public ProblemBuilder scheme(Scheme scheme) {
    return with(DiffusionParameters.SCHEME, scheme);
  }

  public ProblemBuilder dt(Double timeStep) {
    return with(DiffusionParameters.DT, timeStep);
  }

  public ProblemBuilder steps(Long count) {
    return with(DiffusionParameters.STEPS, count);
  }

  public ProblemBuilder time(Double duration) {
    return with(DiffusionParameters.TIME, duration);
  }

  public ProblemBuilder steady(Double change) {
    return with(DiffusionParameters.STEADY, change);
  }

  public ProblemBuilder sides(String text) {
    return with(DiffusionParameters.SIDES, text);
  }

  public ProblemBuilder initial(String text) {
    return with(DiffusionParameters.INITIAL, text);
  }

  public ProblemBuilder initial(ScalarField.Sampled values) {
    return with(DiffusionParameters.INITIAL, values);
  }

  public DiffusionProblem build() {
    return DiffusionParameters.problem(
        given, parameter -> Optional.ofNullable(sampled.get(parameter)));
  }
}
