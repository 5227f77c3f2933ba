package hpc.profile;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
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
 * Weaves counters into classes as they are loaded: one at the start of every method, one in each
 * block that calls {@link SmallMethods}, which have none, and, in chosen methods, one wherever the
 * compiler noted the start of a line.
 *
 * <p>A line counts each time the execution arrives at it from another one: the head of a {@code
 * for} loop once on entry and once after every pass, as in Python's line_profiler.
 */
final class CountingTransform implements Instrumentation {

  private static final ClassDesc TALLY = ClassDesc.of(Tally.class.getName());
  private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
  private static final MethodTypeDesc CALL =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final MethodTypeDesc ENTER =
      MethodTypeDesc.of(LONGS, ConstantDescs.CD_int, ConstantDescs.CD_int);

  private final SmallMethods small;
  private final Predicate<MethodName> byLine;
  private final List<CountedMethod> methods = new ArrayList<>();

  /** Counts calls everywhere, and lines in the methods that {@code byLine} chooses. */
  CountingTransform(SmallMethods small, Predicate<MethodName> byLine) {
    this.small = small;
    this.byLine = byLine;
  }

  @Override
  public byte[] apply(byte[] original) {
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
            weave(builder, type, method, file);
          } else {
            builder.with(element);
          }
        };
    return classFile.transformClass(type, weaving);
  }

  @Override
  public void commit(ProfiledLoader loader) {
    CountEvents.commit(methods(), loader.snapshot(Tally.class));
  }

  private void weave(ClassBuilder builder, ClassModel type, MethodModel method, String file) {
    CodeModel code = method.code().orElseThrow();
    BlockCalls calls = BlockCalls.in(code, small);
    CountedMethod counted = counted(MethodName.of(type, method), code, calls, file);
    int number = number(counted);
    if (small.contain(counted.name())) {
      builder.with(method);
    } else {
      builder.transformMethod(
          method,
          MethodTransform.transformingCode(
              CodeTransform.ofStateful(() -> new Counters(counted, calls, number))));
    }
  }

  /** The methods so far; the place of each is its number in {@link Tally}. */
  synchronized List<CountedMethod> methods() {
    return List.copyOf(methods);
  }

  private synchronized int number(CountedMethod method) {
    methods.add(method);
    return methods.size() - 1;
  }

  private CountedMethod counted(MethodName name, CodeModel code, BlockCalls calls, String file) {
    List<Integer> lines =
        code.elementStream()
            .filter(LineNumber.class::isInstance)
            .map(element -> ((LineNumber) element).line())
            .toList();
    return new CountedMethod(
        name,
        file,
        lines.isEmpty() ? 0 : lines.getFirst(),
        byLine.test(name) ? lines.stream().distinct().sorted().toList() : List.of(),
        calls.blocks());
  }

  /** The woven instructions of one method. */
  private static final class Counters implements CodeTransform {

    private final CountedMethod method;
    private final BlockCalls calls;
    private final int number;
    private int counters;
    private int index;

    Counters(CountedMethod method, BlockCalls calls, int number) {
      this.method = method;
      this.calls = calls;
      this.number = number;
    }

    @Override
    public void atStart(CodeBuilder builder) {
      if (method.firstLine() > 0) {
        // else a sample taken here would have no line
        builder.lineNumber(method.firstLine());
      }
      builder.loadConstant(number);
      if (method.counters() == 0) {
        builder.invokestatic(TALLY, "call", CALL);
      } else {
        counters = builder.allocateLocal(TypeKind.REFERENCE);
        builder
            .loadConstant(method.counters())
            .invokestatic(TALLY, "enter", ENTER)
            .astore(counters);
      }
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
      int block = calls.counterBefore(index++);
      if (block >= 0) {
        count(builder, method.lines().size() + block);
      }
      builder.with(element);
      if (element instanceof LineNumber line && !method.lines().isEmpty()) {
        count(builder, method.lines().indexOf(line.line()));
      }
    }

    private void count(CodeBuilder builder, int counter) {
      builder.aload(counters).loadConstant(counter).dup2().laload().lconst_1().ladd().lastore();
    }
  }
}
