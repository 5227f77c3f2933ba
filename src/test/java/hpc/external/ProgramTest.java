package hpc.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {

  private static final Set<String> PARAMETERS = Set.of("nx", "limit");

  @Test
  void placeholdersAreFilledInWithinWords() {
    List<String> words =
        Program.command(
            "program", "  prog {limit}\t--threads={threads} {} {X} a{nx}x{nx} ", PARAMETERS);
    Program program =
        new Program(
            "p", words, Program.pattern("answer", "(x)"), Optional.empty(), Optional.empty());

    assertEquals(
        List.of("prog", "$1\\", "--threads=3", "{}", "{X}", "a7x7"),
        program.command(Map.of("limit", "$1\\", "nx", "7"), 3));
  }

  @Test
  void aParameterThatTheProblemHasNotIsNamed() {
    Program program =
        new Program(
            "p",
            Program.command("program", "prog {nx}", PARAMETERS),
            Program.pattern("answer", "(x)"),
            Optional.empty(),
            Optional.empty());

    assertEquals(
        "--program: {nx}: this problem has none; it has limit",
        assertThrows(IllegalArgumentException.class, () -> program.command(Map.of("limit", "1"), 1))
            .getMessage());
  }

  @Test
  void anUnknownPlaceholderIsNamedWithThoseThatThereAre() {
    assertEquals(
        "program: unknown placeholder {limt}; accepted: {limit}, {nx}, {threads}, {java}, {jar}",
        assertThrows(
                IllegalArgumentException.class,
                () -> Program.command("program", "prog {limt}", PARAMETERS))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[a", "a)", "*"})
  void whatIsNoRegularExpressionIsRefused(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Program.pattern("answer", text))
            .getMessage();

    assertEquals(1, message.lines().count());
    assertTrue(message.startsWith("answer \"" + text + "\": no regular expression: "), message);
  }

  @Test
  void aPatternMustHaveAGroup() {
    assertEquals(
        "time \"\\d+\": without a group; accepted: (...) around what is to be taken",
        assertThrows(IllegalArgumentException.class, () -> Program.pattern("time", "\\d+"))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "'Seconds: 0.050\n50847534', (\\d+), 50847534",
    "'1\n2\n3', ^(2)$, 2",
    "'a=1 a=2', a=(\\d), 2",
    "'a b', (c)?, ''",
    "'', (x), ''"
  })
  void theLastMatchIsTaken(String text, String pattern, String taken) throws IOException {
    assertEquals(taken, taken(pattern, text, Duration.ofMinutes(10)).orElse(""));
  }

  private static Optional<String> taken(String pattern, String text, Duration atMost)
      throws IOException {
    return Program.taken(Program.pattern("answer", pattern), text, atMost);
  }

  @ParameterizedTest
  @CsvSource({"(.*a)*b$, 1, more than 1 s", "'(?:.|\n)*(x)y', 600, too deep a stack"})
  void aPatternThatCannotSearchIsGivenUp(String pattern, int seconds, String reason) {
    String message =
        assertThrows(
                IOException.class,
                () -> taken(pattern, "xa".repeat(1 << 20), Duration.ofSeconds(seconds)))
            .getMessage();

    assertTrue(message.contains(reason), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "-x", "a/b", "a;b", "ä"})
  void aNameIsOneOfTables(String name) {
    assertThrows(IllegalArgumentException.class, () -> Program.name("name", name));
  }

  @Test
  void thisProgramItselfMayBeOne() {
    List<String> words =
        Program.command("program", "{java} -Xint -jar {jar} {limit}", Set.of("limit"));
    Program program =
        new Program("x", words, Pattern.compile("(.)"), Optional.empty(), Optional.empty())
            .on(Path.of("/jdk/bin/java"), Path.of("/here/hpc.jar"));

    assertTrue(Program.isOurJava(words.getFirst()));
    assertFalse(Program.isOurJava("java"));
    assertEquals(
        List.of("/jdk/bin/java", "-Xint", "-jar", "/here/hpc.jar", "10"),
        program.command(Map.of("limit", "10"), 1));
  }
}
