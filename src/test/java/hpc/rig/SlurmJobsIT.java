package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import hpc.rig.SlurmRig.Job;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped job scripts as batch jobs of a real Slurm, with small sweeps of their own. */
@Tag("rig")
@ExtendWith(SlurmRig.Extension.class)
class SlurmJobsIT {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Path SCRIPTS = Path.of("slurm").toAbsolutePath();

  private static final String LONG_PROBLEM = "--nx 1000 --ny 1000 --bc 20,70,85,5 --ic disc";
  private static final long CELLS = 1_000_000;
  private static final int MORE_STEPS = 1000;

  /** pi(10^6), OEIS A006880. */
  private static final String PRIMES_TO_1E6 = "78498";

  @ParameterizedTest
  @CsvSource({
    "sieve_serial,       'mode: serial',               1, 1",
    "sieve_forkjoin,     'mode: forkjoin, threads: 2', 1, 2",
    "sieve_mpi,          'mode: mpi, nodes: 2, ranks: 4', 2, 4",
    "diffusion_serial,   'mode: serial',               1, 1",
    "diffusion_forkjoin, 'mode: forkjoin, threads: 2', 1, 2",
    "diffusion_mpi,      'mode: mpi, nodes: 2, ranks: 4', 2, 4",
    "amdahl_forkjoin,    'mode: forkjoin, threads: 2', 1, 2",
    "amdahl_mpi,         'mode: mpi, nodes: 2, ranks: 4', 2, 4",
  })
  void aSweepLeavesItsRowsBelowJobNameAndNumber(
      String name, String layout, int nodes, int cores, SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    Path results = anywhere.resolve("results");
    Job job = sweep(slurm, anywhere, name, layout);

    assertEquals("COMPLETED", job.state(), () -> outputOf(anywhere));
    List<NamedCsvRecord> rows = rowsBelow(results.resolve(name).resolve(job.id()));
    assertEquals(2, rows.size());
    for (NamedCsvRecord row : rows) {
      assertEquals(Integer.toString(nodes), row.getField("nodes"));
      assertEquals(Integer.toString(cores), row.getField("cores"));
      assertEquals("yes", row.getField("verified"));
      assertEquals(job.id(), row.getField("slurm_job_id"));
      if (name.startsWith("sieve")) {
        assertEquals(PRIMES_TO_1E6, row.getField("answer"));
      }
    }
  }

  @Test
  void aggregateMergesAllResults(SlurmRig slurm, @TempDir Path anywhere) throws Exception {
    sweep(slurm, anywhere, "sieve_serial", "mode: serial");
    sweep(slurm, anywhere, "sieve_forkjoin", "mode: forkjoin, threads: 2");
    Path results = anywhere.resolve("results");
    Job job =
        slurm.runJob(
            anywhere,
            Map.of("HPC_RESULTS", results.toString()),
            LIMIT,
            SCRIPTS.resolve("aggregate.sh").toString());

    assertEquals("COMPLETED", job.state(), () -> outputOf(anywhere));
    Path summary = results.resolve("aggregate").resolve(job.id()).resolve("summary.csv");
    assertEquals(3, Files.readAllLines(summary).size(), "a header and a row for each layout");
  }

  @Test
  void aFileNamedByTheArgumentIsSwept(SlurmRig slurm, @TempDir Path anywhere) throws Exception {
    Path config = config(anywhere, "sieve", "mode: serial");
    Path results = anywhere.resolve("results");
    Job job =
        slurm.runJob(
            anywhere,
            Map.of("HPC_RESULTS", results.toString()),
            LIMIT,
            "--job-name=other",
            SCRIPTS.resolve("sieve_mpi.sh").toString(),
            config.getFileName().toString());

    assertEquals("COMPLETED", job.state(), () -> outputOf(anywhere));
    assertEquals(2, rowsBelow(results.resolve("other").resolve(job.id())).size());
  }

  /**
   * A run without end in a job of one minute, whose ranks are told 10 to 40 s after the start
   * (Slurm looks every 30 s) that the time is running out. How far it is to go it hears when it
   * waits in the queue again, whatever the machine has done by then. That the field is right a
   * faster kernel tells, in one go.
   */
  @Test
  void aRunLongerThanItsJobsFinishesByItself(SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    Path goal = Files.writeString(anywhere.resolve("goal"), Long.toString(MORE_STEPS));
    String shorter = submitLongRun(slurm, anywhere, goal, 5);
    NamedCsvRecord whole = longRun(slurm, anywhere, shorter).getLast();
    assertEquals("ok", whole.getField("status"));
    assertEquals("1", whole.getField("part"));

    Files.writeString(goal, "1e9");
    String longer = submitLongRun(slurm, anywhere, goal, 1);
    Path rows = longRows(anywhere, longer).resolve("diffusion_mpi.csv");
    SlurmRig.await(LIMIT, () -> Files.exists(rows) && Files.readAllLines(rows).size() > 1);
    long steps = work(rowsBelow(longRows(anywhere, longer))) / CELLS + MORE_STEPS;
    Files.writeString(goal, Long.toString(steps));

    List<NamedCsvRecord> parts = longRun(slurm, anywhere, longer);
    assertTrue(parts.size() >= 2, () -> outputOf(anywhere));
    for (int i = 0; i < parts.size(); i++) {
      assertEquals(i == parts.size() - 1 ? "ok" : "stopped", parts.get(i).getField("status"));
      assertEquals(Integer.toString(i + 1), parts.get(i).getField("part"));
      assertEquals("2", parts.get(i).getField("ranks"));
    }
    assertEquals(steps * CELLS, work(parts));
    SlurmRig.Finished atOnce =
        slurm.run(
            anywhere,
            Map.of("HPC_JAVA_OPTS", ""),
            LIMIT,
            Stream.of(
                    "srun -n1 -c2 java -jar",
                    Path.of("target/hpc.jar").toAbsolutePath().toString(),
                    "diffusion --threads 2 --steps " + steps,
                    LONG_PROBLEM)
                .flatMap(words -> Stream.of(words.split(" ")))
                .toArray(String[]::new));
    String answer = parts.getLast().getField("answer");
    assertTrue(
        atOnce.output().contains("field " + answer.replaceFirst(".*field=", "")),
        () -> answer + atOnce);
  }

  /** Submits a run on a rank of each node; the file {@code goal} says of how many steps. */
  private static String submitLongRun(SlurmRig slurm, Path directory, Path goal, int minutes)
      throws Exception {
    String shipped = Files.readString(SCRIPTS.resolve("diffusion_mpi.sh"));
    String script =
        shipped.replace(
            "\n# Slurm runs a copy",
            "\nset -- \"$@\" --steps \"$(<" + goal + ")\"\n# Slurm runs a copy");
    assertNotEquals(shipped, script);
    return slurm.submit(
        directory,
        Map.of(
            "HPC_JAVA_OPTS",
            "",
            "HPC_RESULTS",
            directory.resolve("results").toString(),
            "HPC_HOME",
            SCRIPTS.getParent().toString()),
        Stream.of(
                "--time=%s --ntasks-per-node=1 --signal=USR1@20".formatted(minutes),
                Files.writeString(directory.resolve("diffusion_mpi.sh"), script).toString(),
                "--kernel scalar --block-steps 1",
                LONG_PROBLEM)
            .flatMap(words -> Stream.of(words.split(" ")))
            .toArray(String[]::new));
  }

  /** The rows of a long run, once all its jobs have ended. */
  private static List<NamedCsvRecord> longRun(SlurmRig slurm, Path directory, String job)
      throws Exception {
    assertEquals("COMPLETED", slurm.awaitEnd(job, LIMIT).state(), () -> outputOf(directory));
    return rowsBelow(longRows(directory, job));
  }

  private static Path longRows(Path directory, String job) {
    return directory.resolve("results/diffusion_mpi").resolve(job);
  }

  private static long work(List<NamedCsvRecord> rows) {
    return rows.stream().mapToLong(row -> Long.parseLong(row.getField("work"))).sum();
  }

  @Test
  void aSweepWithAnUnknownOptionFailsTheJob(SlurmRig slurm, @TempDir Path anywhere)
      throws Exception {
    Job job = sweep(slurm, anywhere, "sieve_serial", "colour: green");
    assertEquals("FAILED", job.state());
    assertTrue(outputOf(anywhere).contains("colour"), () -> outputOf(anywhere));
  }

  @Test
  void aTreeWithoutTheJarSaysHowToBuildIt(SlurmRig slurm, @TempDir Path tree) throws Exception {
    Path copies = Files.createDirectory(tree.resolve("slurm"));
    for (String script : List.of("common.sh", "sieve_serial.sh")) {
      Files.copy(SCRIPTS.resolve(script), copies.resolve(script));
    }
    Job job = slurm.runJob(tree, Map.of(), LIMIT, "slurm/sieve_serial.sh");
    assertEquals("FAILED", job.state());
    assertTrue(outputOf(tree).contains("hpc build"), () -> outputOf(tree));
    assertFalse(Files.exists(tree.resolve("target")), "nothing is built on a compute node");
  }

  @Test
  void outsideSlurmAJobScriptSaysHowToSubmitIt() throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("bash", SCRIPTS.resolve("sieve_mpi.sh").toString())
            .redirectErrorStream(true);
    shell.environment().remove("SLURM_JOB_ID");
    Process process = shell.start();
    List<String> said = process.inputReader().lines().toList();
    assertEquals(2, process.waitFor());
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.getFirst().contains("sbatch"), said::toString);
  }

  /** Runs the script {@code name} in {@code directory} on a sweep of one point, twice repeated. */
  private static Job sweep(SlurmRig slurm, Path directory, String name, String layout)
      throws Exception {
    Path config = config(directory, name.replaceFirst("_.*", ""), layout);
    return slurm.runJob(
        directory,
        Map.of(
            "HPC_CONFIG",
            config.toString(),
            "HPC_RESULTS",
            directory.resolve("results").toString()),
        LIMIT,
        SCRIPTS.resolve(name + ".sh").toString());
  }

  private static Path config(Path directory, String workload, String layout) throws IOException {
    String size =
        switch (workload) {
          case "sieve" -> "limit: 1e6";
          case "amdahl" -> "work: 1e6";
          default -> "nx: 64, ny: 48, steps: 20";
        };
    return Files.writeString(
        directory.resolve("sweep.yaml"),
        """
        sweep: small
        runs:
          - workload: %s
            options: {%s, %s, repeat: 2, verify: true}
        """
            .formatted(workload, size, layout));
  }

  private static List<NamedCsvRecord> rowsBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> csv = files.filter(file -> file.toString().endsWith(".csv")).toList();
      assertEquals(1, csv.size(), csv::toString);
      try (Reader reader = Files.newBufferedReader(csv.getFirst())) {
        return CsvReader.builder().ofNamedCsvRecord(reader).stream().toList();
      }
    }
  }

  /** What the jobs submitted in a directory said. */
  private static String outputOf(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      StringBuilder said = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(".out")).toList()) {
        said.append(Files.readString(file));
      }
      return said.toString();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
