package hpc.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeAddressesTest {

  @Test
  void readsWhatScontrolSays() {
    String told =
        """
        NodeName=n0000000009 Arch=x86_64 CoresPerSocket=2 NodeAddr=10.0.0.9 NodeHostName=box Port=1
        NodeName=GPU-box Arch=x86_64 Comment=a NodeAddr=gpu.example NodeHostName=GPU-box Port=1
        Node n7 not found
        """;
    assertEquals(
        Map.of("n0000000009", "10.0.0.9", "GPU-box", "gpu.example"), NodeAddresses.parse(told));
  }

  @Test
  void anAddressNeedsNoSlurm() throws Exception {
    assertEquals(
        List.of(InetAddress.ofLiteral("127.0.0.1")),
        new NodeAddresses(List.of("127.0.0.1")).of("127.0.0.1"));
  }

  @Test
  void whatNobodyKnowsIsSaid() {
    NodeAddresses addresses = new NodeAddresses(List.of("nowhere.invalid"));
    assertThrows(UnknownHostException.class, () -> addresses.of("nowhere.invalid"));
  }
}
