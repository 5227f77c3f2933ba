package hpc.fieldio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.diffusion.Blocking;
import hpc.diffusion.Decomposition;
import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.DiffusionWorkload;
import hpc.diffusion.DiffusionWorkload.Start;
import hpc.diffusion.FieldStatistics;
import hpc.diffusion.Kernels;
import hpc.diffusion.ProblemBuilder;
import hpc.diffusion.ScalarField;
import hpc.exec.Execution;
import hpc.plot.Heatmap;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

@Timeout(1200)
class FieldOutputTest {

  private static final long STEPS = 11;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"7, 5", "1, 1", "13, 207", "2501, 3"})
  void everyLayoutWritesTheSameFiles(long nx, long ny) throws Exception {
    DiffusionProblem problem = problem(nx, ny).build();
    Map<String, byte[]> serial = written(problem, 1, 1, "rows", 4);
    assertEquals(
        List.of("field_000000", "field_000004", "field_000008", "field_000011"),
        serial.keySet().stream()
            .filter(name -> name.endsWith(".npy"))
            .map(name -> name.replace(".npy", ""))
            .toList());
    assertEquals(3 * 4 + 1, serial.size());
    for (int ranks = 2; ranks <= Math.min(4, nx); ranks++) {
      assertSame(serial, written(problem, ranks, 2, "rows", 4));
    }
    if (nx > 1) {
      assertSame(serial, written(problem, 4, 1, "2x2", 4));
      assertSame(serial, written(problem, 3, 1, "1x3", 4));
    }
  }

  @Test
  void theFieldAndItsFiguresAreWhatTheRunComputes() throws Exception {
    DiffusionProblem problem = problem(13, 207).build();
    Map<String, byte[]> files = written(problem, 1, 1, "rows", STEPS);
    FieldStatistics last = Runs.on(1, 1, run -> Runs.solve(workload(problem, "rows"), run)).get(0);
    ScalarField.Sampled read =
        FieldFile.named("--ic", output().resolve("field_000011.npy").toString()).orElseThrow();
    assertEquals(last.min(), read.lowest());
    assertEquals(last.max(), read.highest());
    assertEquals(13, read.nx());
    assertEquals(207, read.ny());
    String[] row = text(files, "series.csv").lines().toList().getLast().split(",", -1);
    assertEquals("11", row[0]);
    assertEquals(11 * problem.dt(), Double.parseDouble(row[1]));
    assertEquals(last.min(), Double.parseDouble(row[2]));
    assertEquals(last.max(), Double.parseDouble(row[3]));
    assertEquals(last.mean(), Double.parseDouble(row[4]));
    assertEquals(last.mean() * 13 * 207 * 1e-4, Double.parseDouble(row[5]), 1e-9);
  }

  @Test
  void aRunGoesOnFromWhatWasWritten() throws Exception {
    written(problem(13, 207).build(), 2, 1, "rows", 4);
    ScalarField.Sampled middle =
        FieldFile.named("--ic", output().resolve("field_000008.npy").toString()).orElseThrow();
    DiffusionProblem rest = problem(13, 207).initial(middle).steps(STEPS - 8).build();
    Map<String, byte[]> whole = files();
    Map<String, byte[]> after = written(rest, 1, 1, "rows", 99);
    assertArrayEquals(whole.get("field_000011.npy"), after.get("field_000003.npy"));
  }

  /** The parts of the format that ParaView relies on, read by an XML parser and by hand. */
  @Test
  void aVtkImageSaysWhereItsPointsAre() throws Exception {
    DiffusionProblem problem = problem(7, 5).dx(0.5).dy(0.25).build();
    Map<String, byte[]> files = written(problem, 3, 1, "rows", 4);
    byte[] bytes = files.get("field_000004.vti");
    String text = new String(bytes, ISO_8859_1);
    int start = text.indexOf("   _") + 4;
    int length = 7 * 5 * Double.BYTES;
    ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(length, values.getLong(start));
    byte[] npy = files.get("field_000004.npy");
    assertArrayEquals(
        Arrays.copyOfRange(npy, npy.length - length, npy.length),
        Arrays.copyOfRange(bytes, start + Long.BYTES, start + Long.BYTES + length));
    String xml = text.substring(0, start) + text.substring(start + Long.BYTES + length);
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(ISO_8859_1)))
            .getDocumentElement();
    assertEquals("ImageData", root.getAttribute("type"));
    assertEquals("LittleEndian", root.getAttribute("byte_order"));
    assertEquals("UInt64", root.getAttribute("header_type"));
    Element image = element(root, "ImageData");
    assertEquals("0 4 0 6 0 0", image.getAttribute("WholeExtent"));
    assertEquals("0 4 0 6 0 0", element(root, "Piece").getAttribute("Extent"));
    assertEquals("0.25 0.5 1.0", image.getAttribute("Spacing"));
    assertEquals("0.125 0.25 0.0", image.getAttribute("Origin"));
    Element data = element(element(root, "PointData"), "DataArray");
    assertEquals("Float64", data.getAttribute("type"));
    assertEquals("appended", data.getAttribute("format"));
    assertEquals("0", data.getAttribute("offset"));
    assertEquals("raw", element(root, "AppendedData").getAttribute("encoding"));
    assertEquals(
        4 * problem.dt(), Double.parseDouble(element(root, "FieldData").getTextContent().strip()));
  }

  @Test
  void aPictureShowsTheFieldRowByRowDownwards() throws Exception {
    // 1500 columns are reduced two by two; row 0 is at the highest value, all below at the lowest
    ScalarField.Sampled bright =
        new ScalarField.Sampled(
            "bright",
            20,
            1500,
            0,
            1,
            (row, column, count, to, offset) ->
                Arrays.fill(to, offset, offset + count, row < 2 ? 1 : 0));
    DiffusionProblem problem = ProblemBuilder.start().initial(bright).steps(1L).build();
    var image =
        ImageIO.read(
            new ByteArrayInputStream(written(problem, 1, 1, "rows", 1).get("field_000000.png")));
    assertTrue(image.getWidth() > 750 && image.getWidth() < 1000, "width " + image.getWidth());
    int yellow = 0;
    int violet = 0;
    for (int y = 60; y < 130; y++) {
      int colour = image.getRGB(image.getWidth() / 2, y) & 0xFFFFFF;
      if (colour == Heatmap.colour(1)) {
        assertEquals(0, violet, "bright rows are above");
        yellow++;
      } else if (colour == Heatmap.colour(0)) {
        violet++;
      }
    }
    assertTrue(yellow >= 3 && violet > 5 * yellow, yellow + " and " + violet);
  }

  /** A picture of any values is a picture, and the run goes on to its end. */
  @ParameterizedTest
  @CsvSource({
    "0, 4.9e-324",
    "1e-323, 3e-323",
    "-3e-310, 2e-310",
    "1e-309, 1e-309",
    "0, 0",
    "-0.0, 0",
    "7, 7",
    "1e280, 1e280",
    "-1e307, 1e307",
    "1, 1.0000000000000002"
  })
  void extremeValuesHaveAPictureToo(double one, double other) throws Exception {
    ScalarField.Sampled extremes =
        new ScalarField.Sampled(
            "extremes",
            6,
            7,
            Math.min(one, other),
            Math.max(one, other),
            (row, column, count, to, offset) ->
                Arrays.fill(to, offset, offset + count, row < 3 ? one : other));
    DiffusionProblem problem =
        ProblemBuilder.start().initial(extremes).sides("insulated").steps(2L).build();
    Map<String, byte[]> files = written(problem, 1, 1, "rows", 1);
    for (String name : List.of("field_000000.png", "field_000002.png")) {
      var image = ImageIO.read(new ByteArrayInputStream(files.get(name)));
      if (one < other) {
        Set<Integer> colours =
            IntStream.range(70, image.getHeight() - 70)
                .map(y -> image.getRGB(image.getWidth() / 2, y) & 0xFFFFFF)
                .boxed()
                .collect(Collectors.toSet());
        assertTrue(colours.contains(Heatmap.colour(0)), name + ": " + one + " has no colour");
      }
    }
  }

  @Test
  void aRunThatReachesItsSteadyStateShowsIt() throws Exception {
    DiffusionProblem problem = problem(7, 5).steps(100_000L).steady(1e-9).build();
    Map<String, byte[]> files = written(problem, 1, 1, "rows", 100_000);
    List<String> rows = text(files, "series.csv").lines().skip(1).toList();
    assertEquals(2, rows.size());
    long end = Long.parseLong(rows.getLast().split(",", -1)[0]);
    assertTrue(end % 100 == 0 && end < 100_000, rows::toString);
    assertTrue(
        files.containsKey(String.format(Locale.ROOT, "field_%06d.npy", end)),
        files.keySet()::toString);
  }

  @Test
  void aRunThatGoesOnLeavesEveryRowOnce() throws Exception {
    DiffusionProblem problem = problem(7, 5).build();
    String whole = text(written(problem, 1, 1, "rows", 2), "series.csv");
    ScalarField.Sampled six =
        FieldFile.named("--ic", output().resolve("field_000006.npy").toString()).orElseThrow();
    // what a crash left: rows beyond the checkpoint, the last one torn
    String rows = whole.substring(0, whole.lastIndexOf("\r\n11,") + 2) + "10,0.00";
    for (String left : List.of(rows, whole)) {
      Files.writeString(output().resolve("series.csv"), left);
      DiffusionWorkload rest = workload(problem, "rows").from(new Start(6, 2, six::rows));
      run(rest, problem, 1, 1, 2);
      assertEquals(whole, Files.readString(output().resolve("series.csv")));
    }
    run(workload(problem, "rows"), problem, 1, 1, 2);
    assertEquals(whole, Files.readString(output().resolve("series.csv")));
  }

  @Test
  void longRunsHaveLongerNames() throws Exception {
    DiffusionProblem problem = problem(1, 1).steps(12_345_678L).build();
    FieldOutput output = new FieldOutput(problem, output(), 10, List.of(FieldWriter.NPY));
    assertEquals(0, output.next(0));
    assertEquals(10, output.next(1));
    assertEquals(10, output.next(10));
    Runs.on(
        1,
        1,
        run ->
            Runs.solve(
                workload(problem(1, 1).build(), "rows").watchedBy(List.of(output), _ -> {}), run));
    assertTrue(Files.exists(output().resolve("field_00000010.npy")));
  }

  private static Element element(Element parent, String name) {
    assertEquals(1, parent.getElementsByTagName(name).getLength(), name);
    return (Element) parent.getElementsByTagName(name).item(0);
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(files.get(name), ISO_8859_1);
  }

  private static ProblemBuilder problem(long nx, long ny) {
    return ProblemBuilder.start()
        .preset("csc-heat")
        .nx(nx)
        .ny(ny)
        .steps(STEPS)
        .sides("20,70,insulated,5");
  }

  private static DiffusionWorkload workload(DiffusionProblem problem, String decomposition) {
    return new DiffusionWorkload(
        problem, Kernels.named("scalar"), Decomposition.parse(decomposition), Blocking.AUTO);
  }

  private Path output() {
    return folder.resolve("new").resolve("output");
  }

  /** All that a run in an empty directory leaves there. */
  private Map<String, byte[]> written(
      DiffusionProblem problem, int ranks, int threads, String decomposition, long every)
      throws Exception {
    if (Files.exists(output())) {
      for (String name : files().keySet()) {
        Files.delete(output().resolve(name));
      }
    }
    run(workload(problem, decomposition), problem, ranks, threads, every);
    return files();
  }

  private void run(
      DiffusionWorkload workload, DiffusionProblem problem, int ranks, int threads, long every) {
    Runs.on(ranks, threads, execution -> watched(workload, problem, every, execution));
  }

  /** Each rank has observers of its own, as each process has. */
  private FieldStatistics watched(
      DiffusionWorkload workload, DiffusionProblem problem, long every, Execution execution) {
    List<FieldWriter> writers =
        List.of(
            new PictureWriter(Optional.empty()),
            FieldWriter.NPY,
            FieldWriter.VTI,
            new TimeSeries());
    FieldOutput output = new FieldOutput(problem, output(), every, writers);
    return Runs.solve(workload.watchedBy(List.of(output), _ -> {}), execution);
  }

  private Map<String, byte[]> files() throws Exception {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(output())) {
      for (Path path : paths.filter(p -> !p.endsWith(".problem")).toList()) {
        files.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> found) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, found.get(name), name));
  }
}
