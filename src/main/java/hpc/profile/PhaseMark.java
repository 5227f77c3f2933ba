package hpc.profile;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The phase in which the main thread of a rank is: what it books time under in a {@link
 * hpc.exec.PhaseClock}, into which calls of this class are woven. As with {@link Tally}, {@link
 * ProfiledLoader} defines it anew for every run.
 */
public final class PhaseMark {

  private static final AtomicReference<String> CURRENT = new AtomicReference<>("");
  private static final ClassDesc HERE = ClassDesc.of("hpc.profile.PhaseMark");
  private static final String METHOD = "in";

  private PhaseMark() {}

  /** Woven into the beginning of a phase. */
  public static void enter(Object phase) {
    CURRENT.set(((Enum<?>) phase).name());
  }

  /** Woven into the end of a phase, however it ends. */
  public static void leave() {
    CURRENT.set("");
  }

  /** The phase now, empty between phases. */
  public static String current() {
    return CURRENT.get().toLowerCase(Locale.ROOT);
  }

  /** The class {@code PhaseClock} that tells its phase. */
  static byte[] weave(byte[] phaseClock) {
    ClassFile file = ClassFile.of();
    return file.transformClass(
        file.parse(phaseClock),
        ClassTransform.transformingMethodBodies(
            method -> method.methodName().equalsString(METHOD),
            CodeTransform.ofStateful(Marks::new)));
  }

  /** The woven instructions. */
  private static final class Marks implements CodeTransform {

    @Override
    public void atStart(CodeBuilder builder) {
      builder
          .aload(1)
          .invokestatic(
              HERE, "enter", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object));
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
      if (element instanceof ReturnInstruction || element instanceof ThrowInstruction) {
        builder.invokestatic(HERE, "leave", MethodTypeDesc.of(ConstantDescs.CD_void));
      }
      builder.with(element);
    }
  }
}
