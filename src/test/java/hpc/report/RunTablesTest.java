package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hpc.diffusion.Roofline;
import org.junit.jupiter.api.Test;

class RunTablesTest {

  @Test
  void tellsWhereARunStandsBeneathEachBound() {
    Roofline roofline = new Roofline(16e9, 24e9, 4e9, 128 << 20);
    assertEquals(
        """
        bound                                            measured   MLUP/s  this run / it
        memory, copy of 128 MiB                          16.0 GB/s
        memory, triad: a step per pass, 24 bytes an update  24.0 GB/s    1000          200 %
        memory, 16 steps per pass, as in this run                    16000           13 %
        kernel in the cache                                           4000           50 %
        this run                                                      2000
        """
            .replaceAll(" +", " "),
        RunTables.roofline(roofline.bounds(16), "MLUP/s", 2000).replaceAll(" +", " "));
  }
}
