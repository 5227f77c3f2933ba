package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.diffusion.Decomposition;
import hpc.diffusion.Kernels;
import hpc.diffusion.Preset;
import hpc.profile.ProfileView;
import hpc.rig.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** What bash and man are told of the commands. */
class CompletionIT {

  private static final Pattern OPTION = Pattern.compile("(?m)^ +(?:-\\w, )?(--[a-z-]+)");

  @RegisterExtension static final HpcSession SESSION = new HpcSession();

  /** Of the session. */
  @TempDir private static Path shared;

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
        assertEquals(options(SESSION.run(shared, help).answer()), options(shown), name);
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

  /** In bash itself, for each option of each command. */
  @Test
  void whatIsOfferedIsAccepted() throws Exception {
    Files.writeString(
        directory.resolve("hpc.sh"), HpcProcess.run(directory, "completion").answer());
    Map<String, List<String>> offered =
        offered(places(HpcCommand.commandLine("completion"), "hpc"));

    assertEquals(
        List.of("boxed", "naive", "odds", "bits", "segmented", "wheel"),
        offered.get("hpc sieve --algorithm"));
    assertTrue(offered.get("hpc sieve --kernel").contains("c-openmp"), offered::toString);
    assertEquals(Kernels.WORDS, offered.get("hpc diffusion --kernel"));
    assertEquals(List.of("sine", "csc-heat"), offered.get("hpc diffusion --preset"));
    assertEquals(List.of("auto", "serial", "forkjoin", "mpi"), offered.get("hpc sieve --mode"));
    assertEquals(List.of("auto", "mpj", "native"), offered.get("hpc diffusion --transport"));
    assertEquals(
        Stream.of(ProfileView.values()).map(ProfileView::word).toList(),
        offered.get("hpc profile"));
    offered.get("hpc diffusion --preset").forEach(Preset::named);
    offered.get("hpc diffusion --decomposition").forEach(Decomposition::parse);
    offered.forEach((place, words) -> words.forEach(word -> parse(place + " " + word)));
  }

  private static void parse(String words) {
    String[] args = words.substring("hpc ".length()).split(" ", -1);
    try {
      HpcCommand.commandLine(args).parseArgs(args);
    } catch (MissingParameterException e) {
      assertTrue(e.getMessage().startsWith("Missing required"), words + ": " + e.getMessage());
    } catch (ParameterException e) {
      throw new AssertionError(words, e);
    }
  }

  /** The options that take a value, and the commands themselves. */
  private static List<String> places(CommandLine command, String name) {
    List<String> places = new ArrayList<>(List.of(name));
    command.getCommandSpec().options().stream()
        .filter(option -> option.arity().max() > 0)
        .map(option -> name + " " + option.longestName())
        .forEach(places::add);
    command.getSubcommands().entrySet().stream()
        .filter(one -> !one.getValue().getCommandSpec().usageMessage().hidden())
        .forEach(one -> places.addAll(places(one.getValue(), name + " " + one.getKey())));
    return places;
  }

  /** What bash would show where the next word is to be typed, without names of files. */
  private Map<String, List<String>> offered(List<String> places) throws Exception {
    StringBuilder script = new StringBuilder("source ./hpc.sh; mkdir -p empty; cd empty\n");
    for (String place : places) {
      script.append(
          "COMP_WORDS=(%1$s ''); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=(); _complete_hpc\n"
              .formatted(place));
      script.append("echo \"%s:\" ${COMPREPLY[*]}\n".formatted(place));
    }
    String answer =
        HpcProcess.start(directory, Map.of(), List.of("bash", "-c", script.toString()))
            .end()
            .answer();
    Map<String, List<String>> offered = new LinkedHashMap<>();
    for (String line : answer.lines().toList()) {
      String[] words = line.split(": ?", 2);
      offered.put(words[0], words[1].isEmpty() ? List.of() : List.of(words[1].split(" ", -1)));
    }
    assertEquals(places.size(), offered.size());
    return offered;
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
