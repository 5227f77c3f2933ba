package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertThrows;

import hpc.sweep.OptionCatalog;
import hpc.sweep.SweepConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "csv",
        "print",
        "checkpoint",
        "checkpoint-every",
        "stress",
        "output",
        "output-every"
      })
  void whatKeepsAPointFromMeasuringCannotBeSwept(String option) {
    OptionCatalog catalog = Workloads.catalog(HpcCommand.commandLine().getCommandSpec());
    String sweep = "sweep: x\nruns: [{workload: sieve, options: {limit: 9, " + option + ": 1}}]\n";
    assertThrows(IllegalArgumentException.class, () -> SweepConfig.parse("x.yaml", sweep, catalog));
  }
}
