package hpc.sweep;

import hpc.external.ProgramSearch;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  public List<String> command(Point point) {
    return executor.command(point);
  }

  @Override
  public void adjust(Map<String, String> environment) {
    executor.adjust(environment);
  }
}
