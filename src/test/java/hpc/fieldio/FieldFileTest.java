package hpc.fieldio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.diffusion.Boundaries;
import hpc.diffusion.Grid;
import hpc.diffusion.ProblemBuilder;
import hpc.diffusion.ScalarField;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldFileTest {

  private static final double[] BY_ROWS = {1, 2, 3, 40, 50, 60};
  private static final double[] BY_COLUMNS = {1, 40, 2, 50, 3, 60};

  private static final Map<Character, BiConsumer<ByteBuffer, Double>> INTEGERS =
      Map.of(
          '1', (bytes, value) -> bytes.put(value.byteValue()),
          '2', (bytes, value) -> bytes.putShort(value.shortValue()),
          '4', (bytes, value) -> bytes.putInt(value.intValue()),
          '8', (bytes, value) -> bytes.putLong(value.longValue()));

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"uniform:3", "disc", "gaussian:1,2", "sine:x", "disc:1,2,3,4", " "})
  void wordsOfTheProblemAreNoFiles(String word) {
    assertEquals(Optional.empty(), FieldFile.named("--ic", word));
    assertEquals(Optional.empty(), FieldFile.named("--ic", null));
  }

  @ParameterizedTest
  @CsvSource({
    "<f8, 1", ">f8, 2", "=f8, 3", "<f4, 3", ">f4, 1", "|i1, 1", "<i2, 1", ">i2, 1", "<i4, 1",
    ">i4, 2", "<i8, 1", ">i8, 1", "|u1, 1", "<u2, 1", ">u4, 1"
  })
  void everyTypeAndOrderOfNpyIsRead(String type, int version) throws Exception {
    ByteOrder order = type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int bytes = type.charAt(2) - '0';
    BiConsumer<ByteBuffer, Double> put =
        !type.contains("f")
            ? INTEGERS.get(type.charAt(2))
            : bytes == 8 ? ByteBuffer::putDouble : (to, value) -> to.putFloat(value.floatValue());
    Path rows = folder.resolve("rows.npy");
    Path columns = folder.resolve("columns.npy");
    Npy.write(
        rows,
        version,
        Npy.dictionary(type, "False", "(2, 3)"),
        Npy.content(bytes, order, BY_ROWS, put));
    Npy.write(
        columns,
        version,
        Npy.dictionary(type, "True", "(2L, 3L)"),
        Npy.content(bytes, order, BY_COLUMNS, put));
    assertHoldsTheMatrix(read(rows));
    assertHoldsTheMatrix(read(columns));
  }

  @Test
  void unsignedNumbersAreNotNegative() throws Exception {
    Path file = folder.resolve("x.npy");
    byte[] ones = {-1, -1, -1, -1};
    Npy.write(file, 1, Npy.dictionary("<u4", "False", "(1, 1)"), ones);
    assertEquals(4294967295.0, read(file).highest());
    Npy.write(file, 1, Npy.dictionary("<u2", "False", "(2, 1)"), ones);
    assertEquals(65535, read(file).highest());
    Npy.write(file, 1, Npy.dictionary("|u1", "False", "(2, 2)"), ones);
    assertEquals(255, read(file).lowest());
  }

  @Test
  void longRowsAndColumnsAreReadPieceByPiece() throws Exception {
    double[] values = new double[300_000];
    Arrays.setAll(values, i -> Math.sin(i));
    for (String shape : new String[] {"(1, 300000)", "(300000, 1)"}) {
      for (String fortran : new String[] {"False", "True"}) {
        Path file = folder.resolve("long.npy");
        Npy.write(file, 1, Npy.dictionary("<f8", fortran, shape), Npy.doubles(values));
        assertArrayEquals(values, valuesOf(read(file)), shape + fortran);
      }
    }
  }

  /** What names a file in a row is the content that is used. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatHappensToAFileThatWasReadChangesNothing(boolean byColumns) throws Exception {
    Path file = folder.resolve("field.npy");
    String header =
        "{'descr': '<f8', 'fortran_order': %s, 'shape': (2, 3), }\n"
            .formatted(byColumns ? "True" : "False");
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + 48).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(NpyHeader.MAGIC.getBytes(ISO_8859_1)).put((byte) 1).put((byte) 0);
    bytes.putShort((short) header.length()).put(header.getBytes(ISO_8859_1));
    for (int i = 0; i < 6; i++) {
      bytes.putDouble(i);
    }
    Files.write(file, bytes.array());
    ScalarField.Sampled field = FieldFile.named("--source", file.toString()).orElseThrow();
    Files.write(file, new byte[] {1});
    double[] row = new double[3];
    field.rows().fill(1, 0, 3, row, 0);
    assertArrayEquals(byColumns ? new double[] {1, 3, 5} : new double[] {3, 4, 5}, row);
  }

  @Test
  void aMatrixIsReadAsCscWritesIt() throws Exception {
    Path file = folder.resolve("bottle.dat");
    Files.writeString(file, "# 2 3\n1.0 2e0 \t3 \r\n  +40 50. .6e2\n\n \n");
    assertHoldsTheMatrix(read(file));
  }

  @Test
  void theNameTellsTheContentAndNothingThatBreaksARow() throws Exception {
    Path file = folder.resolve("a;b=c, d.dat");
    Files.writeString(file, "# 1 1\n1\n");
    String name = read(file).name();
    assertTrue(name.matches("a_b_c__d\\.dat@[0-9a-f]{8}"), name);
    assertEquals(name, read(file).name());
    Files.writeString(file, "# 1 1\n2\n");
    assertNotEquals(name, read(file).name());
  }

  @Test
  void theGridTakesTheShapeOfTheInitialFieldUnlessToldOtherwise() throws Exception {
    Path file = folder.resolve("x.dat");
    Files.writeString(file, "# 2 3\n1 2 3\n40 50 60\n");
    ProblemBuilder builder = ProblemBuilder.start().initial(read(file));
    assertEquals(3, builder.build().grid().ny());
    assertThrows(IllegalArgumentException.class, () -> builder.nx(7L).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                        | : empty; accepted: NPY or a text matrix",
        "1 2 3                     | :1:1: neither NPY nor a text matrix; accepted: '# NX NY' in",
        "# 2                       | :1:1: neither NPY nor a text matrix; accepted: '# NX NY' in",
        "# 2 3 4                   | :1:1: neither NPY nor a text matrix; accepted: '# NX NY' in",
        "# 2 -3                    | :1:1: neither NPY nor a text matrix; accepted: '# NX NY' in",
        "# 2 0                     | :1:5: 0; accepted: 1 to 1073741824 rows and columns",
        "# 9999999999 1            | :1:3: 9999999999; accepted: 1 to 1073741824 rows and",
        "# 2 3/1 2 3/4 5           | :3:4: ragged: the row ends after 2; accepted: 3 numbers in every",
        "# 2 3/1 2 3 4/5 6 7       | :2:7: ragged: number 4 of a row; accepted: 3 numbers in every",
        "# 2 3/1 2 3//4 5 6        | :3:1: a blank line after 1 rows; accepted: 2, as line 1 says",
        "# 2 3/1 2 3               | :3:1: the file ends after 1 rows; accepted: 2, as line 1 says",
        "# 1073741824 1073741824/1 | :2:2: ragged: the row ends after 1; accepted: 1073741824 numbers",
        "# 1 3/1 2 3/4 5 6         | :3:1: row 2; accepted: 1 rows, as line 1 says",
        "# 1 3/1 two 3             | :2:3: two; accepted: a number from -1e280 to 1e280",
        "# 1 3/1 nan 3             | :2:3: nan; accepted: a number from -1e280 to 1e280",
        "# 1 3/1 2 -Infinity       | :2:5: -Infinity; accepted: a number from -1e280 to 1e280",
        "# 1 3/1 2 1e281           | :2:5: 1e281; accepted: a number from -1e280 to 1e280",
        "# 1 3/1 2 1e               | :2:5: 1e; accepted: a number from -1e280 to 1e280",
        "# 1 3/1 2 3f              | :2:5: 3f; accepted: a number from -1e280 to 1e280",
        "# 1 3/1,2,3               | :2:1: 1,2,3; accepted: a number from -1e280 to 1e280",
      })
  void whatIsWrongWithAMatrixIsToldByLineAndColumn(String text, String line) throws Exception {
    Path file = folder.resolve("x.dat");
    Files.writeString(file, text.replace('/', '\n'));
    String said = refusal(file);
    assertTrue(said.startsWith("--ic " + file + line), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<f8 | False | (2, 3, 1) | : shape (2, 3, 1); accepted: a two-dimensional array of numbers",
        "<f8 | False | (6,)      | : shape (6,); accepted: a two-dimensional array of numbers",
        "<f8 | False | ()        | : shape (); accepted: a two-dimensional array of numbers",
        "<f8 | False | (0, 6)    | : shape (0, 6); accepted: 1 to 1073741824 rows and columns",
        "<f8 | Maybe | (2, 3)    | : NPY header without a proper 'fortran_order'; accepted: ",
        "<f8 | False | 2 by 3    | : NPY header without a proper 'shape'; accepted: ",
        "<c8 | False | (2, 3)    | : elements of type <c8; accepted: f4, f8, i1 to i8, u1 to u4",
        "b1  | False | (2, 3)    | : elements of type b1; accepted: f4, f8, i1 to i8, u1 to u4",
        "<f8 | False | (2, 4)    | : truncated: has ",
        "<f8 | False | (2, 2)    | : longer than its array: has ",
        "<f8 | False | (1073741824, 1073741824) | : truncated: has ",
      })
  void whatIsWrongWithAnNpyHeaderIsTold(String type, String order, String shape, String line)
      throws Exception {
    Path file = folder.resolve("x.npy");
    Npy.write(file, 1, Npy.dictionary(type, order, shape), Npy.doubles(BY_ROWS));
    String said = refusal(file);
    assertTrue(said.startsWith("--ic " + file + line), said);
  }

  @Test
  void otherVersionsAndBrokenHeadersOfNpyAreRefused() throws Exception {
    Path file = folder.resolve("x.npy");
    Npy.write(file, 4, "", new byte[20]);
    assertEquals("--ic " + file + ": NPY version 4.0; accepted: 1.0 to 3.0", refusal(file));
    Npy.write(
        file, 1, "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1, 1)}", new byte[8]);
    assertTrue(refusal(file).contains(": elements of type [('a'"), refusal(file));
    byte[] whole =
        Files.readAllBytes(
            Npy.write(file, 1, Npy.dictionary("<f8", "False", "(2, 3)"), Npy.doubles(BY_ROWS)));
    for (int length = 6; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertTrue(refusal(file).startsWith("--ic " + file + ": truncated: "), refusal(file));
    }
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-1e281"})
  void valuesThatNoFieldHoldsAreToldByRowAndColumn(double value) throws Exception {
    Path file = folder.resolve("x.npy");
    double[] values = {1, 2, 3, 4, value, 6};
    Npy.write(file, 1, Npy.dictionary("<f8", "False", "(2, 3)"), Npy.doubles(values));
    String what = ": " + value + "; accepted: a number from -1e280 to 1e280";
    assertEquals("--ic " + file + ": row 1, column 1, counted from 0" + what, refusal(file));
    Npy.write(file, 1, Npy.dictionary("<f8", "True", "(2, 3)"), Npy.doubles(values));
    assertEquals("--ic " + file + ": row 0, column 2, counted from 0" + what, refusal(file));
  }

  @Test
  void whatIsNoFileIsRefused() {
    Path missing = folder.resolve("missing.npy");
    assertTrue(
        refusal(missing)
            .startsWith("--ic " + missing + ": no such field or file; accepted: uniform:VALUE, "));
    assertEquals(
        "--ic " + folder + ": not a regular file; accepted: NPY or a text matrix", refusal(folder));
  }

  private static String refusal(Path file) {
    return assertThrows(IllegalArgumentException.class, () -> read(file)).getMessage();
  }

  private static ScalarField.Sampled read(Path file) {
    return FieldFile.named("--ic", file.toString()).orElseThrow();
  }

  private static void assertHoldsTheMatrix(ScalarField.Sampled field) {
    assertEquals(2, field.nx());
    assertEquals(3, field.ny());
    assertEquals(1, field.lowest());
    assertEquals(60, field.highest());
    assertArrayEquals(BY_ROWS, valuesOf(field));
    double[] piece = new double[4];
    field.rows().fill(1, 1, 2, piece, 1);
    assertArrayEquals(new double[] {0, 50, 60, 0}, piece);
  }

  private static double[] valuesOf(ScalarField.Sampled field) {
    int ny = (int) field.ny();
    double[] values = new double[(int) field.nx() * ny];
    ScalarField.Rows rows = field.on(new Grid(field.nx(), field.ny(), 1, 1), Boundaries.parse("0"));
    for (int row = 0; row < field.nx(); row++) {
      rows.fill(row, 0, ny, values, row * ny);
    }
    return values;
  }
}
