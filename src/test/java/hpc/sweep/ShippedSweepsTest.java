package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.WholeValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of config/. */
class ShippedSweepsTest {

  private static final Path CONFIG = Path.of("config");

  @Test
  void everyFileIsTested() throws IOException {
    try (Stream<Path> files = Files.list(CONFIG)) {
      assertEquals(
          Set.of(
              "quickstart.yaml",
              "sieve_serial.yaml",
              "sieve_forkjoin.yaml",
              "sieve_mpi.yaml",
              "diffusion_serial.yaml",
              "diffusion_forkjoin.yaml",
              "diffusion_mpi.yaml",
              "amdahl.yaml",
              "peers.yaml",
              "ladder.yaml",
              "cluster.yaml"), // no sweep: ClusterProfileTest
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart",
        "sieve_serial",
        "sieve_forkjoin",
        "sieve_mpi",
        "diffusion_serial",
        "diffusion_forkjoin",
        "diffusion_mpi",
        "amdahl",
        "peers",
        "ladder"
      })
  void fileIsASweepOfItsOwnName(String name) throws IOException {
    SweepConfig config = load(name);

    assertEquals(name, config.name());
    assertTrue(config.points().size() > 1);
  }

  @Test
  void everyPointOfTheLadderIsARungOfOneOfTwoProblems() throws IOException {
    SweepConfig config = load("ladder");

    assertTrue(config.isLadder());
    assertTrue(config.points().stream().allMatch(SweepPoint::isRung));
    for (String problem : List.of("sieve", "diffusion")) {
      List<String> rungs =
          config.points().stream()
              .filter(point -> CommandRun.problem(point).equals(problem))
              .map(SweepPoint::rung)
              .toList();
      assertEquals(rungs.size(), Set.copyOf(rungs).size(), "each has a name of its own");
      assertTrue(rungs.getFirst().startsWith("interpreter only (-Xint)"), rungs::toString);
    }
    assertTrue(
        config.points().stream()
            .allMatch(point ->
                !point.workload().equals("command") || point.options().get("expect") != null),
        "every answer is checked");
  }

  @Test
  void quickstartShowsBothProblemsInAllModesOnTwoCores() throws IOException {
    SweepConfig config = load("quickstart");
    LocalExecutor twoCores = new LocalExecutor(List.of("java"), 2);

    assertTrue(config.points().stream().allMatch(point -> twoCores.misfit(point).isEmpty()));
    assertEquals(
        Set.of(
            "sieve serial 1x1",
            "sieve forkjoin 1x1",
            "sieve forkjoin 1x2",
            "sieve mpi 1x1",
            "sieve mpi 2x1",
            "sieve mpi 1x2",
            "diffusion serial 1x1",
            "diffusion forkjoin 1x1",
            "diffusion forkjoin 1x2",
            "diffusion mpi 1x1",
            "diffusion mpi 2x1",
            "diffusion mpi 1x2"),
        config.points().stream().map(ShippedSweepsTest::layout).collect(Collectors.toSet()));
    assertTrue(config.points().size() <= 20, "each point starts a JVM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sieve_mpi", "diffusion_mpi"})
  void mpiSweepsUseBothNodesOfTheSmallestCluster(String name) throws IOException {
    SrunExecutor twoByTwo =
        new SrunExecutor(
            List.of("java"), Map.of("SLURM_JOB_ID", "1", "SLURM_JOB_CPUS_PER_NODE", "2(x2)"), 1, 1);

    Set<String> fitting =
        load(name).points().stream()
            .filter(point -> twoByTwo.misfit(point).isEmpty())
            .map(point -> layout(point) + " on " + point.nodes().orElse(1))
            .collect(Collectors.toSet());

    String app = name.substring(0, name.indexOf('_'));
    assertEquals(
        Stream.of(
                "serial 1x1 on 1",
                "mpi 1x1 on 1",
                "mpi 2x1 on 1",
                "mpi 2x1 on 2",
                "mpi 4x1 on 2",
                "mpi 2x2 on 2")
            .map(layout -> app + " " + layout)
            .collect(Collectors.toSet()),
        fitting);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sieve_forkjoin", "sieve_mpi", "diffusion_forkjoin", "diffusion_mpi"})
  void weakSweepsKeepTheWorkOfACore(String name) throws IOException {
    List<SweepPoint> points = load(name).points();
    for (int cores = 2; cores <= 64; cores *= 2) {
      int wanted = cores;
      assertTrue(
          points.stream().anyMatch(point -> point.cores() == wanted && work(point) == wanted),
          cores + " cores");
    }
  }

  /** The problem as a multiple of the one for one core; 0 if it is none. */
  private static long work(SweepPoint point) {
    Map<String, String> options = point.options();
    if (options.containsKey("limit")) {
      long limit = WholeValue.parse(options.get("limit")).value();
      return limit % 10_000_000_000L == 0 ? limit / 10_000_000_000L : 0;
    }
    if (!options.getOrDefault("preset", "").equals("csc-heat") || !options.containsKey("nx")) {
      return 0;
    }
    return Long.parseLong(options.get("nx")) * Long.parseLong(options.get("ny")) / 4_000_000;
  }

  private static String layout(SweepPoint point) {
    return point.workload() + " " + point.mode() + " " + point.ranks() + "x" + point.threads();
  }

  private static SweepConfig load(String name) throws IOException {
    return SweepConfig.load(CONFIG.resolve(name + ".yaml"), Catalogs.HPC);
  }
}
