package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A sweep on the cluster of a rig: {@code sweep.yaml} of a directory, into {@code out} there.
 *
 * @param slurm the cluster
 * @param directory of the test
 */
record SweepRun(SlurmRig slurm, Path directory) {

  static final Duration LIMIT = Duration.ofMinutes(10);
  static final Path JAR = Path.of("target/hpc.jar").toAbsolutePath();

  void config(String runs) throws IOException {
    Files.writeString(
        directory.resolve("sweep.yaml"), "sweep: small\ntoo_large: skip\nruns:\n" + runs);
  }

  /** Starts the sweep inside an allocation. */
  SlurmRig.Running start(Map<String, String> environment, String allocation) throws IOException {
    List<String> command = new ArrayList<>(List.of("salloc"));
    command.addAll(List.of(allocation.split(" ")));
    command.addAll(hpc("sweep sweep.yaml --executor srun --resume --out out"));
    return slurm.launch(directory, environment, command.toArray(String[]::new));
  }

  /**
   * The environment of a sweep of which only so many steps start: Slurm holds all others just
   * before their programs until {@link #release}. So the sweep is in the middle, however fast or
   * slow the machine is.
   */
  Map<String, String> holdingAllBut(int steps) throws IOException {
    Files.createFile(directory.resolve("hold"));
    Path prolog =
        Files.writeString(
            directory.resolve("prolog"),
            """
            #!/bin/sh
            for step in $(seq %s); do
              mkdir "%s/passed-$step" 2>/dev/null && exit
            done
            while [ -e "%s/hold" ]; do sleep 0.2; done
            """
                .formatted(steps, directory, directory));
    if (!prolog.toFile().setExecutable(true)) {
      throw new IOException(prolog + " cannot be made executable");
    }
    return Map.of("SLURM_TASK_PROLOG", prolog.toString());
  }

  /** Lets go what {@link #holdingAllBut} holds. */
  void release() throws IOException {
    Files.delete(directory.resolve("hold"));
  }

  /** Runs the sweep to its end inside an allocation of all nodes. */
  SlurmRig.Finished complete() throws Exception {
    return complete(Map.of());
  }

  /** The same with more in its environment. */
  SlurmRig.Finished complete(Map<String, String> environment) throws Exception {
    try (SlurmRig.Running running = start(environment, "--nodes=2 --ntasks=4 --mem=2000")) {
      return running.await(LIMIT);
    }
  }

  /** Runs one command of this program on the head. */
  SlurmRig.Finished run(String words) throws Exception {
    return slurm.run(directory, Map.of(), LIMIT, hpc(words).toArray(String[]::new));
  }

  private static List<String> hpc(String words) {
    List<String> command = new ArrayList<>(List.of("java", "-jar", JAR.toString()));
    command.addAll(List.of(words.split(" ")));
    return command;
  }

  /** Waits until so many points are done. */
  void awaitDone(long points) throws Exception {
    SlurmRig.await(LIMIT, () -> count("done") >= points);
  }

  /** Events of a kind in all journals. */
  long count(String event) throws IOException {
    return events(event).size();
  }

  /** The points of the events of a kind, in the order of the journals. */
  List<String> events(String event) throws IOException {
    List<String> points = new ArrayList<>();
    for (Path journal : files("journal", ".log")) {
      for (String line : Files.readString(journal).split("\n", -1)) {
        String[] fields = line.split("\t", -1);
        if (fields.length > 2 && fields[1].equals(event)) {
          points.add(fields[2]);
        }
      }
    }
    return points;
  }

  /** The most points that ran at once, as the journal of a sweep that failed nowhere says. */
  int mostAtOnce() throws IOException {
    int running = 0;
    int most = 0;
    for (String line : Files.readAllLines(directory.resolve("out/journal.log"))) {
      running += line.contains("\tstart\t") ? 1 : line.contains("\tdone\t") ? -1 : 0;
      most = Math.max(most, running);
    }
    return most;
  }

  /** All rows of the sweep. */
  List<NamedCsvRecord> rows() throws IOException {
    List<NamedCsvRecord> rows = new ArrayList<>();
    for (Path csv : files("small", ".csv")) {
      rows.addAll(CsvReader.builder().ofNamedCsvRecord(csv).stream().toList());
    }
    return rows;
  }

  /** No point is lost, none is done twice, and each repetition is one row. */
  void assertEachOnce(int points, int rows) throws Exception {
    List<String> done = events("done");
    assertEquals(points, done.size(), this::logs);
    assertEquals(points, new HashSet<>(done).size(), "one end for each point");
    Map<String, Integer> seen = new HashMap<>();
    for (NamedCsvRecord row : rows()) {
      seen.merge(row.getField("point") + " " + row.getField("repetition"), 1, Integer::sum);
      assertEquals("ok", row.getField("status"));
    }
    assertEquals(rows, seen.size(), () -> "rows " + new TreeMap<>(seen));
    seen.forEach((row, times) -> assertEquals(1, times, row));
  }

  private List<Path> files(String begin, String end) throws IOException {
    Path out = directory.resolve("out");
    if (Files.notExists(out)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(out)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(begin))
          .filter(file -> file.getFileName().toString().endsWith(end))
          .sorted()
          .toList();
    }
  }

  /** What the points said, for a message. */
  String logs() {
    StringBuilder said = new StringBuilder();
    try (Stream<Path> files = Files.list(directory.resolve("out/logs"))) {
      for (Path file : files.sorted().toList()) {
        said.append(file.getFileName()).append(": ").append(Files.readString(file)).append('\n');
      }
      said.append(Files.readString(directory.resolve("out/journal.log")));
    } catch (IOException e) {
      said.append(e);
    }
    return said.toString();
  }
}
