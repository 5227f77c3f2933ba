package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps that are submitted to a real Slurm as job arrays. */
@Timeout(1200)
@Tag("rig")
@ExtendWith(SlurmRig.Extension.class)
class SubmittedSweepIT {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String SUBMIT = "sweep sweep.yaml --executor sbatch --resume --time 5";
  private static final Path JAR = Path.of("target/hpc.jar").toAbsolutePath();

  @Test
  void everyPointIsDoneAndTheResultsAreAggregated(SlurmRig slurm, @TempDir Path directory)
      throws Exception {
    config(directory, "1e6", "{mode: [forkjoin], threads: [1, 2]}", "{mode: [mpi], ranks: [2, 4]}");

    SlurmRig.Finished submitted = submit(slurm, directory);

    assertEquals(0, submitted.exitCode(), submitted::toString);
    assertEquals(5, submitted.output().lines().count(), "four arrays, one job: " + submitted);
    slurm.awaitQuiet();
    assertStatus(slurm, directory, "4 of 4 points done, 0 failed, 0 left");
    Path summary = directory.resolve("out/summary.csv");
    assertTrue(Files.exists(summary), () -> logs(directory));
    assertEquals(5, Files.readAllLines(summary).size(), "a header and a row for each layout");
    assertEquals(Map.of("done", 4L, "start", 4L), counts(directory));
  }

  @Test
  void jobsAskForWhatTheClusterProfileSays(SlurmRig slurm, @TempDir Path directory)
      throws Exception {
    config(directory, "1e6", "{mode: [serial]}");
    Map<String, String> environment = profile(directory);

    SlurmRig.Finished submitted =
        slurm.run(directory, environment, LIMIT, hpc("sweep sweep.yaml --executor sbatch"));
    assertEquals(0, submitted.exitCode(), submitted::toString);
    String array = submitted.output().replaceFirst("(?s)job (\\d+):.*", "$1");
    slurm.awaitQuiet();

    assertStatus(slurm, directory, "1 of 1 points done, 0 failed, 0 left");
    assertRanAsTheProfileSays(slurm, directory, array);
    assertTrue(rows(directory).toString().contains(",n2,"), () -> rows(directory).toString());

    String above = "sweep sweep.yaml --executor sbatch --dry-run --partition batch --mem 1G";
    String plan = slurm.run(directory, environment, LIMIT, hpc(above)).output();
    assertTrue(plan.contains("#SBATCH --partition=batch\n"), plan);
    assertTrue(plan.contains("#SBATCH --account=project_1\n"), plan);
    assertTrue(!plan.contains("narrow") && !plan.contains("mem-per-cpu"), plan);
    assertTrue(plan.contains("#SBATCH --time=7\n"), plan);
  }

  @Test
  void theJobScriptsKnowOfTheProfileByTheEnvironment(SlurmRig slurm, @TempDir Path directory)
      throws Exception {
    config(directory, "1e6", "{mode: [serial]}");
    String tree = Path.of("").toAbsolutePath().toString();
    String submit =
        "eval \"$(java -jar %s cluster)\"; sbatch --parsable %s/slurm/sieve_serial.sh $PWD/sweep.yaml"
            .formatted(JAR, tree);

    SlurmRig.Finished submitted =
        slurm.run(directory, profile(directory), LIMIT, "bash", "-ec", submit);
    assertEquals(0, submitted.exitCode(), submitted::toString);
    slurm.awaitQuiet();

    String job = submitted.output().strip();
    assertRanAsTheProfileSays(slurm, directory, job);
    Path results = directory.resolve("out/sieve_serial").resolve(job).resolve("small.csv");
    assertTrue(Files.exists(results), "results are where the profile has them");
  }

  @Test
  void heapsAreHeldAgainstTheMemoryThatTheProfileAsksFor(SlurmRig slurm, @TempDir Path directory)
      throws Exception {
    config(directory, "1e6", "{mode: [serial]}");
    Map<String, String> heap = new HashMap<>(profile(directory));
    heap.put("HPC_JAVA_OPTS", "-Xmx800m");
    String dry = "sweep sweep.yaml --executor sbatch --dry-run";
    SlurmRig.Finished refused = slurm.run(directory, heap, LIMIT, hpc(dry));
    assertEquals(2, refused.exitCode(), refused::toString);
    assertTrue(
        refused
            .errors()
            .contains("800 MiB of heap on a node: --mem-per-cpu is 700 MiB x 1 = 700 MiB"),
        refused::toString);
    assertEquals(0, slurm.run(directory, heap, LIMIT, hpc(dry + " --mem 1G")).exitCode());
    heap.put("SBATCH_MEM_PER_CPU", "900");
    assertEquals(0, slurm.run(directory, heap, LIMIT, hpc(dry)).exitCode());
  }

  /** The environment of one who has a profile. */
  private static Map<String, String> profile(Path directory) throws IOException {
    Path file = directory.resolve("cluster.yaml");
    Files.writeString(
        file,
        """
        sbatch: {account: project_1, partition: narrow, time: 7, mem-per-cpu: 700}
        results: %s/out
        """
            .formatted(directory));
    return Map.of("HPC_CLUSTER", file.toString());
  }

  private static void assertRanAsTheProfileSays(SlurmRig slurm, Path directory, String job)
      throws Exception {
    String told = run(slurm, directory, "scontrol", "-o", "show", "job", job).output();
    for (String word :
        List.of(
            " JobState=COMPLETED ",
            " Account=project_1 ",
            " Partition=narrow ",
            " NodeList=n2 ",
            " TimeLimit=00:07:00 ",
            " MinMemoryCPU=700M ")) {
      assertTrue(told.contains(word), () -> word + " in " + told + logs(directory));
    }
  }

  @Test
  void jvmFlagsOfAPointReachItsStep(SlurmRig slurm, @TempDir Path directory) throws Exception {
    config(directory, "1e6", "{mode: [mpi], ranks: [2], nodes: [2], jvm: ['', -Dcolour=blue]}");
    Map<String, String> ofTheUser = Map.of("HPC_JAVA_OPTS", "-Dshape=round");

    SlurmRig.Finished submitted = slurm.run(directory, ofTheUser, LIMIT, hpc(SUBMIT));

    assertEquals(0, submitted.exitCode(), submitted::toString);
    slurm.awaitQuiet();
    assertStatus(slurm, directory, "2 of 2 points done, 0 failed, 0 left");
    String blue = " -Dshape=round -Dhpc.variant=true -Dcolour=blue\",";
    assertEquals(2, rows(directory).stream().filter(row -> row.contains("-Dshape=round")).count());
    assertEquals(
        1,
        rows(directory).stream().filter(row -> row.contains(blue)).count(),
        () -> rows(directory).toString());
    List<String> summary = Files.readAllLines(directory.resolve("out/summary.csv"));
    assertEquals(3, summary.size(), "a header and a row for each JVM");
    assertTrue(summary.getLast().contains(",-Dcolour=blue,mpi,2,2,1,"), summary.getLast());
  }

  @Test
  void afterScancelTheSameCommandRunsOnlyTheRest(SlurmRig slurm, @TempDir Path directory)
      throws Exception {
    config(directory, "4e8", "{mode: [forkjoin], threads: [2], repeat: [1, 2, 3, 4, 5, 6]}");
    SweepRun held = new SweepRun(slurm, directory);
    SlurmRig.Finished first = slurm.run(directory, held.holdingAllBut(5), LIMIT, hpc(SUBMIT));
    assertEquals(0, first.exitCode(), first::toString);
    SlurmRig.await(LIMIT, () -> counts(directory).getOrDefault("done", 0L) >= 1);

    SlurmRig.Finished refused = submit(slurm, directory);
    assertEquals(2, refused.exitCode(), refused::toString);
    assertTrue(refused.errors().contains("wait or run"), refused::toString);
    run(slurm, directory, "scancel", "--user=root");
    held.release();
    slurm.awaitQuiet();
    long before = counts(directory).get("done");
    assertTrue(before < 6, "the sweep was stopped in the middle");

    submit(slurm, directory);
    slurm.awaitQuiet();

    assertStatus(slurm, directory, "6 of 6 points done, 0 failed, 0 left");
    assertEquals(6, counts(directory).get("done"), "no point is done twice");
    assertEquals(1 + 2 + 3 + 4 + 5 + 6, rows(directory).size());
  }

  @Test
  void aPointThatIsTooLargeIsNamedBeforeItWaits(SlurmRig slurm, @TempDir Path directory)
      throws Exception {
    config(directory, "1e6", "{mode: [forkjoin], threads: [1, 64]}");
    SlurmRig.Finished refused = submit(slurm, directory);
    assertEquals(2, refused.exitCode(), refused::toString);
    assertTrue(
        refused.errors().contains("threads=64: threads 64: the largest node has 2 cpus"),
        refused::toString);
    assertTrue(Files.notExists(directory.resolve("out")), "nothing was written");
  }

  @Test
  void aPlanTellsScriptsAndWhatTheyMayCost(SlurmRig slurm, @TempDir Path directory)
      throws Exception {
    config(directory, "1e6", "{mode: [forkjoin], threads: [1, 2]}");
    String words = "sweep sweep.yaml --executor sbatch --mem 2G --time 1:30:00 --dry-run";

    SlurmRig.Finished plan = run(slurm, directory, hpc(words));
    assertEquals(0, plan.exitCode(), plan::toString);
    assertTrue(plan.output().contains("  #SBATCH --mem=2G\n"), plan::toString);
    assertTrue(plan.output().contains("core-hours: 4.50 at most"), plan::toString);

    Map<String, String> largeHeap = Map.of("HPC_JAVA_OPTS", "-Xmx3g");
    SlurmRig.Finished refused = slurm.run(directory, largeHeap, LIMIT, hpc(words));
    assertEquals(2, refused.exitCode(), refused::toString);
    assertTrue(
        refused.errors().contains("threads=2: 3072 MiB of heap on a node: --mem is 2048 MiB"),
        refused::toString);
    assertEquals(0, slurm.run(directory, largeHeap, LIMIT, hpc(words + " --force")).exitCode());
    assertTrue(Files.notExists(directory.resolve("out")), "nothing was written");
  }

  private static void config(Path directory, String limit, String... axes) throws IOException {
    StringBuilder text = new StringBuilder("sweep: small\nruns:\n");
    for (String run : axes) {
      text.append("  - workload: sieve\n    options: {limit: %s}\n".formatted(limit));
      text.append("    axes: ").append(run).append('\n');
    }
    Files.writeString(directory.resolve("sweep.yaml"), text);
  }

  private static SlurmRig.Finished submit(SlurmRig slurm, Path directory) throws Exception {
    return run(slurm, directory, hpc(SUBMIT));
  }

  private static String[] hpc(String words) {
    List<String> command = new ArrayList<>(List.of("java", "-jar", JAR.toString()));
    command.addAll(List.of(words.split(" ")));
    command.addAll(words.startsWith("sweep status") ? List.of("out") : List.of("--out", "out"));
    return command.toArray(String[]::new);
  }

  private static void assertStatus(SlurmRig slurm, Path directory, String expected)
      throws Exception {
    String status = run(slurm, directory, hpc("sweep status")).output();
    assertTrue(status.contains(expected), () -> status + logs(directory));
  }

  private static SlurmRig.Finished run(SlurmRig slurm, Path directory, String... command)
      throws Exception {
    return slurm.run(directory, Map.of(), LIMIT, command);
  }

  /** How many events of each kind all journals have; beginnings and submissions are of no point. */
  private static Map<String, Long> counts(Path directory) {
    Map<String, Long> counts = new TreeMap<>();
    for (String line : lines(directory, "journal", ".log")) {
      String event = line.split("\t", -1)[1];
      if (!Set.of("begin", "submit", "job").contains(event)) {
        counts.merge(event, 1L, Long::sum);
      }
    }
    return counts;
  }

  /** The rows of all CSV files of the sweep, each once. */
  private static Set<String> rows(Path directory) {
    Set<String> rows = new TreeSet<>(lines(directory, "small", ".csv"));
    rows.removeIf(line -> line.startsWith("schema"));
    return rows;
  }

  private static List<String> lines(Path directory, String begin, String end) {
    List<String> lines = new ArrayList<>();
    Path out = directory.resolve("out");
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(begin) && name.endsWith(end)) {
          lines.addAll(Files.readAllLines(file));
        }
      }
      return lines;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the jobs said. */
  private static String logs(Path directory) {
    StringBuilder said = new StringBuilder();
    try (Stream<Path> files = Files.list(directory.resolve("out/logs"))) {
      for (Path file : files.toList()) {
        said.append(file.getFileName()).append(": ").append(Files.readString(file)).append('\n');
      }
    } catch (IOException e) {
      said.append(e);
    }
    return said.toString();
  }
}
