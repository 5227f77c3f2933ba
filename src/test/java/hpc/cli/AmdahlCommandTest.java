package hpc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of {@code hpc amdahl}: its own and those of the Python package amdahl. */
class AmdahlCommandTest {

  private record Said(int status, String out, String err) {}

  @Test
  void terseOutputIsAllThatStdoutGets() {
    Said said = said("amdahl --terse -p 0.5 -w 0.001 --threads 2 -e");
    assertEquals(0, said.status, said.err);
    assertTrue(
        said.out.matches(
            """
            \\{
                "host": "[^"]+",
                "nproc": 2,
                "serial_work": 5.0E-4,
                "parallel_work": 2.5E-4,
                "parallel_proportion": 0.5,
                "execution_time": [0-9.E-]+
            \\}
            """),
        said.out);
  }

  @ParameterizedTest
  @CsvSource({
    "-p 0.25 -w 0.000025 -j 0.3, parallel=0.25;work=10000;jitter=0.3;seed=1",
    "--parallel 0.25 --work 1e4 --jitter=-0.3 --seed 9, parallel=0.25;work=10000;jitter=-0.3;seed=9",
    "-e --work 10_000, parallel=0.8;work=10000",
  })
  void shortAndLongWordsMeanTheSame(String words, String problem) {
    Said said = said("amdahl --json " + words);
    assertEquals(0, said.status, said.err);
    assertTrue(said.out.contains("\"problem\":\"" + problem + "\""), said.out);
    assertTrue(said.out.contains("\"verified\":\"yes\""), said.out);
    assertTrue(said.out.contains("\"work\":10000"), said.out);
  }

  @ParameterizedTest
  @CsvSource({
    "-w 1 --work 9, --work with --work-seconds: accepted: one of the two",
    "-e -j 0.1, --exact with --jitter: accepted: one of the two",
    "--seed 3, --seed 3: nothing is drawn; accepted: together with --jitter J",
    "-w 0, --work-seconds 0.0: accepted: a positive number of seconds",
    "-p 2, --parallel 2.0: accepted: 0 to 1",
    "-t --repeat 2, --terse with --repeat or --warmup: nothing is measured then; accepted: one of the two",
  })
  void whatMakesNoSenseIsRefusedInOneLine(String words, String line) {
    Said said = said("amdahl " + words);
    assertEquals(2, said.status);
    assertEquals("hpc amdahl: " + line + "\n", said.err);
    assertEquals("", said.out);
  }

  private static Said said(String words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    ByteArrayOutputStream toErr = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(toOut, true, UTF_8));
      System.setErr(new PrintStream(toErr, true, UTF_8));
      int status = HpcCommand.execute(words.split(" ", -1));
      return new Said(status, toOut.toString(UTF_8), toErr.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
