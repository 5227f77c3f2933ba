package hpc.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hpc.exec.Layout.Request;
import hpc.exec.Layout.Surroundings;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {

  /** Columns: mode, ranks, threads asked for; started ranks, SLURM_NTASKS, cpus; the layout. */
  @ParameterizedTest
  @CsvSource({
    "      ,  ,  , 1,  ,  , SERIAL,   1, 1",
    "      ,  , 2, 1,  ,  , FORKJOIN, 1, 2",
    "      ,  ,  , 1, 1, 8, FORKJOIN, 1, 8",
    "      ,  , 3, 1, 1, 8, FORKJOIN, 1, 3",
    "SERIAL,  ,  , 1, 1, 8, SERIAL,   1, 1",
    "FORKJOIN,,  , 1,  ,  , FORKJOIN, 1, 1",
    "      , 3,  , 1,  ,  , MPI,      3, 1",
    "      , 2, 2, 1,  ,  , MPI,      2, 2",
    "   MPI,  ,  , 1,  ,  , MPI,      1, 1",
    "      ,  ,  , 4, 4,  , MPI,      4, 1",
    "      ,  ,  , 4, 4, 2, MPI,      4, 2",
    "      , 4,  , 4, 4,  , MPI,      4, 1",
    "      , 4,  , 1, 4,  , MPI,      4, 1",
  })
  void settlesWhatIsLeftOpen(
      Mode mode,
      Integer ranks,
      Integer threads,
      int started,
      Integer tasks,
      Integer cpus,
      Mode settledMode,
      int settledRanks,
      int settledThreads) {
    assertEquals(
        new Layout(settledMode, settledRanks, settledThreads),
        Layout.resolve(
            new Request(Optional.ofNullable(mode), optional(ranks), optional(threads)),
            new Surroundings(started, optional(tasks), optional(cpus))));
  }

  @ParameterizedTest
  @CsvSource({
    "        , 3,  , 4, 4,  --ranks 3: contradicts SLURM_NTASKS=4",
    "        , 3,  , 1, 4,  --ranks 3: contradicts SLURM_NTASKS=4",
    "SERIAL  ,  ,  , 4, 4,  --mode serial with 4 ranks",
    "FORKJOIN, 2,  , 1,  ,  --mode forkjoin with 2 ranks",
    "SERIAL  ,  , 2, 1,  ,  --threads 2 with --mode serial",
    "        ,  , 0, 1,  ,  --threads 0: accepted: 1 to 4096",
    "        , 0,  , 1,  ,  --ranks 0: accepted: 1 to 4096",
    "        ,  ,-3, 1,  ,  --threads -3: accepted: 1 to 4096",
  })
  void refusesContradictionsInOneLine(
      Mode mode, Integer ranks, Integer threads, int started, Integer tasks, String line) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Layout.resolve(
                        new Request(Optional.ofNullable(mode), optional(ranks), optional(threads)),
                        new Surroundings(started, optional(tasks), OptionalInt.empty())))
            .getMessage();
    assertEquals(line, message.substring(0, Math.min(line.length(), message.length())));
    assertEquals(1, message.lines().count());
  }

  @Test
  void aSerialRunInsideAStepOfOneTaskIsSerial() {
    assertEquals(
        new Layout(Mode.SERIAL, 1, 1),
        Layout.resolve(
            new Request(Optional.empty(), OptionalInt.empty(), OptionalInt.empty()),
            new Surroundings(1, OptionalInt.of(1), OptionalInt.empty())));
  }

  private static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
