package hpc.nativecode;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language of kernels; those of each are compiled into a library of their own. */
public enum NativeLanguage {
  /** {@code libhpc-c.so}. */
  C("C", "CC", "cc"),
  /** {@code libhpc-c-openmp.so}: the same sources, with threads of their own. */
  C_OPENMP("C with OpenMP", "CC", "cc"),
  /** {@code libhpc-fortran.so}. */
  FORTRAN("Fortran", "FC", "gfortran");

  private final String title;
  private final String compilerVariable;
  private final String usualCompiler;

  NativeLanguage(String title, String compilerVariable, String usualCompiler) {
    this.title = title;
    this.compilerVariable = compilerVariable;
    this.usualCompiler = usualCompiler;
  }

  /** The value of {@code --kernel} and in the CSV. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The language of a value of {@code --kernel}; empty for kernels in Java. */
  public static Optional<NativeLanguage> of(String kernel) {
    return Arrays.stream(values()).filter(language -> language.word().equals(kernel)).findFirst();
  }

  /** Whether its kernels share their work among threads of their own. */
  public boolean hasThreads() {
    return this == C_OPENMP;
  }

  /** Its name as people write it. */
  public String title() {
    return title;
  }

  /** The file name of its library. */
  public String library() {
    return "libhpc-%s.so".formatted(word());
  }

  /** The environment variable that names its compiler to the build. */
  public String compilerVariable() {
    return compilerVariable;
  }

  /** The compiler that the build takes otherwise. */
  public String usualCompiler() {
    return usualCompiler;
  }
}
