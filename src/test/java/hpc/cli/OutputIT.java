package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields that a run reads and leaves behind. */
@Timeout(1200)
class OutputIT {

  private static final String SMALL = "diffusion --nx 40 --ny 60 --steps 30 -q ";

  @RegisterExtension static final HpcSession SESSION = new HpcSession();

  /** Of the session. */
  @TempDir private static Path shared;

  @TempDir private Path directory;

  @Test
  void everyLayoutLeavesTheSameFiles() throws Exception {
    String output = "--output-every 20 --output-format png,npy,vti,csv --output ";
    String answer = hpc(SMALL + output + "serial");
    assertEquals(answer, hpc(SMALL + output + "threads --threads 2"));
    assertEquals(answer, hpc(SMALL + output + "ranks --ranks 2"));
    Map<String, byte[]> serial = files("serial");
    assertEquals(3 * 3 + 1, serial.size(), serial.keySet()::toString);
    for (String other : List.of("threads", "ranks")) {
      Map<String, byte[]> found = files(other);
      assertEquals(serial.keySet(), found.keySet());
      serial.forEach((name, bytes) -> assertArrayEquals(bytes, found.get(name), other + name));
    }
    assertEquals(
        List.of("step", "0", "20", "30"),
        Files.readString(directory.resolve("serial/series.csv"))
            .lines()
            .map(row -> row.substring(0, row.indexOf(',')))
            .toList());
  }

  @Test
  void aLargeFieldIsOnePictureThatFitsAPage() throws Exception {
    hpc("diffusion --nx 1500 --ny 3000 --steps 2 -q --ranks 2 --output pictures");
    assertEquals(List.of("field_000000.png", "field_000002.png"), names("pictures"));
    BufferedImage image = ImageIO.read(directory.resolve("pictures/field_000002.png").toFile());
    // three by three points make 1000 x 500 pixels
    assertTrue(image.getWidth() > 1000 && image.getWidth() < 1300, "width " + image.getWidth());
    assertTrue(image.getHeight() > 500 && image.getHeight() < 700, "height " + image.getHeight());
  }

  @Test
  void aFieldThatWasWrittenIsWhereTheNextRunBegins() throws Exception {
    String whole = hpc(SMALL + "--output npy --output-format npy --output-every 10");
    String rest = "diffusion --steps 10 -q --ic npy/field_000020.npy --ranks 2";
    assertEquals(whole, hpc(rest));
    assertEquals(whole, hpc(rest + " --nx 40"));
  }

  @Test
  void aMatrixIsReadByEveryRank() throws Exception {
    Files.writeString(directory.resolve("m.dat"), "# 3 2\n1 2\n3 4\n5 6\n");
    assertEquals(
        hpc("diffusion --steps 3 --ic m.dat -q"),
        hpc("diffusion --steps 3 --ic m.dat -q --ranks 3"));
    hpc("diffusion --steps 3 --ic m.dat --coefficient m.dat --source m.dat -q --csv x.csv");
    assertTrue(
        Files.readString(directory.resolve("x.csv"))
            .matches("(?s).*;coefficient=m.dat@[0-9a-f]{8};source=m.dat@.*;ic=m.dat@.*"));
  }

  @Test
  void linksAtNamesThatCanBeGuessedAreNotFollowed() throws Exception {
    String words = SMALL + "--output-every 20 --output-format png,npy,vti,csv --output ";
    inSession(words + directory.resolve("plain")).answer();
    Path victim = Files.writeString(directory.resolve("victim"), "theirs");
    Path planted = Files.createDirectory(directory.resolve("planted"));
    Map<String, byte[]> plain = files("plain");
    for (String name : Stream.concat(plain.keySet().stream(), Stream.of(".problem")).toList()) {
      Files.createSymbolicLink(planted.resolve(name + ".tmp"), victim);
      Files.createSymbolicLink(planted.resolve("." + name + ".tmp"), victim);
    }
    inSession(words + planted).answer();
    for (Map.Entry<String, byte[]> file : plain.entrySet()) {
      assertArrayEquals(file.getValue(), Files.readAllBytes(planted.resolve(file.getKey())));
    }

    Path first = Files.createDirectory(directory.resolve("taken")).resolve("field_000000.png");
    Files.createSymbolicLink(first, victim);
    String line = inSession(words + first.getParent()).complaint(2);
    assertTrue(line.contains("field_000000.png is there, of an unknown problem"), line);
    assertEquals("theirs", Files.readString(victim));
  }

  @ParameterizedTest
  @CsvSource({"png, 1", "npy, 1", "vti, 2", "npy, 2", "csv, 1", "png, 2"})
  void aFullDiskEndsTheRunWithOneLineAndNoHalfFile(String format, int ranks) throws Exception {
    // two fields of npy or vti, 19 KiB each, and the two hidden files; a series has a page
    String size = format.matches("npy|vti") ? "48k" : "40k";
    List<String> command = SmallDisk.command(directory, size, "ls small/d");
    String steps = format.equals("csv") ? "1000" : "30";
    command.addAll(
        List.of(
            ("diffusion --nx 40 --ny 60 --output-every 1 -q --output small/d --steps "
                    + steps
                    + " --output-format "
                    + format
                    + " --ranks "
                    + ranks)
                .split(" ", -1)));
    HpcProcess.Ended ended = HpcProcess.start(directory, Map.of(), command).end();
    assertEquals(1, ended.status(), ended::toString);
    assertTrue(ended.onlyLine().contains(": small/d/"), ended.err());
    assertTrue(ended.onlyLine().contains(": No space left on device"), ended.err());
    // what came before is whole; of the last nothing is left, nor of anything aside
    assertTrue(
        ended.out().matches("((field_[0-9]{6}[.](png|npy|vti)|series[.]csv)\n)*"), ended.out());
    assertEquals(format.matches("npy|vti") ? 2 : format.equals("csv") ? 1 : 0, written(ended));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--output=x --repeat 2        | --output with --repeat 2: every repetition would write the",
        "--output=x --warmup 1        | --output with --warmup 1: every repetition would write the",
        "--output-every 3             | --output-every without --output; accepted: ",
        "--output-format npy          | --output-format without --output; accepted: ",
        "--output-range 0,1           | --output-range without --output; accepted: ",
        "--output=x --output-every 0  | --output-every 0: accepted: 1 or more",
        "--output=x --output-format=a | --output-format a: accepted: png, npy, vti, csv",
        "--output=x --output-range=1  | --output-range 1: accepted: LO,HI, two numbers",
        "--output=x --output-range=2,1 | --output-range 2,1: accepted: LO,HI, two numbers",
        "--output=x --output-range=0,1 --output-format=csv | --output-range without a picture; ",
        "--output=                    | --output '': empty; accepted: ",
        "--ic=none.npy                | --ic none.npy: no such field or file; accepted: ",
        "--source=none.npy            | --source none.npy: no such field or file; accepted: ",
        "--coefficient=none.npy       | --coefficient none.npy: no such field or file; accepted: ",
        "--ic=m.dat                   | --ic m.dat:3:4: ragged: the row ends after 2; accepted: ",
      })
  void wrongWordsAreRefusedAndNothingIsWritten(String words, String line) throws Exception {
    Files.writeString(shared.resolve("m.dat"), "# 2 3\n1 2 3\n4 5\n");
    String said = SESSION.run(shared, ("diffusion " + words).split(" +", -1)).complaint(2);
    assertTrue(said.startsWith("hpc diffusion: " + line), said);
    assertFalse(Files.exists(shared.resolve("x")));
  }

  @Test
  void aDirectoryThatCannotBeMadeIsOneLine() throws Exception {
    Files.createFile(directory.resolve("plain"));
    assertEquals(
        "hpc diffusion: plain: not a directory",
        HpcProcess.run(directory, (SMALL + "--output plain").split(" ", -1)).complaint(1));
    assertEquals(
        "hpc diffusion: plain: not a directory",
        HpcProcess.run(directory, (SMALL + "--output plain --ranks 2").split(" ", -1))
            .complaint(1));
  }

  private static long written(HpcProcess.Ended ended) {
    return ended.out().lines().count();
  }

  private static HpcProcess.Ended inSession(String words) throws Exception {
    return SESSION.run(shared, words.split(" ", -1));
  }

  private String hpc(String words) throws Exception {
    return HpcProcess.run(directory, words.split(" ", -1)).answer();
  }

  private List<String> names(String folder) throws Exception {
    return List.copyOf(files(folder).keySet());
  }

  private Map<String, byte[]> files(String folder) throws Exception {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(directory.resolve(folder))) {
      for (Path path : paths.filter(p -> !p.endsWith(".problem")).toList()) {
        files.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }
}
