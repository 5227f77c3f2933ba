package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.cli.HpcProcess.Ended;
import hpc.mpi.MpiProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The jar under the launchers of Open MPI and MPICH. */
class NativeTransportIT {

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void theFieldIsThatOfASerialRun(MpiProgram launcher) throws Exception {
    Map<String, String> environment = new HashMap<>(launcher.environment());
    environment.putAll(HpcProcess.BOTH_COMPILERS);
    String field =
        launch(launcher, environment, 4, "diffusion --preset csc-heat --transport native").answer();
    assertEquals("mean 59.281239\nfield 21c1207fa5f4c8d4\n", field);
  }

  @ParameterizedTest
  @EnumSource
  void countsAreThoseOfASerialRunAndTheRowNamesTheLibrary(MpiProgram launcher) throws Exception {
    Path csv = directory.resolve("rows.csv");
    String count = launch(launcher, 3, "sieve --limit 1e8 --transport auto --csv " + csv).answer();
    assertEquals("5761455\n", count);
    List<String> rows = Files.readAllLines(csv);
    assertEquals(2, rows.size());
    String maker = launcher == MpiProgram.MPICH ? "mpich " : "openmpi ";
    assertTrue(rows.get(1).contains("," + maker), rows::toString);
  }

  @ParameterizedTest
  @EnumSource
  void whatContradictsTheLauncherIsRefusedInOneLine(MpiProgram launcher) throws Exception {
    assertRefused(
        launch(launcher, 2, "sieve --limit 1e6 --transport native --ranks 3"), "--ranks 3: ");
    assertRefused(launch(launcher, 2, "sieve --limit 1e6"), "--transport mpj: ");
    Map<String, String> environment = new HashMap<>(launcher.environment());
    environment.put("HPC_MPI_LIB", "/nowhere/libmpi.so");
    assertRefused(
        launch(launcher, environment, 2, "sieve --limit 1e6 --transport native"),
        "--transport native: no MPI library (/nowhere/libmpi.so)");
  }

  @Test
  void withoutALauncherTheCommandIsTold() throws Exception {
    String complaint =
        HpcProcess.run(
                directory, "sieve", "--limit", "1e6", "--ranks", "2", "--transport", "native")
            .complaint(2);
    assertTrue(complaint.contains("accepted: mpirun -n 2 "), complaint);
    assertTrue(
        complaint.contains("hpc.jar sieve --limit 1e6 --ranks 2 --transport native"), complaint);
  }

  @Test
  void aSingleProcessNeedsNoTransport() throws Exception {
    String[] words = {"sieve", "--limit", "1e6", "--transport", "native"};
    assertEquals("78498\n", HpcProcess.run(directory, words).answer());
  }

  private Ended launch(MpiProgram launcher, int ranks, String words) throws Exception {
    return launch(launcher, launcher.environment(), ranks, words);
  }

  private Ended launch(
      MpiProgram launcher, Map<String, String> environment, int ranks, String words)
      throws Exception {
    List<String> command = new ArrayList<>(launcher.command(ranks));
    command.addAll(HpcProcess.command());
    command.addAll(List.of(words.split(" ")));
    return HpcProcess.start(directory, environment, command).end();
  }

  /** Launchers add lines of their own. */
  private static void assertRefused(Ended ended, String reason) {
    assertEquals(2, ended.status(), ended::toString);
    assertEquals("", ended.out().lines().filter(line -> line.matches("\\d+")).findAny().orElse(""));
    List<String> lines =
        Stream.concat(ended.err().lines(), ended.out().lines())
            .filter(line -> line.startsWith("hpc "))
            .toList();
    assertEquals(1, lines.size(), ended::toString);
    assertTrue(lines.getFirst().contains(reason), ended::toString);
  }
}
