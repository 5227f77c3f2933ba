package hpc.amdahl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import hpc.exec.Execution;
import hpc.exec.Mode;
import hpc.mpi.ThreadRanks;
import hpc.parallel.ForkJoinRanges;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class TerseOutputTest {

  /** In the order of the dictionary of amdahl.py, github.com/hpc-carpentry/amdahl, version 0.5. */
  private static final List<String> KEYS =
      List.of(
          "host", "nproc", "serial_work", "parallel_work", "parallel_proportion", "execution_time");

  @Test
  void readsAsThePythonPackageWritesIt() {
    assertEquals(
        """
        {
            "host": "node1",
            "nproc": 2,
            "serial_work": 6.0,
            "parallel_work": 12.0,
            "parallel_proportion": 0.8,
            "execution_time": 18.25
        }\
        """,
        new TerseOutput("node1", 2, 6, 12, 0.8, 18.25).json());
  }

  @Test
  void hasTheFieldsThatTheLessonPlots() throws IOException {
    AmdahlWorkload workload = new AmdahlWorkload(new AmdahlProblem(0.75, 800_000, 0, 1), _ -> {});
    List<String> ofRanks =
        ThreadRanks.run(
            3,
            communicator -> {
              try (Execution execution =
                  new Execution(Mode.MPI, new ForkJoinRanges(2), communicator)) {
                return TerseOutput.of(workload, "a\"b\\c", execution).json();
              }
            });

    SequencedMap<String, Object> fields = fields(ofRanks.getFirst());
    assertEquals(KEYS, List.copyOf(fields.keySet()));
    assertEquals("a\"b\\c", fields.get("host"));
    assertEquals(6, fields.get("nproc"));
    assertEquals(5e-4, fields.get("serial_work"));
    assertEquals(2.5e-4, fields.get("parallel_work"));
    assertEquals(0.75, fields.get("parallel_proportion"));
    assertTrue((double) fields.get("execution_time") > 0, fields::toString);
  }

  private static SequencedMap<String, Object> fields(String json) throws IOException {
    SequencedMap<String, Object> fields = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      assertEquals(JsonToken.START_OBJECT, parser.nextToken());
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        fields.put(
            key,
            parser.nextToken() == JsonToken.VALUE_STRING
                ? parser.getText()
                : parser.getNumberValue());
      }
      assertEquals(null, parser.nextToken());
    }
    return fields;
  }
}
