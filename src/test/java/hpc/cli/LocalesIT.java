package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole process in the locale of its user prints and writes what README shows. */
class LocalesIT {

  @TempDir private Path directory;

  /** The JVM is told as well: where the C library lacks the locale, the variable has no effect. */
  @ParameterizedTest
  @CsvSource({"de_DE.UTF-8, de, DE, latn", "fa_IR.UTF-8, fa, IR, arabext"})
  void theExampleOfReadme(String locale, String language, String country, String digits)
      throws Exception {
    Map<String, String> user =
        Map.of(
            "LC_ALL",
            locale,
            "TZ",
            "Asia/Tehran",
            "HPC_JAVA_OPTS",
            "-Duser.language=%s -Duser.country=%s -Duser.extensions=nu-%s"
                .formatted(language, country, digits));
    HpcProcess.Ended ended =
        HpcProcess.run(directory, user, "diffusion", "--preset=csc-heat", "--csv=rows.csv");
    assertEquals("mean 59.281239", ended.answer().lines().findFirst().orElseThrow());
    for (String text :
        new String[] {ended.err(), Files.readString(directory.resolve("rows.csv"))}) {
      assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(text), text);
    }
    assertEquals(
        2, Files.readString(directory.resolve("rows.csv")).lines().count(), "header and row");
  }

  /** What is parsed speaks C, and the job that is submitted has the user's locale. */
  @Test
  void toolsOfSlurmThatAreReadSpeakC() throws Exception {
    Path log = directory.resolve("log");
    Path tools = Files.createDirectory(directory.resolve("tools"));
    for (String tool : List.of("sinfo", "squeue", "scontrol", "sacct", "sbatch")) {
      Path file = tools.resolve(tool);
      Files.writeString(
          file,
          "#!/bin/sh\necho %s $LC_ALL >> %s\necho %s\n"
              .formatted(tool, log, tool.equals("sbatch") ? "17" : "'hpc|4'"));
      assertTrue(file.toFile().setExecutable(true));
    }
    Files.writeString(
        directory.resolve("x.yaml"), "sweep: x\nruns: [{workload: sieve, options: {limit: 9}}]\n");
    Map<String, String> user =
        Map.of("LC_ALL", "de_DE.UTF-8", "PATH", tools + ":" + System.getenv("PATH"));
    HpcProcess.run(directory, user, "sweep", "x.yaml", "--executor=sbatch", "--force", "--time=1")
        .answer();
    List<String> calls = Files.readAllLines(log).stream().distinct().sorted().toList();
    assertTrue(calls.containsAll(List.of("sbatch de_DE.UTF-8", "sinfo C")), calls::toString);
    assertTrue(
        calls.stream().allMatch(call -> call.endsWith(" C") != call.startsWith("sbatch")),
        calls::toString);
  }
}
