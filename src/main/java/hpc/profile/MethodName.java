package hpc.profile;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;

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

  /** The name of a method in a class file. */
  static MethodName of(ClassModel type, MethodModel method) {
    return of(type.thisClass(), method.methodName(), method.methodType());
  }

  /** The name by which a class file refers to a method. */
  static MethodName of(ClassEntry type, Utf8Entry method, Utf8Entry descriptor) {
    return new MethodName(
        type.asInternalName().replace('/', '.'), method.stringValue(), descriptor.stringValue());
  }

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
