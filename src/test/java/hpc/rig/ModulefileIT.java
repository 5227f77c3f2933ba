package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The modulefile in the module system that is installed; Debian has room for one at a time. What it
 * offers to the shell, man pages and completion, is the build's.
 */
class ModulefileIT {
  private static final List<String> MODULE_SYSTEMS =
      List.of("/usr/bin/modulecmd", "/usr/share/lmod/lmod/libexec/lmod");
  private static final Path TREE = Path.of("").toAbsolutePath();

  @Test
  void loadingPutsTheTreeOnPath() throws Exception {
    assertEquals(
        List.of(TREE.toString(), TREE.resolve("hpc").toString()),
        withModule(TREE.resolve("modules"), ":", "echo \"$HPC_HOME\"; command -v hpc"));
  }

  @Test
  void theTreeIsFoundThroughALinkToTheModulefile(@TempDir Path modules) throws Exception {
    Path link = Files.createDirectory(modules.resolve("hpc")).resolve("0.1.0");
    Files.createSymbolicLink(link, modulefile());
    try {
      assertEquals(List.of(TREE.toString()), withModule(modules, ":", "echo \"$HPC_HOME\""));
    } finally {
      Files.delete(link);
    }
  }

  @Test
  void manFindsThePagesAndStillThoseOfTheSystem() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/man")), "man is not installed");
    for (String elsewhere : List.of("unset MANPATH", "export MANPATH=/opt/man")) {
      List<String> pages = withModule(TREE.resolve("modules"), elsewhere, "manpath -q");
      assertEquals(
          TREE.resolve("target/share/man").toString(),
          pages.getFirst().split(":", -1)[0],
          elsewhere);
      assertTrue(pages.getFirst().contains("/usr/share/man"), pages::toString);
    }
  }

  @Test
  void bashCompletesCommandsAndTheirOptions() throws Exception {
    // it tells the line editor not to sort, and there is none here
    String alone = "compopt() { true; }";
    String complete = "_hpc_completion; echo \"${COMPREPLY[@]}\"; ";
    assertEquals(
        List.of("sieve", "--tuplets", "complete -o default -F _complete_hpc hpc"),
        withModule(
            TREE.resolve("modules"),
            alone,
            "COMP_WORDS=(hpc si); COMP_CWORD=1; "
                + complete
                + "COMP_WORDS=(hpc sieve --tu); COMP_CWORD=2; "
                + complete
                + "complete -p hpc"));
  }

  @Test
  void unloadingTakesAllBack() throws Exception {
    assertEquals(
        List.of("none", "none", "none"),
        withModule(
            TREE.resolve("modules"),
            "unset MANPATH",
            "module unload hpc; echo \"${HPC_HOME-none}\"; echo \"${MANPATH:-none}\";"
                + " complete -p hpc 2>/dev/null || echo none"));
  }

  @Test
  void theModuleHasTheVersionOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    assertTrue(pom.contains("<version>" + modulefile().getFileName() + "</version>"));
  }

  private static Path modulefile() throws IOException {
    try (Stream<Path> versions = Files.list(TREE.resolve("modules/hpc"))) {
      return versions.findAny().orElseThrow();
    }
  }

  /** What bash prints that does {@code before}, loads the module and does {@code after}. */
  private static List<String> withModule(Path modules, String before, String after)
      throws IOException {
    Optional<String> moduleSystem =
        MODULE_SYSTEMS.stream().filter(program -> Files.isExecutable(Path.of(program))).findAny();
    assumeTrue(moduleSystem.isPresent(), "neither Environment Modules nor Lmod is installed");
    String module = "module() { eval \"$(" + moduleSystem.get() + " bash \"$@\")\"; }; ";
    ProcessBuilder shell =
        new ProcessBuilder(
            "bash", "--norc", "-ec", module + before + "; module load hpc; " + after);
    shell.redirectErrorStream(true).environment().put("MODULEPATH", modules.toString());
    shell.environment().remove("LOADEDMODULES");
    return shell.start().inputReader().lines().toList();
  }
}
