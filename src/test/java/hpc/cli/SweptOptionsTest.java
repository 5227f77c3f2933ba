package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.sweep.OptionCatalog;
import hpc.sweep.SweepConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweptOptionsTest {

  @ParameterizedTest
  @CsvSource({
    "sieve, csv",
    "sieve, print",
    "sieve, checkpoint",
    "sieve, checkpoint-every",
    "sieve, stress",
    "diffusion, checkpoint",
    "diffusion, checkpoint-every",
    "diffusion, restart",
    "diffusion, output",
    "diffusion, output-every",
    "diffusion, roofline",
    "amdahl, terse"
  })
  void whatKeepsAPointFromMeasuringCannotBeSwept(String workload, String option) {
    OptionCatalog catalog = HpcCommand.catalog(HpcCommand.commandLine().getCommandSpec());
    String sweep =
        "sweep: x\nruns: [{workload: %s, options: {%s: 1}}]\n".formatted(workload, option);
    assertTrue(
        assertThrows(
                IllegalArgumentException.class, () -> SweepConfig.parse("x.yaml", sweep, catalog))
            .getMessage()
            .contains(option));
  }
}
