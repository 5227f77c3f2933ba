package hpc.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.launch.KnownProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A problem is one thing in one place. */
class ProblemTypeTest {

  /** The list of problems, and examples in the help of commands. */
  private static final int MOST_FILES = 6;

  private static final Path SOURCES = Path.of("src/main/java");

  @Test
  void typesHaveTheNamesOfTheList() {
    assertEquals(
        Arrays.stream(KnownProblem.values()).map(KnownProblem::command).toList(),
        ProblemType.all().stream().map(ProblemType::name).toList());
    assertTrue(ProblemType.named("nothing").isEmpty());
  }

  @Test
  void everyPlaceholderAndSizeIsAnOption() {
    for (ProblemType problem : ProblemType.all()) {
      List<String> posed = problem.posed().stream().map(Parameter::name).toList();
      assertTrue(posed.containsAll(problem.placeholders()), problem.name());
      List<Parameter<?>> all = problem.parameters();
      assertTrue(all.containsAll(problem.posed()), problem.name());
      List<String> names = all.stream().map(Parameter::name).toList();
      assertTrue(names.containsAll(problem.sizeParameters()), problem.name());
      problem
          .size()
          .ifPresent(size -> {
            assertTrue(names.containsAll(size.options()), problem.name());
            assertTrue(names.containsAll(size.notGrowing()), problem.name());
          });
    }
  }

  @Test
  void fewFilesOutsideTheProblemsNameOne() throws IOException {
    List<Path> own =
        Stream.of("sieve", "diffusion", "fieldio", "amdahl")
            .map(name -> SOURCES.resolve("hpc").resolve(name))
            .toList();
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      List<Path> naming =
          sources
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> own.stream().noneMatch(file::startsWith))
              .filter(ProblemTypeTest::namesAProblem)
              .toList();
      assertTrue(naming.size() <= MOST_FILES, naming::toString);
    }
  }

  private static boolean namesAProblem(Path file) {
    String text;
    try {
      text = Files.readString(file).toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
    return Stream.of("sieve", "diffusion", "hpc.amdahl", "hpc amdahl").anyMatch(text::contains);
  }
}
