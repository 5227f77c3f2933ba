package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankIdentityTest {

  /** The second of four tasks on two nodes. */
  private static final Map<String, String> TASK =
      Map.of(
          "SLURM_PROCID", "1",
          "SLURM_NTASKS", "4",
          "SLURM_GTIDS", "1,3",
          "SLURM_JOB_ID", "4711",
          "SLURM_STEP_ID", "2",
          "SLURM_STEP_NODELIST", "n[1-2]",
          "SLURMD_NODENAME", "n2",
          "SLURM_JOB_UID", "1000",
          "SLURM_SRUN_COMM_PORT", "43210");

  private static final Map<String, String> CHILD =
      Map.of(
          "HPC_RANK", "2",
          "HPC_RANKS", "3",
          "HPC_RENDEZVOUS", "127.0.0.1:50000",
          "HPC_SECRET", "s");

  @Test
  void taskOfAStepFindsRankZeroOnTheFirstNode() {
    RankIdentity self = RankIdentity.of(TASK).orElseThrow();
    assertEquals(1, self.rank());
    assertEquals(4, self.size());
    assertEquals("n2", self.node());
    assertEquals(List.of(1, 3), self.nodeRanks());
    assertEquals("n1", self.rendezvous().places().getFirst().host());
    assertEquals(16, self.rendezvous().ports().size());
    assertTrue(self.rendezvous().ports().getFirst() >= 20_000);
    assertTrue(self.rendezvous().ports().getLast() < 24_016);
    assertTrue(self.rendezvous().listenAddress().isAnyLocalAddress());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1,", "(null)", "0,2", "1,4"})
  void doesWithoutTheRanksOfItsNode(String told) {
    RankIdentity self = RankIdentity.of(with(TASK, "SLURM_GTIDS", told)).orElseThrow();
    assertEquals(List.of(), self.nodeRanks());
  }

  @Test
  void ranksOfOneNodeStayOnTheLoopback() {
    RankIdentity self = RankIdentity.of(with(TASK, "SLURM_STEP_NODELIST", "n2")).orElseThrow();
    assertTrue(self.rendezvous().listenAddress().isLoopbackAddress());
    assertEquals("n2", self.rendezvous().nodes());
  }

  @ParameterizedTest
  @CsvSource({
    "SLURM_JOB_ID, 99",
    "SLURM_STEP_ID, 99",
    "HPC_SECRET, another secret of the same length"
  })
  void proofDependsOnTheStepAndOnWhatStrangersDoNotKnow(String variable, String value)
      throws Exception {
    Map<String, String> task = with(TASK, "HPC_SECRET", "a secret of the test, long enough");
    byte[] proof = proof(task);
    assertArrayEquals(proof, proof(with(task, "SLURM_PROCID", "3")));
    assertFalse(Arrays.equals(proof, proof(with(task, variable, value))));
  }

  private static byte[] proof(Map<String, String> task) throws IOException {
    return RankIdentity.of(task).orElseThrow().credentials().prove(new byte[] {1});
  }

  @Test
  void portsCannotBeToldWithoutTheSecret() {
    Map<String, String> task = with(TASK, "HPC_SECRET", "a secret of the test, long enough");
    assertEquals(ports(task), ports(with(task, "SLURM_PROCID", "3")));
    assertNotEquals(
        ports(task), ports(with(task, "HPC_SECRET", "another secret of the same length")));
  }

  private static List<Integer> ports(Map<String, String> task) {
    return RankIdentity.of(task).orElseThrow().rendezvous().ports();
  }

  /** All ranks read the same environment: that one of them has to speak must not be lost on it. */
  @Test
  void aShortSecretIsRefusedWhenTheRanksAreKnown() {
    Map<String, String> task = with(TASK, "HPC_SECRET", "0123456789abcdef0123456789abcde");
    assertEquals(1, RankIdentity.of(task).orElseThrow().rank());
    var refusal = assertThrows(IllegalArgumentException.class, () -> Credentials.require(task));
    assertTrue(
        refusal.getMessage().startsWith("HPC_SECRET: 31 characters; accepted: at least 32"),
        refusal.getMessage());
    assertEquals("HPC_SECRET", Credentials.require(with(task, "HPC_SECRET", "0".repeat(32))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1,3 | true", "0,1 | false", "(null) | false"})
  void theLowestRankOfANodeIsItsFirst(String ranks, boolean first) {
    Map<String, String> task = with(TASK, "SLURM_GTIDS", ranks);
    assertEquals(first, RankIdentity.of(task).orElseThrow().isFirstOfNode());
  }

  /** The nodes of a step are sorted, whatever the hosts were listed like. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SLURM_DISTRIBUTION | block | n1",
        "SLURM_DISTRIBUTION | plane=2 | n1",
        "SLURM_DISTRIBUTION | arbitrary | n1, n3",
        "SLURM_HET_SIZE | 2 | n1, n3"
      })
  void looksForRankZeroWhereItMayBe(String variable, String value, String nodes) {
    Map<String, String> task = with(TASK, "SLURM_STEP_NODELIST", "n[1-3]");
    Map<String, String> placed = with(with(task, "SLURM_DISTRIBUTION", "cyclic"), variable, value);
    assertEquals(nodes, RankIdentity.of(placed).orElseThrow().rendezvous().nodes());
  }

  @Test
  void ranksBesideRankZeroFindItOnTheLoopback() {
    Map<String, String> beside = with(TASK, "SLURM_GTIDS", "0,1");
    RankIdentity self = RankIdentity.of(beside).orElseThrow();
    assertEquals("127.0.0.1", self.rendezvous().places().getFirst().host());
    assertEquals("n2", self.rendezvous().nodes());
    assertTrue(self.rendezvous().listenAddress().isAnyLocalAddress());
  }

  @Test
  void componentsOfAStepHaveOneSecret() throws Exception {
    Map<String, String> task = with(TASK, "HPC_SECRET", "a secret of the test, long enough");
    Map<String, String> first = with(task, "SLURM_HET_SIZE", "2");
    Map<String, String> second = with(first, "SLURM_SRUN_COMM_PORT", "43211");
    assertArrayEquals(proof(first), proof(second));
  }

  /** batch, extern and interactive: their environment looks like a task's, but they are alone. */
  @ParameterizedTest
  @ValueSource(strings = {"4294967291", "4294967292", "4294967290", "batch"})
  void stepThatSrunDidNotStartIsNoRank(String step) {
    assertEquals(Optional.empty(), RankIdentity.of(with(TASK, "SLURM_STEP_ID", step)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SLURM_STEP_ID", "SLURM_PROCID"})
  void batchScriptIsNoRank(String absent) {
    assertEquals(Optional.empty(), RankIdentity.of(without(TASK, absent)));
  }

  @Test
  void loneTaskIsNoRank() {
    assertEquals(
        Optional.empty(),
        RankIdentity.of(with(with(TASK, "SLURM_NTASKS", "1"), "SLURM_PROCID", "0")));
    assertEquals(Optional.empty(), RankIdentity.of(Map.of()));
  }

  @Test
  void childOfALocalJobIsARankAlsoInsideAStep() {
    Map<String, String> both = new HashMap<>(TASK);
    both.putAll(CHILD);
    RankIdentity self = RankIdentity.of(both).orElseThrow();
    assertEquals(2, self.rank());
    assertEquals(3, self.size());
    assertEquals(List.of(50_000), self.rendezvous().ports());
    assertTrue(self.rendezvous().listenAddress().isLoopbackAddress());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SLURM_NTASKS", "SLURM_STEP_NODELIST", "SLURM_JOB_ID"})
  void namesTheVariableThatIsMissingInATask(String absent) {
    assertRefused(without(TASK, absent), absent);
  }

  @ParameterizedTest
  @CsvSource({
    "SLURM_NTASKS, four",
    "SLURM_PROCID, -1",
    "SLURM_PROCID, 4",
    "SLURM_STEP_NODELIST, n[1-"
  })
  void showsTheValueThatMakesNoSenseInATask(String variable, String value) {
    assertRefused(with(TASK, variable, value), value);
  }

  @ParameterizedTest
  @CsvSource({"HPC_RANK, 3", "HPC_RANKS, x", "HPC_RENDEZVOUS, n1:50000", "HPC_RENDEZVOUS, 5"})
  void showsTheValueThatMakesNoSenseInAChild(String variable, String value) {
    assertRefused(with(CHILD, variable, value), value);
  }

  private static void assertRefused(Map<String, String> environment, String word) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> RankIdentity.of(environment));
    assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
    assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    Map<String, String> copy = new HashMap<>(map);
    copy.put(name, value);
    return copy;
  }

  private static Map<String, String> without(Map<String, String> map, String name) {
    Map<String, String> copy = new HashMap<>(map);
    copy.remove(name);
    return copy;
  }
}
