package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointRowsTest {

  @TempDir private Path directory;

  @Test
  void peakIsEnteredInEveryRowAndAllElseStays() throws IOException {
    PointRows rows = rows("a,accounted_peak_bytes,b\r\n\"1,\"\"x\"\"\",,\"y, z\"\r\n2,,\r\n");

    rows.enterAccountedPeak(12_345);

    assertEquals(
        "a,accounted_peak_bytes,b\r\n\"1,\"\"x\"\"\",12345,\"y, z\"\r\n2,12345,\r\n",
        Files.readString(rows.file()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,b\n", "a,b\n1,2\n", "a,accounted_peak_bytes\n1\n"})
  void rowsWithoutTheColumnStayAsTheyAre(String text) throws IOException {
    PointRows rows = rows(text);

    rows.enterAccountedPeak(1);

    assertFalse(rows.keepFailed());
    assertEquals(text, Files.readString(rows.file()));
  }

  @Test
  void ofAFailedRunOnlyTheFailureIsKept() throws IOException {
    PointRows rows = rows("status,a\nok,1\nfailed,2\n");

    assertTrue(rows.keepFailed());
    assertEquals("status,a\nfailed,2\n", Files.readString(rows.file()));
  }

  @Test
  void missingFileHasNoRows() {
    PointRows none = new PointRows(directory.resolve("none"));

    none.enterAccountedPeak(1);

    assertFalse(none.keepFailed());
    assertFalse(Files.exists(none.file()));
  }

  private PointRows rows(String text) throws IOException {
    return new PointRows(Files.writeString(directory.resolve("x.rows"), text));
  }
}
