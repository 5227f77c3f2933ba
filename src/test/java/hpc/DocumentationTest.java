package hpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hpc.bench.RunColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages that list what the code has list all of it. */
class DocumentationTest {

  @Test
  void architectureHasAWordOnEveryClass() throws IOException {
    String page = Files.readString(Path.of("docs/ARCHITECTURE.md"));
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      List<String> missing =
          sources
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
              .map(name -> name.substring(0, name.length() - ".java".length()))
              .filter(name -> !page.contains("**" + name + "**"))
              .sorted()
              .toList();
      assertEquals(List.of(), missing);
    }
  }

  @Test
  void architectureNamesNoClassThatIsGone() throws IOException {
    String page = Files.readString(Path.of("docs/ARCHITECTURE.md"));
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      List<String> names = sources.map(file -> file.getFileName().toString()).toList();
      List<String> gone =
          named(page, "\\*\\*(\\w+)\\*\\*")
              .filter(name -> !names.contains(name + ".java"))
              .toList();
      assertEquals(List.of(), gone);
    }
  }

  @Test
  void architectureNamesNoTestThatIsGone() throws IOException {
    String page = Files.readString(Path.of("docs/ARCHITECTURE.md"));
    try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
      List<String> names = sources.map(file -> file.getFileName().toString()).toList();
      List<String> gone =
          named(page, "`(\\w+(?:Test|IT))`")
              .filter(name -> !names.contains(name + ".java"))
              .toList();
      assertEquals(List.of(), gone);
    }
  }

  @Test
  void extendingNamesNoFileThatIsGone() throws IOException {
    String page = Files.readString(Path.of("docs/extending.md"));
    List<String> files = named(page, "`((?:hpc|src|config|slurm|docs|results)/[\\w/.]+)`").toList();
    assertFalse(files.isEmpty());
    assertEquals(
        List.of(),
        files.stream()
            .filter(file -> Files.notExists(Path.of(file)))
            .filter(file -> Files.notExists(Path.of("src/main/java", file)))
            .toList());
  }

  @Test
  void theSchemaPageDescribesEveryColumn() throws IOException {
    String page = Files.readString(Path.of("results/README.md"));
    for (RunColumn column : RunColumn.values()) {
      assertFalse(
          named(page, "(?m)^\\| `(" + column.title() + ")` ").toList().isEmpty(), column.title());
    }
  }

  @Test
  void everyDependencyHasALine() throws IOException {
    String page =
        Files.readString(Path.of("docs/dependencies.md"))
            .replaceAll("[ -]", "")
            .toLowerCase(Locale.ROOT);
    String pom = Files.readString(Path.of("pom.xml"));
    List<String> versions =
        named(pom, "<dependency>(?:(?!</dependency>).)*?<version>([0-9][^<]*)</version>").toList();
    assertFalse(versions.isEmpty());
    assertEquals(List.of(), versions.stream().filter(version -> !page.contains(version)).toList());
  }

  private static Stream<String> named(String page, String pattern) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(page)
        .results()
        .map((MatchResult match) -> match.group(1));
  }
}
