package hpc.sweep;

import hpc.external.ProgramSearch;
import hpc.nativecode.NativeLanguage;
import hpc.nativecode.NativeLibrary;
import hpc.sweep.CpuAllocator.Resources;
import hpc.sweep.PointQueue.Attempt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Starts points as another executor does, but not those of programs that are not installed, nor
 * rungs of a ladder whose kernel has not been built: they are skipped, since one file serves
 * machines with and without them.
 *
 * @param executor starts the others
 * @param search finds programs
 */
public record PresentPrograms(PointExecutor executor, ProgramSearch search)
    implements PointExecutor {

  @Override
  public Optional<String> misfit(SweepPoint point) {
    return executor
        .misfit(point)
        .or(() -> CommandRun.absence(point, search))
        .or(() -> point.isRung() ? missingKernel(point) : Optional.empty());
  }

  /** Outside a ladder the command itself reports a missing kernel. */
  private static Optional<String> missingKernel(SweepPoint point) {
    return NativeLanguage.of(point.options().getOrDefault(SweepPoint.KERNEL, ""))
        .flatMap(NativeLibrary::trouble)
        .map(reason -> "absent: " + reason);
  }

  @Override
  public CpuAllocator allocator() {
    return executor.allocator();
  }

  @Override
  public Resources needs(SweepPoint point) {
    return executor.needs(point);
  }

  @Override
  public List<String> command(Attempt attempt) {
    return executor.command(attempt);
  }

  @Override
  public void adjust(Map<String, String> environment) {
    executor.adjust(environment);
  }

  @Override
  public OptionalLong memoryBytes(Attempt attempt) {
    return executor.memoryBytes(attempt);
  }

  @Override
  public boolean startsHere() {
    return executor.startsHere();
  }

  @Override
  public Accounting accounting() {
    return executor.accounting();
  }
}
