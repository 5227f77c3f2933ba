package hpc.profile;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Weaves counters into classes as they are loaded: one at the start of every method and, in chosen
 * methods, one wherever the compiler noted the start of a line.
 *
 * <p>A line counts each time the execution arrives at it from another one: the head of a {@code
 * for} loop once on entry and once after every pass, as in Python's line_profiler.
 */
final class CountingTransform {

  private static final ClassDesc TALLY = ClassDesc.of(Tally.class.getName());
  private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
  private static final MethodTypeDesc CALL =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final MethodTypeDesc LINES =
      MethodTypeDesc.of(LONGS, ConstantDescs.CD_int, ConstantDescs.CD_int);

  private final Predicate<MethodName> byLine;
  private final List<CountedMethod> methods = new ArrayList<>();

  /** Counts calls everywhere, and lines in the methods that {@code byLine} chooses. */
  CountingTransform(Predicate<MethodName> byLine) {
    this.byLine = byLine;
  }

  /** The class with counters. */
  byte[] apply(byte[] original) {
    ClassFile classFile = ClassFile.of();
    ClassModel type = classFile.parse(original);
    String file =
        type.findAttribute(Attributes.sourceFile())
            .map(SourceFileAttribute::sourceFile)
            .map(Object::toString)
            .orElse("");
    ClassTransform weaving =
        (builder, element) -> {
          if (element instanceof MethodModel method && method.code().isPresent()) {
            CountedMethod counted = enlist(type, method, method.code().get(), file);
            int number = number(counted);
            builder.transformMethod(
                method,
                MethodTransform.transformingCode(
                    CodeTransform.ofStateful(() -> new Counters(counted, number))));
          } else {
            builder.with(element);
          }
        };
    return classFile.transformClass(type, weaving);
  }

  /** The methods so far; the place of each is its number in {@link Tally}. */
  synchronized List<CountedMethod> methods() {
    return List.copyOf(methods);
  }

  private synchronized int number(CountedMethod method) {
    methods.add(method);
    return methods.size() - 1;
  }

  private CountedMethod enlist(ClassModel type, MethodModel method, CodeModel code, String file) {
    MethodName name =
        new MethodName(
            type.thisClass().asInternalName().replace('/', '.'),
            method.methodName().stringValue(),
            method.methodType().stringValue());
    List<Integer> lines =
        code.elementStream()
            .filter(LineNumber.class::isInstance)
            .map(element -> ((LineNumber) element).line())
            .toList();
    return new CountedMethod(
        name,
        file,
        lines.isEmpty() ? 0 : lines.getFirst(),
        byLine.test(name) ? lines.stream().distinct().sorted().toList() : List.of());
  }

  /** The woven instructions of one method. */
  private static final class Counters implements CodeTransform {

    private final CountedMethod method;
    private final int number;
    private int hits;

    Counters(CountedMethod method, int number) {
      this.method = method;
      this.number = number;
    }

    @Override
    public void atStart(CodeBuilder builder) {
      if (method.firstLine() > 0) {
        // else a sample taken here would have no line
        builder.lineNumber(method.firstLine());
      }
      builder.loadConstant(number).invokestatic(TALLY, "call", CALL);
      if (!method.lines().isEmpty()) {
        hits = builder.allocateLocal(TypeKind.REFERENCE);
        builder
            .loadConstant(number)
            .loadConstant(method.lines().size())
            .invokestatic(TALLY, "lines", LINES)
            .astore(hits);
      }
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
      builder.with(element);
      if (element instanceof LineNumber line && !method.lines().isEmpty()) {
        builder
            .aload(hits)
            .loadConstant(method.lines().indexOf(line.line()))
            .dup2()
            .laload()
            .lconst_1()
            .ladd()
            .lastore();
      }
    }
  }
}
