package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import hpc.bench.Placement;
import hpc.bench.RunColumn;
import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.scaling.Aggregation;
import hpc.scaling.Comparison;
import hpc.scaling.ComparisonFile;
import hpc.scaling.SummaryFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryJsonTest {

  private static final String NASTY = "a \"b\" \\ \t\u0001\n,;'{[é😀\u2028 NaN";

  /** Rows of each mode and transport, and of a machine with a name that JSON must escape. */
  private static List<RunRecord> rows() {
    RunMetadata nasty =
        new RunMetadata("r2", "", NASTY, NASTY, "7", "", "", NASTY, NASTY, NASTY, NASTY, "007");
    List<RunRecord> rows = new ArrayList<>();
    for (RunMetadata origin : List.of(Samples.origin("r1"), Samples.nastyOrigin("r1"), nasty)) {
      for (Placement placement :
          List.of(
              Samples.serial(),
              Samples.forkjoin(2),
              Samples.mpi(1, 2),
              new Placement(Mode.MPI, 2, 2, 2, "mpj"),
              new Placement(Mode.MPI, 2, 4, 1, "openmpi 4.1.4"),
              new Placement(Mode.MPI, 2, 4, 2, "12"),
              new Placement(Mode.MPI, 2, 4, 4, NASTY))) {
        for (int repetition = 1; repetition <= 5; repetition++) {
          rows.add(
              Samples.run(
                  origin,
                  placement,
                  repetition,
                  4.0 / placement.cores(),
                  new Outcome("1857859", Verdict.YES, "")));
        }
      }
    }
    return rows;
  }

  @Test
  void anObjectPerPlacementWithNumbersAsNumbers() throws IOException {
    List<Map<String, Object>> objects = parse(SummaryFile.table(Aggregation.of(rows())).json());
    assertEquals(3 * 7, objects.size());
    Map<String, Object> mpj =
        objects.stream()
            .filter(one -> "mpj".equals(one.get("transport")))
            .findFirst()
            .orElseThrow();
    assertEquals("mpi", mpj.get("mode"));
    assertEquals(4.0, mpj.get("speedup"));
    assertEquals(1.0, mpj.get("wall_median_s"));
    assertTrue(objects.stream().anyMatch(one -> "12".equals(one.get("transport"))), "no number");
    assertTrue(objects.stream().anyMatch(one -> NASTY.equals(one.get("transport"))));
    assertTrue(objects.stream().anyMatch(one -> NASTY.equals(one.get("cpu_model"))));
  }

  @Test
  void rowsAndComparisonsAreJsonToo() throws IOException {
    List<RunRecord> rows = rows();
    for (RunRecord row : rows) {
      Map<String, Object> object = parse(RunColumn.json(row)).getFirst();
      assertEquals(row.placement().mode().word(), object.get("mode"));
      assertEquals(row.origin().host(), object.get("host"));
      assertEquals(row.origin().gitCommit(), object.get("git_commit"));
    }
    parse(RunColumn.json(Samples.failed(Samples.mpi(1, 2), 1)));
    List<Map<String, Object>> compared =
        parse(ComparisonFile.json(Comparison.of("A", rows, NASTY, rows.subList(0, 20))));
    assertNotEquals(0, compared.size());
    assertEquals(String.class, compared.getFirst().get("mode").getClass());
  }

  /** Strictly, each line an object; numbers become Double. */
  private static List<Map<String, Object>> parse(String lines) throws IOException {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (String line : lines.split("\n", -1)) {
      if (!line.isEmpty()) {
        objects.add(object(line));
      }
    }
    return objects;
  }

  private static Map<String, Object> object(String line) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(line)) {
      assertEquals(JsonToken.START_OBJECT, json.nextToken());
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        values.put(name, value.isNumeric() ? json.getDoubleValue() : json.getText());
      }
      assertEquals(JsonToken.END_OBJECT, json.currentToken());
      assertEquals(null, json.nextToken(), "one object a line");
    }
    return values;
  }
}
