package hpc.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

  private static final String OURS = "a,wall_median_s,b\r\n";

  @TempDir private Path directory;
  private Path input;

  @BeforeEach
  void writeInput() throws IOException {
    input = Files.writeString(directory.resolve("r.csv"), OURS);
  }

  @Test
  void anInputIsRefusedByAnyName() throws IOException {
    Path below = Files.createDirectory(directory.resolve("below"));
    List<Path> routes =
        List.of(
            input,
            below.resolve("../r.csv"),
            Path.of("").toAbsolutePath().relativize(input),
            Files.createSymbolicLink(directory.resolve("link.csv"), input),
            Files.createLink(directory.resolve("hard.csv"), input),
            Files.createSymbolicLink(directory.resolve("here"), directory).resolve("r.csv"));
    for (Path route : routes) {
      assertEquals(
          "--out %s: this command uses %s for something else; accepted: another name"
              .formatted(route, input),
          assertThrows(
                  IllegalArgumentException.class,
                  () -> OutputFile.requireReplaceable(List.of(output(route)), List.of(input)))
              .getMessage());
    }
    assertEquals(OURS, Files.readString(input));
  }

  @Test
  void twoOutputsAreNotTheSame() {
    OutputFile missing = output(directory.resolve("new.csv"));
    assertThrows(
        IllegalArgumentException.class,
        () -> OutputFile.requireReplaceable(List.of(missing, missing), List.of()));
  }

  @Test
  void onlyWhatIsOfTheSameKindIsReplaced() throws IOException {
    Path theirs = Files.writeString(directory.resolve("summary.csv"), "city,inhabitants\r\n");
    assertEquals(
        "--out %s: holds something else than this command writes and is not replaced; accepted: another name"
            .formatted(theirs),
        assertThrows(IllegalArgumentException.class, () -> output(theirs).replace(new byte[1]))
            .getMessage());
    assertEquals("city,inhabitants\r\n", Files.readString(theirs));

    Path ours = Files.writeString(directory.resolve("ours.csv"), OURS);
    Path empty = Files.createFile(directory.resolve("empty.csv"));
    for (Path file : List.of(ours, empty, directory.resolve("new/file.csv"))) {
      output(file).replace("new".getBytes(UTF_8));
      assertEquals("new", Files.readString(file));
    }
  }

  private static OutputFile output(Path file) {
    return new OutputFile("--out", file, ",wall_median_s,");
  }
}
