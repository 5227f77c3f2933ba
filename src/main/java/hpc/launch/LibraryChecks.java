package hpc.launch;

import hpc.mpi.Credentials;
import hpc.mpi.MpiLibrary;
import hpc.nativecode.NativeLanguage;
import hpc.nativecode.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.incubator.vector.DoubleVector;

/**
 * What the doctor says about libraries and other programs. Most are optional, so that a missing one
 * is no trouble, but one that does not fit is.
 *
 * @param env environment variables
 */
record LibraryChecks(Map<String, String> env) {

  List<DoctorCheck> examine() {
    List<DoctorCheck> checks = new ArrayList<>(List.of(vectors()));
    Arrays.stream(NativeLanguage.values()).map(this::kernel).forEach(checks::add);
    checks.addAll(List.of(mpj(), trust(), mpiLibrary(), slurmCommands()));
    return checks;
  }

  private static DoctorCheck vectors() {
    if (!VectorModule.load()) {
      return DoctorCheck.warn(
          "vectors",
          "module " + VectorModule.NAME + " is missing: scalar kernels run",
          "use a full JDK " + Doctor.NEEDED_JAVA + ", or add --add-modules=" + VectorModule.NAME);
    }
    return DoctorCheck.ok("vectors", VectorWidth.found());
  }

  /** A class of its own: it cannot be loaded before the module is. */
  private static final class VectorWidth {

    static String found() {
      var widest = DoubleVector.SPECIES_PREFERRED;
      return "%s bits, %s doubles at once".formatted(widest.vectorBitSize(), widest.length());
    }
  }

  private DoctorCheck kernel(NativeLanguage language) {
    String subject = "kernel " + language.word();
    Optional<Path> file =
        NativeLibrary.find(language, NativeLibrary.directories(env.get("HPC_HOME")));
    if (file.isEmpty()) {
      return DoctorCheck.ok(
          subject,
          "%s is not built (hpc build --native); %s"
              .formatted(language.library(), compiler(language)));
    }
    return NativeLibrary.trouble(language, file.get())
        .map(
            trouble -> DoctorCheck.warn(subject, trouble, "hpc build --native, or remove the file"))
        .orElseGet(
            () -> DoctorCheck.ok(subject, "%s, %s".formatted(file.get(), compiler(language))));
  }

  /** The compiler that the build would take: the first word of its command. */
  private String compiler(NativeLanguage language) {
    String command = env.getOrDefault(language.compilerVariable(), "").strip();
    String program = command.isEmpty() ? language.usualCompiler() : command.split(" ", 2)[0];
    return onPath(program).map(path -> "compiler " + path).orElse("no compiler " + program);
  }

  /** By name: this package must not depend on MPJ Express, and it may be missing. */
  private static DoctorCheck mpj() {
    try {
      ClassLoader loader = LibraryChecks.class.getClassLoader();
      Class.forName("mpi.MPI", false, loader);
      // its jar holds no version; a class from an archive does not know where the jar is now
      String place = String.valueOf(loader.getResource("mpi/MPI.class"));
      return DoctorCheck.ok("mpj express", "in " + place.replaceAll("^(jar:)?(file:)?|!.*", ""));
    } catch (ReflectiveOperationException | LinkageError e) {
      return DoctorCheck.fail(
          "mpj express", "class mpi.MPI cannot be loaded: " + e, "rebuild with ./hpc build");
    }
  }

  private DoctorCheck trust() {
    if (!env.containsKey("SLURM_JOB_ID") && onPath("srun").isEmpty()) {
      return DoctorCheck.ok("ranks by srun", "not needed without srun");
    }
    try {
      return DoctorCheck.ok("ranks by srun", "know each other by " + Credentials.require(env));
    } catch (IllegalArgumentException e) {
      return DoctorCheck.warn("ranks by srun", e);
    }
  }

  /** Only {@code --transport native} needs it. */
  private DoctorCheck mpiLibrary() {
    try {
      return MpiLibrary.find(env)
          .map(found -> DoctorCheck.ok("mpi library", found.product() + ", " + found.name()))
          .orElse(
              DoctorCheck.ok(
                  "mpi library",
                  "none is found: --transport native needs one (module load openmpi, or HPC_MPI_LIB=FILE)"));
    } catch (IllegalArgumentException e) {
      return DoctorCheck.warn("mpi library", e.getMessage(), "--transport native needs one");
    }
  }

  private DoctorCheck slurmCommands() {
    List<String> missing = new ArrayList<>(List.of("srun", "sbatch"));
    missing.removeIf(program -> onPath(program).isPresent());
    return missing.isEmpty()
        ? DoctorCheck.ok("slurm", "srun and sbatch found")
        : DoctorCheck.warn(
            "slurm",
            String.join(" and ", missing) + " not on PATH",
            "needed for jobs only; on a cluster: module load slurm");
  }

  private Optional<Path> onPath(String program) {
    return Stream.of(env.getOrDefault("PATH", "").split(":", -1))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
