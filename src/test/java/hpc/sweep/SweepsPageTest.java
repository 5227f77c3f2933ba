package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of docs/sweeps.md, each followed by its points. */
class SweepsPageTest {

  private static final Path PAGE = Path.of("docs/sweeps.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("```yaml\n(.*?)```\n\n```\n(.*?)```", Pattern.DOTALL);

  record Example(String sweep, List<String> points) {}

  static List<Example> examples() throws IOException {
    return EXAMPLE
        .matcher(Files.readString(PAGE))
        .results()
        .map((MatchResult one) -> new Example(one.group(1), one.group(2).lines().toList()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesHaveThePointsThatStandBelow(Example example) {
    assertEquals(
        example.points(),
        SweepConfig.parse("docs/sweeps.md", example.sweep(), Catalogs.HPC).points().stream()
            .map(SweepPoint::label)
            .toList());
  }

  @Test
  void everyExampleIsOne() throws IOException {
    long fences = Stream.of(Files.readString(PAGE).split("```yaml")).skip(1).count();
    assertEquals(fences, examples().size());
    assertTrue(fences > 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sweep",
        "defaults",
        "runs",
        "workload",
        "options",
        "axes",
        "zip",
        "exclude",
        "scaling"
      })
  void everyKeyHasALine(String key) throws IOException {
    assertTrue(Files.readString(PAGE).contains("\n| `" + key + "` | "), key);
  }
}
