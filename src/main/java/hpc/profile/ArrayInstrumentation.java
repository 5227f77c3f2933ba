package hpc.profile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Measures every array that the program makes: {@code new}, {@code clone} and the copies of {@link
 * java.util.Arrays}. What libraries make is a {@link LibraryAllocation}; single objects of the
 * program are not seen.
 */
final class ArrayInstrumentation extends Instrumentation {

  private static final ClassDesc TALLY = ClassDesc.of(ArrayTally.class.getName());
  private static final MethodTypeDesc BEFORE =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final MethodTypeDesc MADE =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object, ConstantDescs.CD_int);
  private static final Set<String> COPIES = Set.of("copyOf", "copyOfRange");

  private final List<Site> sites = new ArrayList<>();

  /** A line that makes arrays. */
  private record Site(MethodName method, String file, int line) {}

  @Override
  Supplier<CodeTransform> counters(MethodName method, CodeModel code, String file) {
    return () -> new Measures(method, file);
  }

  private synchronized int number(Site site) {
    sites.add(site);
    return sites.size() - 1;
  }

  private synchronized List<Site> sites() {
    return List.copyOf(sites);
  }

  @Override
  void commit(ProfiledLoader loader) {
    List<Site> places = sites();
    for (Object[] counted : loader.snapshot(ArrayTally.class)) {
      long[][] figures = (long[][]) counted[1];
      String[] types = (String[]) counted[2];
      for (int site = 0; site < Math.min(figures.length, places.size()); site++) {
        if (figures[site] != null) {
          commit(places.get(site), (String) counted[0], types[site], figures[site]);
        }
      }
    }
  }

  private static void commit(Site site, String thread, String type, long[] figures) {
    CountEvent.Arrays count = new CountEvent.Arrays();
    count.arrayType = type;
    count.arrays = figures[ArrayTally.COUNT];
    count.bytes = figures[ArrayTally.BYTES];
    count.largestLength = figures[ArrayTally.LENGTH];
    count.largestBytes = figures[ArrayTally.LARGEST_BYTES];
    count.residentBefore = figures[ArrayTally.RESIDENT_BEFORE];
    count.residentAfter = figures[ArrayTally.RESIDENT_AFTER];
    count.commitAt(site.method(), site.file(), site.line(), thread);
  }

  /** The woven instructions of one method. */
  private final class Measures implements CodeTransform {

    private final MethodName method;
    private final String file;
    private int line;

    Measures(MethodName method, String file) {
      this.method = method;
      this.file = file;
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
      switch (element) {
        case LineNumber at -> {
          line = at.line();
          builder.with(element);
        }
        case NewPrimitiveArrayInstruction _, NewReferenceArrayInstruction _ -> {
          builder.dup().invokestatic(TALLY, "before", BEFORE).with(element);
          measure(builder, "made");
        }
        case NewMultiArrayInstruction _ -> {
          builder.with(element);
          measure(builder, "madeWithElements");
        }
        case InvokeInstruction call when makesCopy(call) -> {
          builder.with(element);
          measure(builder, "made");
        }
        default -> builder.with(element);
      }
    }

    private void measure(CodeBuilder builder, String how) {
      builder
          .dup()
          .loadConstant(number(new Site(method, file, line)))
          .invokestatic(TALLY, how, MADE);
    }

    private static boolean makesCopy(InvokeInstruction call) {
      String name = call.name().stringValue();
      String owner = call.owner().asInternalName();
      return (owner.equals("java/util/Arrays") && COPIES.contains(name))
          || (owner.startsWith("[") && name.equals("clone"));
    }
  }
}
