package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.rig.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bash and man are told of the commands. */
class CompletionIT {

  private static final Pattern OPTION = Pattern.compile("(?m)^ +(?:-\\w, )?(--[a-z-]+)");

  @TempDir private Path directory;

  @Test
  void whatIsPrintedIsWhatIsInstalled() throws Exception {
    String printed = HpcProcess.run(directory, "completion").answer();
    HpcProcess.run(directory, "completion", "--install", "share").answer();
    assertEquals(
        printed, Files.readString(directory.resolve("share/bash-completion/completions/hpc")));
  }

  @Test
  void everyCommandHasAPageWithAllItsOptions() throws Exception {
    Programs.require("man");
    HpcProcess.run(directory, "completion", "--install", "share").answer();
    Path pages = directory.resolve("share/man/man1");
    try (Stream<Path> files = Files.list(pages)) {
      for (Path page : files.toList()) {
        String name = page.getFileName().toString().replace(".1", "");
        String[] help =
            (name.replace('-', ' ') + " --help").substring("hpc ".length()).split(" ", -1);
        String shown = man(page);
        assertTrue(shown.contains(name + " - "), shown);
        assertEquals(options(HpcProcess.run(directory, help).answer()), options(shown), name);
      }
    }
    assertTrue(Files.exists(pages.resolve("hpc-sweep-status.1")));
    assertTrue(Files.notExists(pages.resolve("hpc-sweep-task.1")), "hidden");
  }

  @Test
  void aDirectoryThatIsAFileIsRefused() throws Exception {
    Files.createFile(directory.resolve("share"));
    assertTrue(
        HpcProcess.run(directory, "completion", "--install", "share")
            .complaint(ExitCode.FAILED)
            .contains("share"));
  }

  private static Set<String> options(String text) {
    return new TreeSet<>(OPTION.matcher(text).results().map(found -> found.group(1)).toList());
  }

  /** As man shows it, which says on stderr what it cannot set. */
  private String man(Path page) throws Exception {
    return HpcProcess.start(
            directory,
            Map.of("MANWIDTH", "200", "LC_ALL", "C.UTF-8"),
            List.of("man", "--warnings", "-l", page.toString()))
        .end()
        .answer();
  }
}
