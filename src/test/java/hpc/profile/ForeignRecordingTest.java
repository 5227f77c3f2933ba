package hpc.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings that others have made, or that have suffered. */
class ForeignRecordingTest {

  @TempDir private Path directory;

  private Path record(String command) throws IOException {
    Path file = Recordings.file(directory, 0);
    try (Recording recording = new Recording()) {
      recording.enable(RunFacts.class);
      recording.start();
      RunFacts facts = new RunFacts();
      facts.command = command;
      facts.ranks = 1;
      facts.counting = ProfileView.Counting.NOTHING.name();
      facts.commit();
      recording.stop();
      recording.dump(file);
    }
    return file;
  }

  @Test
  void aCommandIsNoMarkupOfAFlameGraph() throws IOException {
    record("hpc <img src=x onerror=alert(1)>");
    ViewRequest request =
        new ViewRequest(ViewRequest.Sort.TOTTIME, ViewRequest.By.PROGRAM, 1, List.of(), directory);
    FlameView.render(Recordings.at(directory), request);
    String page = Files.readString(directory.resolve("flame.html"));
    assertTrue(page.contains(": hpc &lt;img src=x onerror=alert(1)&gt;"), page);
    assertFalse(page.contains("<img"), page);
  }

  @ParameterizedTest
  @CsvSource({
    "hpc.A.<init>, hpc.A.<init>",
    "</script><script>alert(1)//, < /script><script>alert(1)//",
    "<!--<script>, < !--<script>",
    "'a\nb', a b",
  })
  void aNameStaysInTheStringOfTheScript(String name, String inScript) {
    assertEquals(inScript, FlameView.inScript(name));
  }

  @Test
  void aDamagedRecordingIsToldInOneLine() throws IOException {
    Path file = record("hpc sieve");
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(21);
    int told = 0;
    for (int trial = 0; trial < 60; trial++) {
      byte[] damaged = whole.clone();
      for (int flips = 0; flips < 8; flips++) {
        damaged[16 + random.nextInt(whole.length - 16)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, damaged);
      try {
        Recordings.at(file).forEach((_, event) -> assertNotNull(event.toString()));
      } catch (IllegalArgumentException e) {
        told++;
        assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
      }
    }
    assertTrue(told > 10, "only " + told + " of 60 were found damaged");
  }
}
