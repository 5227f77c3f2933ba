package hpc.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostListTest {

  /** As {@code scontrol show hostnames} writes them out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n1 | n1",
        "n1,n2 | n1 n2",
        "n[1-3] | n1 n2 n3",
        "n[1-3,07],m4 | n1 n2 n3 n07 m4",
        "n[08-11] | n08 n09 n10 n11",
        "n[9-11] | n9 n10 n11",
        "r[0-1]n[3-4]-ib | r0n3-ib r0n4-ib r1n3-ib r1n4-ib",
        "login,n[5] | login n5",
        "n[0000000009-0000000010] | n0000000009 n0000000010",
        "n[9999999999-10000000000] | n9999999999 n10000000000",
        "GPU-box,Rack-A[007-008] | GPU-box Rack-A007 Rack-A008"
      })
  void writesOutEachHost(String list, String hosts) {
    assertEquals(hosts, String.join(" ", HostList.expand(list)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n[1-",
        "n1]",
        "n[]",
        "n[3-1]",
        "n[a-b]",
        "n1,,n2",
        "n[[1]]",
        "][1]",
        "n[0-9999999999]"
      })
  void refusesWhatIsNoList(String list) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> HostList.expand(list));
    assertTrue(refusal.getMessage().contains("'" + list + "'"), refusal.getMessage());
  }

  @Test
  void keepsTheOrderOfTheList() {
    assertEquals("m9", HostList.expand("m9,n[1-2]").getFirst());
  }
}
