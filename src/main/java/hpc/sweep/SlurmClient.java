package hpc.sweep;

import hpc.launch.NativeText;
import hpc.slurm.SlurmAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs by which a user speaks to Slurm.
 *
 * @param overruled variables that are kept from them, since they would stand above what a script
 *     asks for
 */
public record SlurmClient(Set<String> overruled) {

  /** What a site's wrapper may print stands in other lines, or before it. */
  private static final String MARK = "hpc|";

  private static final String FORMAT = "--format=" + MARK;

  private static final String SUBMITTER = "sbatch";

  private static final Pattern JOB_AND_CLUSTER = Pattern.compile("[0-9]+(;.*)?");

  private static final Pattern ARRAY_SIZE =
      Pattern.compile("(?m)^\\s*MaxArraySize\\s*=\\s*([0-9]{1,9})\\s*$");

  private static final Pattern ARRAY_TASKS = Pattern.compile("\\bmax_array_tasks=([0-9]{1,9})\\b");

  private static final String TASKS = "(?<tasks>[0-9]{1,8}|\\[?[0-9]{1,8}[-0-9,%]{0,99}\\]?)";

  private static final Pattern ACCOUNTED =
      Pattern.compile("(?<job>[0-9]+)_" + TASKS + "\\|(?<state>\\w+)[^|]*\\|(?<exit>[0-9:]+)$");

  private static final Pattern SHOWN =
      Pattern.compile(
          "\\bArrayJobId=(?<job>[0-9]+) ArrayTaskId="
              + TASKS
              + " .*?\\bJobState=(?<state>\\w+) .*?\\bExitCode=(?<exit>[0-9:]+)");

  private static final int DEFAULT_ARRAY_SIZE = 1001;

  /** Copies the names. */
  public SlurmClient {
    overruled = Set.copyOf(overruled);
  }

  /**
   * The cpus of the largest node of a partition, or of all.
   *
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

  /** The most cpus of a core on any node: hardware threads, where Slurm counts these. */
  public int threadsPerCore(Optional<String> partition) throws IOException, InterruptedException {
    // not %Z: a site may offer one cpu a core where there are two threads
    return nodes(partition, "%c|%X|%Y")
        .map(line -> line.replaceAll("[^0-9|]", "").split("\\|", -1))
        .filter(counts -> counts.length == 3 && List.of(counts).stream().noneMatch(String::isEmpty))
        .mapToInt(counts ->
            Integer.parseInt(counts[0])
                / Math.max(1, Integer.parseInt(counts[1]) * Integer.parseInt(counts[2])))
        .reduce(1, Math::max);
  }

  /** How many nodes there are, in whatever state. */
  public int nodes(Optional<String> partition) throws IOException, InterruptedException {
    // a node stands there once for each of its partitions
    return (int) nodes(partition, "%N").distinct().count();
  }

  private Stream<String> nodes(Optional<String> partition, String format)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("sinfo", "--noheader", "--Node", FORMAT + format));
    partition.ifPresent(name -> command.add("--partition=" + name));
    return lines(command);
  }

  /** The most tasks that a job array may have; what Slurm has by default if it does not say. */
  public int mostTasks() throws InterruptedException {
    String config = SlurmAnswer.ofSuccess(List.of("scontrol", "show", "config")).orElse("");
    return Math.max(
        1,
        Math.min(
            number(ARRAY_SIZE, config).orElse(DEFAULT_ARRAY_SIZE),
            number(ARRAY_TASKS, config).orElse(Integer.MAX_VALUE)));
  }

  private static OptionalInt number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /**
   * A job, or a task of a job array, that waits or runs.
   *
   * @param job its number, of a task with its index
   * @param index in the array; -1 in none
   * @param name of the job
   */
  record Task(String job, int index, String name) {

    /** The number of the job array that it is in; its own in none. */
    String array() {
      return job.split("_", 2)[0];
    }
  }

  /** The jobs of this user that wait or run and whose names begin with {@code name}. */
  List<Task> tasks(String name) throws IOException, InterruptedException {
    String user = System.getProperty("user.name");
    return lines(List.of("squeue", "--noheader", "--array", "--user=" + user, FORMAT + "%i|%K|%j"))
        .map(line -> line.split("\\|", 3))
        .filter(fields -> fields.length == 3 && fields[2].startsWith(name))
        .map(fields ->
            new Task(
                fields[0],
                fields[1].matches("[0-9]{1,9}") ? Integer.parseInt(fields[1]) : -1,
                fields[2]))
        .toList();
  }

  /**
   * The state of a task of a job array.
   *
   * @param word of Slurm for its state
   * @param exit status and signal as Slurm writes them, {@code 2:0}
   */
  record State(String word, String exit) {

    private static final Set<String> UNFINISHED =
        Set.of("PENDING", "RUNNING", "COMPLETING", "CONFIGURING", "SUSPENDED", "REQUEUED");

    boolean hasEnded() {
      return !UNFINISHED.contains(word);
    }

    /** For people, of one that has ended: {@code FAILED, exit 2}. */
    String end() {
      String[] both = exit.split(":", 2);
      return both.length == 2 && !both[1].equals("0")
          ? "%s, signal %s".formatted(word, both[1])
          : "%s, exit %s".formatted(word, both[0]);
    }
  }

  /**
   * The states of tasks, by job and index as in {@code 12_0}; those that Slurm does not know any
   * more are missing, all of them where there is no Slurm.
   */
  Map<String, State> states(Collection<String> jobs) throws InterruptedException {
    Map<String, State> states = new HashMap<>();
    ask(List.of(
            "sacct",
            "--noheader",
            "--parsable2",
            "--allocations",
            "--jobs=" + String.join(",", jobs),
            "--format=JobID,State,ExitCode"))
        .forEach(line -> put(states, ACCOUNTED.matcher(line)));
    for (String job : jobs) { // it knows of what ended a moment ago, and there may be no accounting
      ask(List.of("scontrol", "--oneliner", "show", "job", job))
          .forEach(line -> put(states, SHOWN.matcher(line)));
    }
    return states;
  }

  private static Stream<String> ask(List<String> command) throws InterruptedException {
    return SlurmAnswer.ofSuccess(command).stream().flatMap(String::lines);
  }

  /** Tasks that wait share a line: {@code 1-3,5%2}. */
  private static void put(Map<String, State> states, Matcher line) {
    if (!line.find()) {
      return;
    }
    for (String piece : line.group("tasks").replaceAll("[\\[\\]]|%.*", "").split(",", -1)) {
      String[] ends = piece.split("-", 2);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int task = Integer.parseInt(ends[0]); task <= last; task++) {
        states.put(
            line.group("job") + "_" + task, new State(line.group("state"), line.group("exit")));
      }
    }
  }

  /** Submits a script; returns the number of its job. */
  String submit(List<String> options, Path script) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SUBMITTER, "--parsable"));
    command.addAll(options);
    command.add(script.toString());
    String output = run(command);
    return output
        .lines()
        .map(String::strip)
        .filter(line -> JOB_AND_CLUSTER.matcher(line).matches())
        .reduce((_, last) -> last) // behind what a site prints
        .map(line -> line.split(";", 2)[0])
        .orElseThrow(() -> new IOException("sbatch: no number of a job in " + output.strip()));
  }

  /** The lines that a program prints in our {@link #FORMAT}, without what a site prints. */
  private Stream<String> lines(List<String> command) throws IOException, InterruptedException {
    return run(command)
        .lines()
        .filter(line -> line.contains(MARK))
        .map(line -> line.substring(line.indexOf(MARK) + MARK.length()).strip());
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(overruled);
    if (command.getFirst().equals(SUBMITTER)) {
      NativeText.restoreLocale(builder.environment()); // the job inherits it
    } else {
      builder.environment().put("LC_ALL", "C"); // what is parsed
    }
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
    // what Slurm prints fits the buffer of a pipe
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(
          Arrays.stream(errors.split("\n", -1))
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .reduce((first, second) -> first + "; " + second)
              .orElse(command.getFirst() + ": exit " + process.exitValue()));
    }
    return output;
  }
}
