package hpc.profile;

/**
 * Methods that the user chooses: {@code hpc.exec.PhaseClock::in}, the package may be left out, and
 * without {@code ::} it is every method of the class. Lambdas belong to the method that they are
 * written in.
 *
 * @param type the class, with or without its package
 * @param method the method; empty for all
 */
public record MethodChoice(String type, String method) {

  private static final String BETWEEN = "::";

  /**
   * Reads what the user wrote.
   *
   * @throws IllegalArgumentException if that names no class
   */
  public static MethodChoice parse(String text) {
    int between = text.indexOf(BETWEEN);
    String type = between < 0 ? text : text.substring(0, between);
    String method = between < 0 ? "" : text.substring(between + BETWEEN.length());
    if (type.isBlank() || (between >= 0 && method.isBlank())) {
      throw new IllegalArgumentException("accepted: CLASS::METHOD or CLASS");
    }
    return new MethodChoice(type.strip(), method.strip());
  }

  /** Whether {@code name} is among them. */
  public boolean includes(MethodName name) {
    boolean sameType = name.type().equals(type) || name.type().endsWith("." + type);
    return sameType && (method.isEmpty() || name.writtenIn().equals(method));
  }

  /** As the user writes it. */
  @Override
  public String toString() {
    return method.isEmpty() ? type : type + BETWEEN + method;
  }
}
