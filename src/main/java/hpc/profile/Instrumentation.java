package hpc.profile;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.util.function.Supplier;

/** Changes the classes of the program as they are loaded, so that they count. */
abstract class Instrumentation {

  /** Returns a class of the program with counters woven in. */
  final byte[] apply(byte[] original) {
    ClassFile classFile = ClassFile.of();
    ClassModel type = classFile.parse(original);
    String file =
        type.findAttribute(Attributes.sourceFile())
            .map(attribute -> attribute.sourceFile().stringValue())
            .orElse("");
    return classFile.transformClass(
        type,
        (builder, element) -> {
          if (element instanceof MethodModel method && method.code().isPresent()) {
            Supplier<CodeTransform> counters =
                counters(MethodName.of(type, method), method.code().orElseThrow(), file);
            builder.transformMethod(
                method, MethodTransform.transformingCode(CodeTransform.ofStateful(counters)));
          } else {
            builder.with(element);
          }
        });
  }

  /**
   * What weaves counters into the code of one method.
   *
   * @param file the source file of the class, empty if it does not say
   */
  abstract Supplier<CodeTransform> counters(MethodName method, CodeModel code, String file);

  /** Puts what the program, loaded by {@code loader}, has counted into the recording that runs. */
  abstract void commit(ProfiledLoader loader);
}
