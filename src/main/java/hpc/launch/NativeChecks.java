package hpc.launch;

import hpc.nativecode.NativeLanguage;
import hpc.nativecode.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the doctor says about kernels in C and Fortran: nobody needs them, so that one that is not
 * there is no trouble, but one that does not fit is.
 *
 * @param env environment variables
 */
record NativeChecks(Map<String, String> env) {

  List<DoctorCheck> examine() {
    return Arrays.stream(NativeLanguage.values()).map(this::check).toList();
  }

  private DoctorCheck check(NativeLanguage language) {
    String subject = "kernel " + language.word();
    List<Path> directories = NativeLibrary.directories(env.get("HPC_HOME"));
    Optional<Path> file = NativeLibrary.find(language, directories);
    if (file.isEmpty()) {
      return DoctorCheck.ok(
          subject,
          "%s is not built (hpc build --native); %s"
              .formatted(language.library(), compiler(language)));
    }
    String found = "%s, %s".formatted(file.get(), compiler(language));
    return NativeLibrary.trouble(language, file.get())
        .map(
            trouble -> DoctorCheck.warn(subject, trouble, "hpc build --native, or remove the file"))
        .orElseGet(() -> DoctorCheck.ok(subject, found));
  }

  /**
   * The compiler that the build would take; of a command with words only the first is looked for.
   */
  private String compiler(NativeLanguage language) {
    String command = env.getOrDefault(language.compilerVariable(), "").strip();
    String program = command.isEmpty() ? language.usualCompiler() : command.split(" ", 2)[0];
    return Arrays.stream(env.getOrDefault("PATH", "").split(":", -1))
        .map(directory -> Path.of(directory).resolve(program))
        .filter(Files::isExecutable)
        .findFirst()
        .map(path -> "compiler " + path)
        .orElse("no compiler %s".formatted(program));
  }
}
