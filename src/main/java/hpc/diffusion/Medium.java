package hpc.diffusion;

import java.util.Optional;

/**
 * What heat moves through: {@code du/dt = d/dx (kx k du/dx) + d/dy (ky k du/dy)}, where k varies
 * from point to point or is 1.
 *
 * @param kx diffusivity along x, length^2 per time
 * @param ky diffusivity along y, same unit
 * @param coefficient k(x, y) where it is not 1 everywhere
 */
public record Medium(double kx, double ky, Optional<ScalarField> coefficient) {

  /**
   * Rejects diffusivities that are not positive.
   *
   * @throws IllegalArgumentException naming {@code --kx}, {@code --ky} or {@code --coefficient}
   */
  public Medium {
    Validate.positive("--kx", kx);
    Validate.positive("--ky", ky);
    coefficient.ifPresent(k -> {
      if (!(k.lowest() > 0)) {
        throw new IllegalArgumentException(
            "--coefficient %s: its least value is %s; accepted: positive everywhere"
                .formatted(k, k.lowest()));
      }
    });
  }

  /** The same everywhere and in all directions. */
  public static Medium uniform(double diffusivity) {
    Validate.positive("--diffusivity", diffusivity);
    return new Medium(diffusivity, diffusivity, Optional.empty());
  }

  boolean isotropic() {
    return kx == ky;
  }

  double highest() {
    return coefficient.map(ScalarField::highest).orElse(1.0);
  }

  /**
   * The greatest time step with which no mode of the explicit scheme grows (von Neumann): {@code
   * dx^2 dy^2 / (2 k (kx dy^2 + ky dx^2))} with the greatest k. Where k varies it is a bound that
   * suffices: no eigenvalue is larger than with the greatest k everywhere (Gershgorin).
   *
   * @throws IllegalArgumentException if the bound is too large or too small for a double
   */
  double largestStableDt(Grid grid) {
    double dx2 = grid.dx() * grid.dx();
    double dy2 = grid.dy() * grid.dy();
    // without detours where both are equal: dt is then the same bits as that of CSC's program
    double flow = isotropic() ? kx * (dx2 + dy2) : kx * dy2 + ky * dx2;
    double bound = dx2 * dy2 / (2 * highest() * flow);
    if (!(bound >= Double.MIN_NORMAL && bound < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "--dx %s --dy %s --diffusivity %s: no time step that a double can hold is stable; accepted: numbers nearer to 1"
              .formatted(grid.dx(), grid.dy(), isotropic() ? kx : kx + "," + ky));
    }
    return bound;
  }
}
