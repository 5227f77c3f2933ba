package hpc.nativecode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.rig.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/native.md, as they stand there, print what stands there. */
@Timeout(1200)
class ExampleTest {

  @TempDir private Path directory;

  @Test
  void thePageTellsTheTruth() throws Exception {
    Programs.require("cc", "gfortran");
    try (Stream<Path> sources = Files.list(Path.of("src/native/example"))) {
      for (Path source : sources.toList()) {
        Files.copy(source, directory.resolve(source.getFileName()));
      }
    }
    List<String> page = Files.readAllLines(Path.of("docs/native.md"));
    List<String> own = page.subList(page.indexOf("## Your own"), page.size());
    List<String> commands = block(own, 0);
    assertEquals(3, commands.size(), commands::toString);
    assertEquals(List.of(), run(commands.get(0)));
    assertEquals(List.of(), run(commands.get(1)));
    assertTrue(commands.get(2).startsWith("java "), commands::toString);
    assertEquals(
        block(own, own.indexOf("It prints")),
        run(System.getProperty("java.home") + "/bin/" + commands.get(2)));
  }

  /** The first indented lines from {@code from} on. */
  private static List<String> block(List<String> page, int from) {
    return page.subList(from, page.size()).stream()
        .dropWhile(line -> !line.startsWith("    "))
        .takeWhile(line -> line.startsWith("    "))
        .map(String::strip)
        .toList();
  }

  private List<String> run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command.split(" "))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    List<String> said = process.inputReader().lines().toList();
    assertEquals(0, process.waitFor(), said::toString);
    return said;
  }
}
