package hpc.profile;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;

/**
 * Which method of which class.
 *
 * @param type the class, as {@link Class#getName} writes it
 * @param method its name; {@code <init>} is a constructor
 * @param descriptor its parameters and result, which tell overloads apart
 */
public record MethodName(String type, String method, String descriptor) {

  /** The name of a method in a class file. */
  static MethodName of(ClassModel type, MethodModel method) {
    return of(type.thisClass(), method.methodName(), method.methodType());
  }

  /** The name by which a class file refers to a method. */
  static MethodName of(ClassEntry type, Utf8Entry method, Utf8Entry descriptor) {
    return new MethodName(
        type.asInternalName().replace('/', '.'), method.stringValue(), descriptor.stringValue());
  }

  /** The name that Flight Recorder has recorded. */
  static MethodName of(RecordedMethod method) {
    return new MethodName(method.getType().getName(), method.getName(), method.getDescriptor());
  }

  /** The method that a {@link CountEvent} is about. */
  static MethodName of(RecordedEvent count) {
    return new MethodName(
        count.getString("type"), count.getString("method"), count.getString("descriptor"));
  }

  /** Whether this is the program's code rather than a library's. */
  boolean isOwn() {
    return Program.owns(type);
  }

  /** Class and method without the package, for people. */
  String shortName() {
    return simple(type) + "." + method;
  }

  /** Class and method in full. */
  String fullName() {
    return type + "." + method;
  }

  /** The name of a class without its package. */
  static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** Class and method, as Flight Recorder takes them. */
  String inClass() {
    return type + "::" + method;
  }

  /** Class and the method in whose source text this one stands, as a {@link MethodChoice} is. */
  String inSource() {
    return type + "::" + writtenIn();
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

  /** The word before the parentheses or the brace where it is declared in the source text. */
  String declaredAs() {
    return switch (writtenIn()) {
      case "<init>" -> simple(type).substring(simple(type).lastIndexOf('$') + 1);
      case "<clinit>" -> "static";
      default -> writtenIn();
    };
  }
}
