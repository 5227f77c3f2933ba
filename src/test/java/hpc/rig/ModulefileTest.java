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

/** The modulefile in the module system that is installed; Debian has room for one at a time. */
class ModulefileTest {
  private static final List<String> MODULE_SYSTEMS =
      List.of("/usr/bin/modulecmd", "/usr/share/lmod/lmod/libexec/lmod");
  private static final Path TREE = Path.of("").toAbsolutePath();

  @Test
  void loadingPutsTheTreeOnPath() throws Exception {
    assertEquals(
        List.of(TREE.toString(), TREE.resolve("hpc").toString()),
        withModule(TREE.resolve("modules"), "echo \"$HPC_HOME\"; command -v hpc"));
  }

  @Test
  void theTreeIsFoundThroughALinkToTheModulefile(@TempDir Path modules) throws Exception {
    Path link = Files.createDirectory(modules.resolve("hpc")).resolve("0.1.0");
    Files.createSymbolicLink(link, modulefile());
    try {
      assertEquals(List.of(TREE.toString()), withModule(modules, "echo \"$HPC_HOME\""));
    } finally {
      Files.delete(link);
    }
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

  /** The lines that a shell prints which loads the module and then runs {@code commands}. */
  private static List<String> withModule(Path modules, String commands) throws IOException {
    Optional<String> moduleSystem =
        MODULE_SYSTEMS.stream().filter(program -> Files.isExecutable(Path.of(program))).findAny();
    assumeTrue(moduleSystem.isPresent(), "neither Environment Modules nor Lmod is installed");
    ProcessBuilder shell =
        new ProcessBuilder(
            "sh", "-ec", "eval \"$(" + moduleSystem.get() + " sh load hpc)\"; " + commands);
    shell.redirectErrorStream(true).environment().put("MODULEPATH", modules.toString());
    shell.environment().remove("LOADEDMODULES");
    return shell.start().inputReader().lines().toList();
  }
}
