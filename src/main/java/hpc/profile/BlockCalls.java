package hpc.profile;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calls of small methods in the code of one method, by basic block: what runs from its first
 * instruction to its last whenever it runs at all. One counter does for all calls of a block. (An
 * exception thrown in the midst of a block leaves it counted in full.)
 */
final class BlockCalls {

  private final Map<Integer, Integer> counterBefore = new HashMap<>();
  private final List<List<MethodName>> blocks = new ArrayList<>();

  private BlockCalls() {}

  /** Those in {@code code}. */
  static BlockCalls in(CodeModel code, SmallMethods small) {
    Set<Label> targets = targets(code);
    BlockCalls calls = new BlockCalls();
    List<MethodName> block = new ArrayList<>();
    int index = 0;
    for (CodeElement element : code) {
      boolean begins = element instanceof LabelTarget at && targets.contains(at.label());
      boolean ends =
          SmallMethods.branches(element)
              || element instanceof ReturnInstruction
              || element instanceof ThrowInstruction;
      if (begins || ends) {
        block = new ArrayList<>();
      }
      boolean first = block.isEmpty();
      small.addCalls(element, block);
      if (first && !block.isEmpty()) {
        calls.counterBefore.put(index, calls.blocks.size());
        calls.blocks.add(block);
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
          // goes on to the next
        }
      }
    }
    return targets;
  }

  private static void add(Set<Label> targets, Label byDefault, List<SwitchCase> cases) {
    targets.add(byDefault);
    cases.forEach(one -> targets.add(one.target()));
  }

  /** The methods called in each block, as often as they are called; by number of its counter. */
  List<List<MethodName>> blocks() {
    return blocks;
  }

  /** The counter to be incremented before the element of the code with this index, or -1. */
  int counterBefore(int element) {
    return counterBefore.getOrDefault(element, -1);
  }
}
