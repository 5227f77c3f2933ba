package hpc.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The programs by which a user speaks to Slurm.
 *
 * @param overruled variables that are kept from them, since they would stand above what a script
 *     asks for
 */
public record SlurmClient(Set<String> overruled) {

  /** Copies the names. */
  public SlurmClient {
    overruled = Set.copyOf(overruled);
  }

  /**
   * The cpus of the largest node.
   *
   * @param partition of that alone; empty for all
   * @throws IllegalArgumentException if there is no Slurm here
   * @throws IOException if it does not answer
   */
  public int largestNodeCpus(Optional<String> partition) throws IOException, InterruptedException {
    return nodes(partition, "%c")
        .map(line -> line.replaceAll("\\D", ""))
        .filter(line -> !line.isEmpty())
        .mapToInt(Integer::parseInt)
        .max()
        .orElseThrow(() -> new IOException("sinfo: no node"));
  }

  /**
   * How many nodes there are, in whatever state.
   *
   * @param partition in that alone; empty for all
   * @throws IllegalArgumentException if there is no Slurm here
   * @throws IOException if it does not answer
   */
  public int nodes(Optional<String> partition) throws IOException, InterruptedException {
    // a node stands there once for each of its partitions
    return (int) nodes(partition, "%N").distinct().count();
  }

  /** What sinfo says of each node. */
  private Stream<String> nodes(Optional<String> partition, String format)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("sinfo", "--noheader", "--Node", "--format=" + format));
    partition.ifPresent(name -> command.add("--partition=" + name));
    return run(command).lines().map(String::strip);
  }

  /** The jobs of this user that wait or run under {@code name}. */
  List<String> jobs(String name) throws IOException, InterruptedException {
    String user = System.getProperty("user.name");
    return run(List.of("squeue", "--noheader", "--user=" + user, "--name=" + name, "--format=%i"))
        .lines()
        .map(String::strip)
        .toList();
  }

  /** Submits a script; returns the number of its job. */
  String submit(List<String> options, Path script) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sbatch", "--parsable"));
    command.addAll(options);
    command.add(script.toString());
    String[] jobAndCluster = run(command).strip().split(";", 2);
    return jobAndCluster[0];
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(overruled);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--executor sbatch: %s is not on PATH; submit where Slurm is installed, or take"
                  .formatted(command.getFirst())
              + " --executor local",
          e);
    }
    process.getOutputStream().close();
    // what Slurm says fits the buffer of a pipe
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(
          Arrays.stream(errors.split("\n", -1))
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .reduce((first, second) -> first + "; " + second)
              .orElse(command.getFirst() + ": exit " + process.exitValue()));
    }
    return said;
  }
}
