package hpc.profile;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Methods too small to carry a counter: a load and a store in the innermost loop of a kernel, which
 * the compiler dissolves in its caller. A counter there makes such a loop eight times slower. Their
 * calls are counted by those who call them, once for all calls that are made together.
 *
 * <p>That is exact where every caller is known: a static method to which nobody holds a handle. It
 * calls no method of the program that is not small itself.
 */
final class SmallMethods {

  /**
   * Of bytecode. The compiler dissolves up to 35 anywhere and up to 325 in hot code; a larger
   * method does enough work for a counter of its own not to matter.
   */
  private static final int LARGEST_BYTES = 100;

  private final Map<MethodName, List<MethodName>> calls = new HashMap<>();

  private SmallMethods() {}

  /**
   * Those of a program.
   *
   * @param byLine methods that need counters of their own
   */
  static SmallMethods of(Program program, Predicate<MethodName> byLine) {
    SmallMethods small = new SmallMethods();
    Set<MethodName> held = new HashSet<>();
    for (ClassModel type : program.classes()) {
      type.constantPool()
          .forEach(entry -> {
            if (entry instanceof MethodHandleEntry handle) {
              held.add(
                  MethodName.of(
                      handle.reference().owner(),
                      handle.reference().name(),
                      handle.reference().type()));
            }
          });
      type.methods().forEach(method -> small.consider(type, method));
    }
    small.calls.keySet().removeIf(method -> held.contains(method) || byLine.test(method));
    small.removeCallersOfOthers();
    return small;
  }

  private void consider(ClassModel type, MethodModel method) {
    MethodName name = MethodName.of(type, method);
    if (method.flags().has(AccessFlag.STATIC)
        && !name.method().startsWith("<")
        && method.code().orElse(null) instanceof CodeAttribute code
        && code.codeLength() <= LARGEST_BYTES) {
      List<MethodName> own = ownCalls(code);
      if (own.isEmpty() || code.elementStream().noneMatch(SmallMethods::branches)) {
        calls.put(name, own);
      }
    }
  }

  private void removeCallersOfOthers() {
    boolean removed;
    do {
      Set<MethodName> left = Set.copyOf(calls.keySet());
      removed = calls.values().removeIf(own -> !left.containsAll(own));
    } while (removed);
  }

  private static List<MethodName> ownCalls(CodeModel code) {
    return code.elementStream()
        .filter(InvokeInstruction.class::isInstance)
        .map(element -> callee((InvokeInstruction) element))
        .filter(MethodName::isOwn)
        .toList();
  }

  private static MethodName callee(InvokeInstruction call) {
    return MethodName.of(call.owner(), call.name(), call.type());
  }

  /** Whether what follows need not run as often as what went before. */
  private static boolean branches(CodeElement element) {
    return element instanceof BranchInstruction
        || element instanceof TableSwitchInstruction
        || element instanceof LookupSwitchInstruction
        || element instanceof ExceptionCatch;
  }

  /** Whether {@code method} is small. */
  boolean contain(MethodName method) {
    return calls.containsKey(method);
  }

  /**
   * The calls of small methods in the code of one method, by basic block: what runs from its first
   * instruction to its last whenever it runs at all. One counter does for all calls of a block. (An
   * exception thrown in the midst of a block leaves it counted in full.)
   *
   * @param blocks the methods called in each block, as often as they are called, by counter
   * @param counters by the index of the element of the code before which they are incremented
   */
  record BlockCalls(List<List<MethodName>> blocks, Map<Integer, Integer> counters) {

    /** The counter to be incremented before the element of the code with this index, or -1. */
    int counterBefore(int element) {
      return counters.getOrDefault(element, -1);
    }
  }

  /** The calls of small methods in {@code code}. */
  BlockCalls callsIn(CodeModel code) {
    Set<Label> targets = targets(code);
    BlockCalls calls = new BlockCalls(new ArrayList<>(), new HashMap<>());
    List<MethodName> block = new ArrayList<>();
    int index = 0;
    for (CodeElement element : code) {
      boolean begins = element instanceof LabelTarget at && targets.contains(at.label());
      boolean ends =
          branches(element)
              || element instanceof ReturnInstruction
              || element instanceof ThrowInstruction;
      if (begins || ends) {
        block = new ArrayList<>();
      }
      boolean first = block.isEmpty();
      if (element instanceof InvokeInstruction call && call.opcode() == Opcode.INVOKESTATIC) {
        add(callee(call), block);
      }
      if (first && !block.isEmpty()) {
        calls.counters().put(index, calls.blocks().size());
        calls.blocks().add(block);
      }
      index++;
    }
    return calls;
  }

  private static Set<Label> targets(CodeModel code) {
    Set<Label> targets = new HashSet<>();
    for (CodeElement element : code) {
      switch (element) {
        case BranchInstruction branch -> targets.add(branch.target());
        case TableSwitchInstruction branch -> add(targets, branch.defaultTarget(), branch.cases());
        case LookupSwitchInstruction branch -> add(targets, branch.defaultTarget(), branch.cases());
        case ExceptionCatch handler -> targets.add(handler.handler());
        default -> {
          // continues with the next element
        }
      }
    }
    return targets;
  }

  private static void add(Set<Label> targets, Label byDefault, List<SwitchCase> cases) {
    targets.add(byDefault);
    cases.forEach(one -> targets.add(one.target()));
  }

  /** Adds {@code method}, if it is small, and the small methods that it calls. */
  private void add(MethodName method, List<MethodName> called) {
    List<MethodName> own = calls.get(method);
    if (own != null) {
      called.add(method);
      own.forEach(next -> add(next, called));
    }
  }
}
