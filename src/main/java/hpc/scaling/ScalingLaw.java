package hpc.scaling;

import java.util.List;
import java.util.Locale;

/**
 * Laws that speedups over cores follow. The first parameter of each is {@code lambda}, the speed of
 * one core in units of the baseline's speed: the baseline is a measurement like the others, and its
 * error must not pass for a property of the program.
 */
public enum ScalingLaw {

  /**
   * A fixed problem of which the fraction f is serial: lambda p / (1 + f (p - 1)). G. M. Amdahl,
   * Validity of the single processor approach to achieving large scale computing capabilities,
   * AFIPS 1967.
   */
  AMDAHL("Amdahl", "Amdahl's law", "lambda", "f") {
    @Override
    double speedup(double cores, double[] parameters) {
      return parameters[0] * cores / (1 + parameters[1] * (cores - 1));
    }

    @Override
    double[] gradient(double cores, double[] parameters) {
      double divisor = 1 + parameters[1] * (cores - 1);
      double value = parameters[0] * cores / divisor;
      return new double[] {cores / divisor, -value * (cores - 1) / divisor};
    }
  },

  /**
   * A problem that grows with the cores, of whose time the fraction f is serial: lambda (p - f (p -
   * 1)). J. L. Gustafson, Reevaluating Amdahl's law, CACM 31(5), 1988.
   */
  GUSTAFSON("Gustafson", "Gustafson's law", "lambda", "f") {
    @Override
    double speedup(double cores, double[] parameters) {
      return parameters[0] * (cores - parameters[1] * (cores - 1));
    }

    @Override
    double[] gradient(double cores, double[] parameters) {
      return new double[] {cores - parameters[1] * (cores - 1), -parameters[0] * (cores - 1)};
    }
  },

  /**
   * Contention sigma and coherency kappa: lambda p / (1 + sigma (p - 1) + kappa p (p - 1)). N. J.
   * Gunther, Guerrilla Capacity Planning, Springer 2007, chapter 4.
   */
  UNIVERSAL("USL", "the Universal Scalability Law", "lambda", "sigma", "kappa") {
    @Override
    double speedup(double cores, double[] parameters) {
      return parameters[0] * cores / divisor(cores, parameters);
    }

    @Override
    double[] gradient(double cores, double[] parameters) {
      double divisor = divisor(cores, parameters);
      double value = parameters[0] * cores / divisor;
      return new double[] {
        cores / divisor, -value * (cores - 1) / divisor, -value * cores * (cores - 1) / divisor
      };
    }

    private static double divisor(double cores, double[] parameters) {
      return 1 + parameters[1] * (cores - 1) + parameters[2] * cores * (cores - 1);
    }
  };

  private final String shortTitle;
  private final String title;

  // immutable in fact
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> parameterNames;

  ScalingLaw(String shortTitle, String title, String... parameterNames) {
    this.shortTitle = shortTitle;
    this.title = title;
    this.parameterNames = List.of(parameterNames);
  }

  /** Its name in a sentence. */
  public String title() {
    return title;
  }

  /** Its name in a legend or a table. */
  public String shortTitle() {
    return shortTitle;
  }

  /** Its name in files: amdahl, gustafson or universal. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Names of the parameters, {@code lambda} first. */
  public List<String> parameterNames() {
    return parameterNames;
  }

  /** The largest value of parameter {@code index}; the smallest is 0. */
  double bound(int index) {
    return switch (parameterNames.get(index)) {
      case "f", "sigma" -> 1;
      default -> Double.POSITIVE_INFINITY;
    };
  }

  /** The speedup on {@code cores}. */
  abstract double speedup(double cores, double[] parameters);

  /** Its derivatives by the parameters. */
  abstract double[] gradient(double cores, double[] parameters);
}
