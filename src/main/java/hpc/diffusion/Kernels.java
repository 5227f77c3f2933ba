package hpc.diffusion;

import hpc.launch.VectorModule;
import hpc.nativecode.NativeLanguage;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the kernel: the only place that knows which there are. */
public final class Kernels {

  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

  /** What {@code --kernel} accepts. */
  public static final List<String> WORDS =
      List.of("auto", "scalar", "vector", "c", "c-openmp", "fortran");

  private Kernels() {}

  /**
   * The kernel that {@code --kernel} names; {@code auto} is the fastest that this JVM can run.
   *
   * @throws IllegalArgumentException if there is no such kernel or this JVM cannot run it
   */
  public static Kernel named(String word) {
    boolean vectors = VectorModule.load();
    return switch (word) {
      case "auto" -> vectors ? new VectorKernel() : fallback();
      case "scalar" -> new ScalarKernel();
      case "vector" -> {
        if (!vectors) {
          throw new IllegalArgumentException(
              "--kernel vector: this JVM runs without --add-modules=%s; accepted: auto, scalar"
                  .formatted(VectorModule.NAME));
        }
        yield new VectorKernel();
      }
      case "c" -> NativeKernel.in(NativeLanguage.C);
      case "c-openmp" -> NativeKernel.in(NativeLanguage.C_OPENMP);
      case "fortran" -> NativeKernel.in(NativeLanguage.FORTRAN);
      default ->
          throw new IllegalArgumentException(
              "--kernel " + word + ": accepted: " + String.join(", ", WORDS));
    };
  }

  /**
   * The kernel for {@link Scheme#ADI} that goes by the name of one of the explicit scheme.
   *
   * @throws IllegalArgumentException if there is none
   */
  static AdiKernel adi(String name) {
    return switch (name) {
      case "scalar" -> new ScalarAdiKernel();
      case "vector" -> new VectorAdiKernel();
      default ->
          throw new IllegalArgumentException(
              "--kernel %s: not with --scheme adi; accepted: auto, scalar, vector".formatted(name));
    };
  }

  private static Kernel fallback() {
    LOG.warn(
        "scalar kernel: start the JVM with --add-modules {} for the faster vector kernel",
        VectorModule.NAME);
    return new ScalarKernel();
  }
}
