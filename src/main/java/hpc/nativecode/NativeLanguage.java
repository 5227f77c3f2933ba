package hpc.nativecode;

import java.util.Locale;

/** A language in which this tree has kernels, each compiled into a library of its own. */
public enum NativeLanguage {
  /** {@code libhpc-c.so}. */
  C("C", "CC", "cc"),
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

  /** The word for {@code --kernel} and in the CSV. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
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
