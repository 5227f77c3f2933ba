package hpc.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The modulefile in each module system. Debian has room for one at a time as a package, but Lmod
 * also runs from where {@code hpc test} has unpacked it. What the modulefile offers to the shell,
 * man pages and completion, is the build's.
 */
class ModulefileIT {
  private static final Path TREE = Path.of("").toAbsolutePath();
  private static final String LMOD_PROGRAM = "usr/share/lmod/lmod/libexec/lmod";

  enum ModuleSystem {
    ENVIRONMENT_MODULES,
    LMOD;

    /** The program that tells a shell what to do; skips the test where there is none. */
    String program() {
      List<Path> places =
          switch (this) {
            case ENVIRONMENT_MODULES -> List.of(Path.of("/usr/bin/modulecmd"));
            case LMOD ->
                List.of(Path.of("/", LMOD_PROGRAM), TREE.resolve("target/lmod/" + LMOD_PROGRAM));
          };
      Optional<Path> program = places.stream().filter(Files::isExecutable).findFirst();
      if (program.isEmpty()) {
        Programs.missing("not installed: " + this);
      }
      return program.orElseThrow().toString();
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadingPutsTheTreeOnPath(ModuleSystem system) throws Exception {
    assertEquals(
        List.of(TREE.toString(), TREE.resolve("hpc").toString()),
        withModule(system, TREE.resolve("modules"), ":", "echo \"$HPC_HOME\"; command -v hpc"));
  }

  @ParameterizedTest
  @EnumSource
  void theTreeIsFoundThroughALinkToTheModulefile(ModuleSystem system, @TempDir Path modules)
      throws Exception {
    Path link = Files.createDirectory(modules.resolve("hpc")).resolve("0.1.0");
    Files.createSymbolicLink(link, modulefile());
    try {
      assertEquals(
          List.of(TREE.toString()), withModule(system, modules, ":", "echo \"$HPC_HOME\""));
    } finally {
      Files.delete(link);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manFindsThePagesAndStillThoseOfTheSystem(ModuleSystem system) throws Exception {
    Programs.require("man", "manpath");
    for (String elsewhere : List.of("unset MANPATH", "export MANPATH=/opt/man")) {
      List<String> pages = withModule(system, TREE.resolve("modules"), elsewhere, "manpath -q");
      assertEquals(
          TREE.resolve("target/share/man").toString(),
          pages.getFirst().split(":", -1)[0],
          elsewhere);
      assertTrue(pages.getFirst().contains("/usr/share/man"), pages::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bashCompletesCommandsAndTheirOptions(ModuleSystem system) throws Exception {
    // it tells the line editor not to sort, and there is none here
    String alone = "compopt() { true; }";
    String complete = "_hpc_completion; echo \"${COMPREPLY[@]}\"; ";
    assertEquals(
        List.of("sieve", "--tuplets", "complete -o default -F _complete_hpc hpc"),
        withModule(
            system,
            TREE.resolve("modules"),
            alone,
            "COMP_WORDS=(hpc si); COMP_CWORD=1; "
                + complete
                + "COMP_WORDS=(hpc sieve --tu); COMP_CWORD=2; "
                + complete
                + "complete -p hpc"));
  }

  @ParameterizedTest
  @EnumSource
  void unloadingTakesAllBack(ModuleSystem system) throws Exception {
    assertEquals(
        List.of("none", "none", "none"),
        withModule(
            system,
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
  private static List<String> withModule(
      ModuleSystem system, Path modules, String before, String after) throws IOException {
    String module = "module() { eval \"$(" + system.program() + " bash \"$@\")\"; }; ";
    ProcessBuilder shell =
        new ProcessBuilder(
            "bash", "--norc", "-ec", module + before + "; module load hpc; " + after);
    shell.redirectErrorStream(true).environment().put("MODULEPATH", modules.toString());
    shell
        .environment()
        .keySet()
        .removeIf(name -> name.matches("LOADEDMODULES|_LMFILES_.*|.*Module(Table|Cmd).*"));
    return shell.start().inputReader().lines().toList();
  }
}
