package hpc.profile;

import hpc.profile.SmallMethods.BlockCalls;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Counts calls and lines: a counter at the start of every method, one in each block that calls
 * {@link SmallMethods}, which have none, and, in chosen methods, one wherever the compiler noted
 * the start of a line.
 *
 * <p>A line counts each time the execution arrives at it from another one: the head of a {@code
 * for} loop once on entry and once after every pass, as in Python's line_profiler.
 */
final class CallInstrumentation extends Instrumentation {

  private static final ClassDesc TALLY = ClassDesc.of(CallTally.class.getName());
  private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
  private static final MethodTypeDesc CALL =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final MethodTypeDesc ENTER =
      MethodTypeDesc.of(LONGS, ConstantDescs.CD_int, ConstantDescs.CD_int);

  private final SmallMethods small;
  private final Predicate<MethodName> byLine;
  private final List<CountedMethod> methods = new ArrayList<>();

  /**
   * A method into which counters were woven; its place in the list is its number in {@link
   * CallTally}.
   *
   * @param firstLine where it begins, 0 if the class does not say
   * @param lines the lines that have counters, empty if only calls are counted
   * @param blocks the small methods that each basic block with a counter calls. The counters of
   *     lines come first in {@link CallTally#enter}, those of blocks after them
   */
  private record CountedMethod(
      MethodName name,
      String file,
      int firstLine,
      List<Integer> lines,
      List<List<MethodName>> blocks) {

    /** How many counters it needs besides that of its calls. */
    int counters() {
      return lines.size() + blocks.size();
    }
  }

  /**
   * What one thread has counted in one method; hits are by line, none if lines have no counters.
   */
  record MethodCount(String thread, CountedMethod method, long calls, List<Long> hits) {

    MethodName name() {
      return method.name();
    }
  }

  /** Counts calls everywhere, and lines in the methods that {@code byLine} chooses. */
  CallInstrumentation(SmallMethods small, Predicate<MethodName> byLine) {
    this.small = small;
    this.byLine = byLine;
  }

  @Override
  Supplier<CodeTransform> counters(MethodName name, CodeModel code, String file) {
    BlockCalls calls = small.callsIn(code);
    List<Integer> lines =
        code.elementStream()
            .filter(LineNumber.class::isInstance)
            .map(element -> ((LineNumber) element).line())
            .toList();
    CountedMethod method =
        new CountedMethod(
            name,
            file,
            lines.isEmpty() ? 0 : lines.getFirst(),
            byLine.test(name) ? lines.stream().distinct().sorted().toList() : List.of(),
            calls.blocks());
    int number = number(method);
    return small.contain(name)
        ? () -> CodeTransform.ACCEPT_ALL
        : () -> new Counters(method, calls, number);
  }

  private synchronized int number(CountedMethod method) {
    methods.add(method);
    return methods.size() - 1;
  }

  private synchronized List<CountedMethod> methods() {
    return List.copyOf(methods);
  }

  /** Commits an event for every method that a thread has called, and for each of its lines. */
  @Override
  void commit(ProfiledLoader loader) {
    for (MethodCount count : counts(loader)) {
      CountedMethod method = count.method();
      CountEvent.Calls calls = new CountEvent.Calls();
      calls.calls = count.calls();
      calls.commitAt(method.name(), method.file(), method.firstLine(), count.thread());
      for (int i = 0; i < count.hits().size(); i++) {
        CountEvent.Hits hits = new CountEvent.Hits();
        hits.hits = count.hits().get(i);
        hits.commitAt(method.name(), method.file(), method.lines().get(i), count.thread());
      }
    }
  }

  /** The counts of every thread, those of small methods taken from the blocks that call them. */
  List<MethodCount> counts(ProfiledLoader loader) {
    List<CountedMethod> known = methods();
    Map<MethodName, CountedMethod> byName = new HashMap<>();
    known.forEach(method -> byName.put(method.name(), method));
    List<MethodCount> counts = new ArrayList<>();
    for (Object[] counted : loader.snapshot(CallTally.class)) {
      String thread = (String) counted[0];
      long[] calls = (long[]) counted[1];
      long[][] counters = (long[][]) counted[2];
      Map<MethodName, Long> ofSmall = new HashMap<>();
      for (int number = 0; number < Math.min(calls.length, known.size()); number++) {
        CountedMethod method = known.get(number);
        if (calls[number] > 0) {
          long[] own = counters[number] == null ? new long[0] : counters[number];
          List<Long> hits = Arrays.stream(own).limit(method.lines().size()).boxed().toList();
          counts.add(new MethodCount(thread, method, calls[number], hits));
          addBlocks(method, own, ofSmall);
        }
      }
      ofSmall.forEach((name, count) -> {
        CountedMethod method = byName.get(name);
        if (count > 0 && method != null) {
          counts.add(new MethodCount(thread, method, count, List.of()));
        }
      });
    }
    return counts;
  }

  private static void addBlocks(
      CountedMethod method, long[] counters, Map<MethodName, Long> ofSmall) {
    int counter = method.lines().size();
    for (List<MethodName> block : method.blocks()) {
      long times = counters[counter++];
      block.forEach(called -> ofSmall.merge(called, times, Long::sum));
    }
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
