package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hpc.cli.HpcProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line that a page shows behind a {@code $} can be pasted, and does what it says. */
class DocumentedCommandsIT {

  private static final Pattern LINE = Pattern.compile("(?m)^ *\\$ (.+)$");

  /** A choice or a place for a value, which a shell takes for a pipe or a file. */
  private static final Pattern NOT_TO_PASTE =
      Pattern.compile("[a-z]\\|[a-z]|<[a-zA-Z ]+>|\\[[a-zA-Z-]+]|\\.\\.\\.");

  /** Programs that are none of ours, by how their lines begin; the rest of the line is not run. */
  private static final List<String> OF_OTHERS =
      List.of(
          "python3 -m cProfile",
          "python3 -m memory_profiler",
          "kernprof ",
          "mprof ",
          "kcachegrind ", // a window
          "cd run && callgrind_annotate ",
          "export PYTHONPATH", // makes the source that these take
          "benchmarks/", // an hour; BenchmarkScriptsTest starts them
          "./hpc build", // minutes; what made this jar
          "sbatch "); // SlurmJobsIT submits each script

  /**
   * Words in which a shell has nothing to do, and which need no process of their own: the flags of
   * one are the matter of some sweeps, and a list is printed past {@code System.out}.
   */
  private static final Pattern PLAIN = Pattern.compile("hpc (?!sweep|.*--print)[\\w ./,=-]+");

  /** What makes a long line short, and has one of the cluster run here. */
  private static final Map<String, String> SHORTER =
      Map.of(
          "^/usr/bin/time -v ", "",
          "^srun .*java -jar target/hpc\\.jar", "hpc",
          "--limit (3e7|1e8|3e8|1e9|1e10)\\b", "--limit 1e6",
          " --warmup [0-9]+", "",
          "diffusion --preset csc-heat", "$0 --nx 100 --ny 100 --steps 100",
          "amdahl --parallel 0.9", "$0 --work 1e6",
          "(hpc sweep config/\\S+).*", "$1 --dry-run");

  @TempDir private Path directory;

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("results/README.md")));
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLineDoesWhatItSays(Path page) throws Exception {
    List<String> lines =
        LINE.matcher(Files.readString(page)).results().map(found -> found.group(1)).toList();
    if (lines.isEmpty()) {
      return;
    }
    for (String linked : List.of("config", "docs", "slurm", "src")) {
      Files.createSymbolicLink(directory.resolve(linked), Path.of(linked).toAbsolutePath());
    }
    Files.createDirectory(directory.resolve("results"));
    try (HpcSession session = new HpcSession()) {
      hpc(session, "hpc sieve --limit 1e6 -q --csv results/some.csv").answer();
      for (String line : lines) {
        assertFalse(NOT_TO_PASTE.matcher(line).find(), line);
        assertEquals(0, bash("set -n; " + line).status(), line);
        Optional<String> command = runnable(line);
        if (command.isPresent()) {
          String typed = command.get();
          boolean plain = PLAIN.matcher(typed).matches();
          Ended ended = plain ? hpc(session, typed) : bash(typed);
          assertEquals(0, ended.status(), () -> line + "\n" + ended);
        }
      }
    }
  }

  /** The line as it is run here; empty if it belongs to a program of others. */
  private static Optional<String> runnable(String line) {
    if (OF_OTHERS.stream().anyMatch(line::startsWith)) {
      return Optional.empty();
    }
    String command = line.replaceFirst("^\\./hpc ", "hpc ");
    for (Map.Entry<String, String> change : SHORTER.entrySet()) {
      command = command.replaceAll(change.getKey(), change.getValue());
    }
    return Optional.of(command);
  }

  private Ended hpc(HpcSession session, String typed) throws Exception {
    return session.run(directory, typed.substring("hpc ".length()).split(" +", -1));
  }

  /** Runs what is typed in a shell that knows {@code hpc}. */
  private Ended bash(String typed) throws Exception {
    String script = "hpc() { '%s' \"$@\"; }\n".formatted(String.join("' '", HpcProcess.command()));
    return HpcProcess.start(directory, Map.of(), List.of("bash", "-c", script + typed)).end();
  }
}
