package hpc.profile;

/**
 * Which method of which class.
 *
 * @param type the class, as {@link Class#getName} writes it
 * @param method its name; {@code <init>} is a constructor
 * @param descriptor its parameters and result, which tell overloads apart
 */
public record MethodName(String type, String method, String descriptor) {

  /** Packages whose classes are the program's own. */
  private static final String OWN = "hpc.";

  /** Whether this is the program's code rather than a library's. */
  boolean isOwn() {
    return type.startsWith(OWN);
  }

  /** Class and method without package, as people say it. */
  String shortName() {
    return type.substring(type.lastIndexOf('.') + 1) + "." + method;
  }

  /** Class and method in full. */
  String fullName() {
    return type + "." + method;
  }

  /**
   * The method in whose source text this one stands: itself, or for the body of a lambda the one
   * that javac has named it after.
   */
  String writtenIn() {
    if (!method.startsWith("lambda$")) {
      return method;
    }
    String name = method.substring("lambda$".length(), method.lastIndexOf('$'));
    return switch (name) {
      case "new" -> "<init>";
      case "static" -> "<clinit>";
      default -> name;
    };
  }
}
