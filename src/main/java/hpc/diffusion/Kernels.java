package hpc.diffusion;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the kernel: the only place that knows which there are. */
public final class Kernels {

  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private Kernels() {}

  /**
   * The kernel that {@code --kernel} names; {@code auto} is the fastest that this JVM can run.
   *
   * @throws IllegalArgumentException if there is no such kernel or this JVM cannot run it
   */
  public static Kernel named(String word) {
    boolean vectors = vectorsPresent();
    return switch (word) {
      case "auto" -> vectors ? new VectorKernel() : fallback();
      case "scalar" -> new ScalarKernel();
      case "vector" -> {
        if (!vectors) {
          throw new IllegalArgumentException(
              "--kernel vector: this JVM lacks module "
                  + VECTOR_MODULE
                  + "; start it with --add-modules "
                  + VECTOR_MODULE);
        }
        yield new VectorKernel();
      }
      default ->
          throw new IllegalArgumentException(
              "--kernel " + word + ": accepted: auto, scalar, vector");
    };
  }

  /** The module may have been loaded after the start of the JVM: its classes tell. */
  private static boolean vectorsPresent() {
    try {
      Class.forName(VECTOR_MODULE + ".Vector", false, Kernels.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static Kernel fallback() {
    LOG.warn(
        "scalar kernel: start the JVM with --add-modules {} for the faster vector kernel",
        VECTOR_MODULE);
    return new ScalarKernel();
  }
}
