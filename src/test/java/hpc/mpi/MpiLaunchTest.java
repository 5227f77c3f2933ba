package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.mpi.MpiLaunch.Starter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MpiLaunchTest {

  private static final String STEP =
      "SLURM_PROCID=1 SLURM_NTASKS=2 SLURM_STEP_ID=0 SLURM_JOB_ID=7 ";

  @ParameterizedTest
  @ValueSource(strings = {"", STEP, STEP + "PMIX_NAMESPACE=x", "PMIX_RANK=1", "PMI_RANK=1"})
  void whereNobodySaysBothNumbersThereIsNoLauncher(String variables) {
    assertEquals(Optional.empty(), MpiLaunch.of(environment(variables)));
  }

  @ParameterizedTest
  @CsvSource({
    "OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_SIZE=8 OMPI_COMM_WORLD_LOCAL_SIZE=4, 4, OPEN_MPI",
    "OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_SIZE=8 PMIX_RANK=3, 1, OPEN_MPI",
    "PMI_RANK=3 PMI_SIZE=8 MPI_LOCALNRANKS=4, 4, HYDRA",
    "PMI_RANK=3 PMI_SIZE=8, 1, HYDRA",
  })
  void whatTheLauncherSaysCountsMoreThanTheStepItRunsIn(
      String variables, int localRanks, Starter starter) {
    for (String around : new String[] {"", STEP}) {
      if (variables.contains("LOCAL") || around.isEmpty()) {
        MpiLaunch launch = MpiLaunch.of(environment(around + variables)).orElseThrow();
        assertEquals(3, launch.rank());
        assertEquals(8, launch.size());
        assertEquals(localRanks, launch.localRanks());
        assertEquals(starter, launch.starter());
        assertFalse(launch.isStep());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PMIX_RANK=1", "PMI_RANK=1 PMI_SIZE=2"})
  void srunWithAPluginStartsTasksOfAStep(String variables) {
    MpiLaunch launch = MpiLaunch.of(environment(STEP + variables)).orElseThrow();
    assertEquals(1, launch.rank());
    assertEquals(2, launch.size());
    assertTrue(launch.isStep());
  }

  @Test
  void aLocalRankHasAnotherParent() {
    String variables = "OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1 HPC_RANK=1";
    assertEquals(Optional.empty(), MpiLaunch.of(environment(variables)));
  }

  @ParameterizedTest
  @CsvSource({
    "OMPI_COMM_WORLD_RANK=x OMPI_COMM_WORLD_SIZE=8, OMPI_COMM_WORLD_RANK=x: accepted: ",
    "OMPI_COMM_WORLD_RANK=0, OMPI_COMM_WORLD_SIZE: not set or empty",
    "PMI_RANK=2 PMI_SIZE=2, PMI_SIZE=2: rank 2",
  })
  void nonsenseIsNamed(String variables, String message) {
    String said =
        assertThrows(IllegalArgumentException.class, () -> MpiLaunch.of(environment(variables)))
            .getMessage();
    assertTrue(said.startsWith(message), said);
  }

  @ParameterizedTest
  @CsvSource({
    "'Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4', openmpi 4.1.4",
    "'Open MPI v5.0.0rc1, package: x', openmpi 5.0.0rc1",
    "'MPICH Version:\t4.0.2\nMPICH Release date:', mpich 4.0.2",
    "'Intel(R) MPI Library 2021.5 for Linux* OS', intel 2021.5",
    "'MVAPICH2 Version      :\t2.3.7', mvapich 2.3.7",
    "'MPI VERSION    : CRAY MPICH version 8.1.28 (ANL base 3.4a2)', mpich 8.1.28",
    "'Brand New; 1', Brand New 1",
  })
  void librariesAreNamedShortly(String text, String product) {
    assertEquals(product, MpiLibrary.product(text.translateEscapes()));
  }

  private static Map<String, String> environment(String variables) {
    return Arrays.stream(variables.strip().split(" ", -1))
        .filter(variable -> !variable.isEmpty())
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
