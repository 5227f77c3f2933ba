package hpc.sweep;

import hpc.external.ProgramSearch;
import hpc.sweep.PointQueue.Turn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Starts points as another executor does, but not those of programs that are not installed: they
 * are skipped, since one file serves machines with and without them.
 *
 * @param executor starts the others
 * @param search finds programs
 */
public record PresentPrograms(PointExecutor executor, ProgramSearch search)
    implements PointExecutor {

  @Override
  public Optional<String> misfit(Point point) {
    return executor.misfit(point).or(() -> CommandRun.absence(point, search));
  }

  @Override
  public Packing packing() {
    return executor.packing();
  }

  @Override
  public Resources needs(Point point) {
    return executor.needs(point);
  }

  @Override
  public List<String> command(Turn turn) {
    return executor.command(turn);
  }

  @Override
  public void adjust(Map<String, String> environment) {
    executor.adjust(environment);
  }

  @Override
  public OptionalLong memoryBytes(Turn turn) {
    return executor.memoryBytes(turn);
  }

  @Override
  public Accounting accounting() {
    return executor.accounting();
  }
}
