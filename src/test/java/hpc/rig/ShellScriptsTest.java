package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules for the shell scripts: clean, and no work in them. */
class ShellScriptsTest {
  /** Words of scripts that compute, time or parse: that is the program's part. */
  private static final Pattern WORK =
      Pattern.compile("\\b(awk|bc|perl|python3?|date|time)\\b|\\(\\(");

  private static final Pattern CONFIG = Pattern.compile("config/\\w+\\.yaml");

  static List<Path> scripts() throws IOException {
    List<Path> scripts = new ArrayList<>(jobScripts());
    for (String other :
        List.of(
            "hpc",
            ".ci/fresh",
            ".ci/run",
            "slurm/common.sh",
            "packaging/install.sh",
            "src/peers/build",
            "src/peers/on_ranks",
            "src/test/needs",
            "src/test/slurm/rig")) {
      scripts.add(Path.of(other));
    }
    return scripts;
  }

  static List<Path> jobScripts() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("slurm"))) {
      return files.filter(script -> !script.endsWith("common.sh")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void shellcheckFindsNothing(Path script) throws Exception {
    Programs.require("shellcheck");
    Process shellcheck =
        new ProcessBuilder("shellcheck", script.toString()).redirectErrorStream(true).start();
    String findings = shellcheck.inputReader().readAllAsString();
    assertEquals(0, shellcheck.waitFor(), findings);
  }

  @ParameterizedTest
  @MethodSource("jobScripts")
  void theSweepsOfJobScriptsExist(Path script) throws IOException {
    Matcher config = CONFIG.matcher(Files.readString(script));
    while (config.find()) {
      assertTrue(Files.exists(Path.of(config.group())), config.group());
    }
  }

  @ParameterizedTest
  @MethodSource("jobScripts")
  void jobScriptsOnlyLaunch(Path script) throws IOException {
    List<String> commands =
        Files.readAllLines(script).stream().filter(line -> !line.startsWith("#")).toList();
    assertEquals(List.of(), commands.stream().filter(WORK.asPredicate()).toList());
    for (String launch :
        commands.stream().filter(line -> line.contains("HPC_HOME/hpc\"")).toList()) {
      assertTrue(launch.matches(" *(srun|exec) .*"), launch);
    }
    assertTrue(commands.getLast().startsWith("exec \"$HPC_HOME/hpc\" "), commands.getLast());
  }
}
