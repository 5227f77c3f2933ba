package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every kind of wrong word: one line, which names the option, the value and what is accepted, exit
 * status 2, and no trace in the file system.
 */
@Timeout(1200)
class UsageErrorsIT {

  private static final String SECRET = "a secret of the test, long enough";

  /** Saves the second JVM where nothing is computed. */
  private static final Map<String, String> ONE_JVM = Map.of("HPC_NO_REEXEC", "1");

  @RegisterExtension static final HpcSession SESSION = new HpcSession();

  /** Of the session, which leaves it empty. */
  @TempDir private static Path shared;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // numbers
        "sieve --limit -5          | hpc sieve: --limit -5: accepted: 0 to 9223372036854775807",
        "sieve --limit 1e19        | hpc sieve: --limit 1e19: too large; accepted: ",
        "sieve --limit 1e400       | hpc sieve: --limit 1e400: too large; accepted: ",
        "sieve --limit NaN         | hpc sieve: --limit NaN: not a whole number; accepted: ",
        "sieve --limit 12x         | hpc sieve: --limit 12x: not a whole number; accepted: ",
        "sieve --limit=            | hpc sieve: --limit '': not a whole number; accepted: ",
        "sieve --limit 9 --threads 0    | hpc sieve: --threads 0: accepted: 1 to 4096",
        "sieve --limit 9 --threads 1e12 | hpc sieve: --threads 1e12: too large; accepted: ",
        "sieve --limit 9 --ranks 0      | hpc sieve: --ranks 0: accepted: 1 to 4096",
        "sieve --limit 9 --repeat 0     | hpc sieve: --repeat 0: accepted: a count from 1 on",
        "sieve --limit 9 --warmup -1    | hpc sieve: --warmup -1: accepted: 0 or more",
        "diffusion --nx 0          | hpc diffusion: --nx 0: accepted: a whole number from 1 to ",
        "diffusion --ny -3         | hpc diffusion: --ny -3: accepted: a whole number from 1 to ",
        "diffusion --steps 0       | hpc diffusion: --steps 0: accepted: a whole number from 1 to ",
        "diffusion --dt 0          | hpc diffusion: --dt 0.0: accepted: a positive finite number",
        "diffusion --dt NaN        | hpc diffusion: --dt NaN: not a finite number; accepted: ",
        "diffusion --dx 1e400      | hpc diffusion: --dx 1e400: too large; accepted: ",
        "diffusion --diffusivity -1 | hpc diffusion: --diffusivity -1.0: accepted: a positive finite",
        // words
        "sieve --limit 9 --mode gpu      | hpc sieve: --mode gpu: accepted: auto, serial, forkjoin, mpi",
        "sieve --limit 9 --algorithm big | hpc sieve: --algorithm big: accepted: boxed, naive, odds, bits, segmented, wheel",
        "diffusion --preset nope   | hpc diffusion: --preset nope: accepted: sine, csc-heat",
        "diffusion --kernel gpu    | hpc diffusion: --kernel gpu: accepted: auto, scalar, vector",
        "diffusion --bc cold       | hpc diffusion: --bc cold: not a number; accepted: a number such as 0.01 or",
        "diffusion --ic blob       | hpc diffusion: --ic blob: no such field or file; accepted: uniform:VALUE",
        "sweep x.yaml --executor me | hpc sweep: --executor me: accepted: local, srun",
        // commands and options
        "siev --limit 9            | hpc: siev: no such command; did you mean sieve? accepted: sieve, ",
        "--limit 9                 | hpc: --limit: no such option; see --help",
        "sieve --limt 9            | hpc sieve: --limt: no such option; did you mean --limit?",
        "sieve --limit 9 --thread 2 | hpc sieve: --thread: no such option; did you mean --threads?",
        "sieve --limit 9 10        | hpc sieve: 10: one argument too many; see --help",
        "sieve --from 1e9          | hpc sieve: --from 1000000000: lies above 30000000, where ",
        "sieve --limit 9 --threads | hpc sieve: --threads T: missing (threads per process ",
        "sieve --limit 9 --threads --json | hpc sieve: --threads T: missing (threads per process ",
        "sieve --limit 9 --limit 8 | hpc sieve: --limit: given twice; accepted: once",
        "sieve --limit 9 --json=maybe | hpc sieve: --json maybe: accepted: no value",
        "sieve --limit 9 --csv=    | hpc sieve: --csv '': empty; accepted: the name of a file",
        "sweep                     | hpc sweep: CONFIG.yaml: missing (YAML file of the sweep; ",
        "aggregate                 | hpc aggregate: PATH: missing (CSV files, ",
        "doctor now                | hpc doctor: now: one argument too many; see --help",
        // words that contradict each other
        "sieve --limit 9 --print --csv=a.csv | hpc sieve: --print with --csv: nothing is measured then",
        "sieve --limit 9 --mode serial --threads 2 | hpc sieve: --threads 2 with --mode serial: ",
        "sieve --limit 9 --mode serial --ranks 2 | hpc sieve: --mode serial with 2 ranks: ",
        "sieve --limit 9 --algorithm naive --threads 2 --csv=a.csv | hpc sieve: --threads 2: ",
        "sieve --limit 1e12 --algorithm naive --csv=a.csv | hpc sieve: --limit 1000000000000: too large for --algorithm naive; accepted: ",
        "diffusion --nx 2 --ranks 3 --csv=a.csv | hpc diffusion: --ranks 3: more ranks than the 2 rows",
        // much too large, or without an end
        "diffusion --nx 1e9 --ny 1e9 --steps 1 --csv=a.csv | hpc diffusion: --nx 1000000000 --ny 1000000000: ",
        "sieve --nth 1e18 --csv=a.csv | hpc sieve: --nth 1000000000000000000: from 0 on there are no more than 216289611853439384 primes",
        "sieve --nth 0 | hpc sieve: --nth 0: accepted: 1 or more",
        "diffusion --steady 1e-6 --bc insulated --source uniform:1 --csv=a.csv | hpc diffusion: --steady 1.0E-6: there is no steady state",
        "diffusion --time 1 --steps 5 | hpc diffusion: --time with --steps: accepted: one of the two",
        "diffusion --coefficient disc:-1,1 | hpc diffusion: --coefficient disc:-1.0,1.0,",
        "diffusion --kx 0 | hpc diffusion: --kx 0.0: accepted: a positive finite number",
        "diffusion --steady -1 | hpc diffusion: --steady -1.0: accepted: a positive finite number",
        "diffusion --bc flux:1,periodic,0,0 | hpc diffusion: --bc: top is flux:1.0 and bottom is periodic; ",
        "diffusion --scheme cn | hpc diffusion: --scheme cn: accepted: explicit, adi",
        "diffusion --nx 70000 --ny 70000 --ranks 2 | hpc diffusion: --nx 70000 --ny 70000: 2450000000 points per rank, more than the 2^31-1 that an array holds with its ghost points; accepted: 3 ranks or more",
        "diffusion --bc periodic,0,0,0 | hpc diffusion: --bc: top is periodic and bottom is 0.0; ",
        "sieve --limit 9 --checkpoint-every 5 | hpc sieve: --checkpoint-every 5.0: nothing is kept; accepted: together with --checkpoint FILE",
        "sieve --stress 1 --limit 9 | hpc sieve: --stress with --limit: accepted: one of the two",
        "sieve --stress 1 --from 9 | hpc sieve: --stress with --from: accepted: one of the two",
        "sieve --stress 1 --algorithm wheel | hpc sieve: --stress with --algorithm: accepted: one of",
        "sieve --limit 9 --tuplets 2 --algorithm odds | hpc sieve: --algorithm odds: not with --tuplets; accepted: wheel",
        // files
        "sweep none.yaml           | hpc sweep: none.yaml: no such file or directory",
        "aggregate . --efficiency 2 | hpc aggregate: --efficiency 2.0: accepted: a number above 0, at most 1",
        "aggregate none            | hpc aggregate: none: no such file or directory",
        "compare                   | hpc compare: A: missing (the first set: ",
        "compare .                 | hpc compare: B: missing (the second set: ",
        "compare . none            | hpc compare: none: no such file or directory",
        "compare . . --max-slowdown 5 | hpc compare: --max-slowdown 5: percent or times?; accepted: a percentage such as 5%",
        "compare . . --max-slowdown -5% | hpc compare: --max-slowdown -5%: negative; accepted: a percentage",
        "compare . . --max-slowdown x | hpc compare: --max-slowdown x: not a percentage; accepted: a percentage",
        "sieve --limit 9 --csv=.   | hpc sieve: --csv .: not a regular file",
        // repetitions
        "sieve --limit 9 --repeat 3 --precision 1% | hpc sieve: --precision with --repeat 3: it decides nothing",
        "sieve --limit 9 --repeat 3 --budget 10 | hpc sieve: --budget with --repeat 3: it decides nothing",
        "sieve --limit 9 --repeat 5..2 | hpc sieve: --repeat 5..2: accepted: a count from 1 on, or a range",
        "sieve --limit 9 --repeat 0..2 | hpc sieve: --repeat 0..2: accepted: a count from 1 on, or a range",
        "sieve --limit 9 --repeat 2..x | hpc sieve: --repeat 2..x: ",
        "sieve --limit 9 --repeat .. | hpc sieve: --repeat ..: ",
        "sieve --limit 9 --repeat 2..9 --precision 0 | hpc sieve: --precision 0.0: accepted: a share above 0",
        "sieve --limit 9 --repeat 2..9 --precision 100% | hpc sieve: --precision 1.0: accepted: a share above 0",
        "sieve --limit 9 --repeat 2..9 --budget 0 | hpc sieve: --budget 0.0: accepted: seconds",
      })
  void oneLineSaysWhatIsWrongAndWhatIsAccepted(String words, String line) throws Exception {
    assertStarts(line, SESSION.run(shared, words.split(" ")).complaint(2));
    assertEmpty(shared);
  }

  /** What a refusal offers, and what "@" stands for in the command: a value that is refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sieve --limit @                          | -5",
        "sieve --limit 9 --from @                 | -1",
        "sieve --limit @ --algorithm naive        | 1e12",
        "sieve --limit 9 --threads @              | 0",
        "sieve --limit 9 --repeat @               | 0",
        "sieve --limit 9 --warmup @               | -1",
        "sieve --limit 9 --tuplets @              | 7",
        "sieve --nth @                            | 0",
        "diffusion --nx @                         | 0",
        "diffusion --ny @                         | -3",
        "diffusion --nx 30 --ny 30 --steps @      | 0",
        "diffusion --nx 30 --ny 70 --steps @      | 9e18",
        "diffusion --dx 0.5 --dy 0.5 --dt @       | 1",
        "diffusion --dx 0.3 --dy 0.7 --kx 3 --dt @ | 1e9",
        "diffusion --bc @                         | 1e300",
        "aggregate . --efficiency @               | 2",
      })
  void everyBoundThatIsOfferedIsAccepted(String command, String value) throws Exception {
    String option = command.replaceFirst(".* (--\\S+) \\S*@.*", "$1");
    String refused = "hpc \\S+: %s \\S+: .*\n".formatted(option);
    String line = tried(command, value);
    assertTrue(line.matches(refused), line);
    String number = "(-?[0-9][-0-9.eE^]*)";
    List<String> bounds =
        Pattern.compile("%1$s to %1$s|at most %1$s|%1$s or more|from %1$s on".formatted(number))
            .matcher(line.replaceFirst(".*accepted: ", ""))
            .results()
            .flatMap(found -> IntStream.rangeClosed(1, 5).mapToObj(found::group))
            .filter(Objects::nonNull)
            .toList();
    assertFalse(bounds.isEmpty(), line);
    for (String bound : bounds) {
      String answer = tried(command, bound);
      assertFalse(answer.matches(refused), answer);
    }
  }

  /** What is said of it; a file that cannot be written keeps it from running. */
  private static String tried(String command, String value) throws Exception {
    String words = command.strip().replace("@", value);
    String unwritable = command.startsWith("aggregate") ? "" : " -q --csv=.";
    HpcProcess.Ended ended = SESSION.run(shared, (words + unwritable).split(" "));
    assertTrue(ended.status() > 0, ended::toString);
    return ended.err();
  }

  @Test
  void noWordAtAllIsToldTheCommands() throws Exception {
    assertStarts(
        "hpc: no command; accepted: sieve, ", HpcProcess.run(directory, ONE_JVM).complaint(2));
  }

  @Test
  void anUnstableTimeStepIsToldTheBound() throws Exception {
    // dx^2 dy^2 / (2 a (dx^2 + dy^2)) with dx = dy = 0.5 and a = 2
    assertEquals(
        "hpc diffusion: --dt 0.0625: unstable; accepted: at most 0.03125 on this grid",
        complaint(Map.of(), "diffusion --dx 0.5 --dy 0.5 --diffusivity 2 --dt 0.0625"));
  }

  @Test
  void aFieldLargerThanTheHeapIsToldBoth() throws Exception {
    // two arrays of 4002 rows, 4002 padded to 4008 elements of 8 bytes, and up to a page between
    // them
    assertStarts(
        "hpc diffusion: --nx 4000 --ny 4000: 245 MiB are needed per rank, the Java heap has ",
        complaint(Map.of("HPC_JAVA_OPTS", "-Xmx64m"), "diffusion --nx 4000 --ny 4000 --csv=a.csv"));
    assertEmpty(directory);
  }

  @Test
  void ranksThatContradictSlurmAreRefused() throws Exception {
    assertStarts(
        "hpc sieve: --ranks 3: contradicts SLURM_NTASKS=4; accepted: 4, ",
        complaint(Map.of("SLURM_NTASKS", "4"), "sieve --limit 9 --ranks 3"));
  }

  @ParameterizedTest
  @CsvSource({"sieve --limit 9 --ranks 3", "sieve --limit 12x", "sieve --limit 9 --repeat 0"})
  void ofTheTasksOfAStepTheFirstOneSpeaks(String words) throws Exception {
    assertEquals(1, task("0", SECRET, words).complaint(2).lines().count());
    assertEquals(new HpcProcess.Ended(2, "", ""), task("3", SECRET, words));
  }

  /** Of tasks 2 and 3, on a node of their own. */
  @Test
  void tasksThatCannotKnowEachOtherAreRefused() throws Exception {
    assumeFalse(Files.exists(Path.of("/run/munge/munge.socket.2")), "MUNGE works here");
    assertStarts(
        "hpc sieve: HPC_SECRET: not set, and MUNGE, by which the tasks of a step could know each"
            + " other, does not work here",
        task("2", "", "sieve --limit 9").complaint(2));
    assertEquals(new HpcProcess.Ended(2, "", ""), task("3", "", "sieve --limit 9"));
  }

  @Test
  void aShortSecretIsRefusedInOneLine() throws Exception {
    assertStarts(
        "hpc sieve: HPC_SECRET: 9 characters; accepted: at least 32, made at random: ",
        task("0", "swordfish", "sieve --limit 9").complaint(2));
    assertEquals(new HpcProcess.Ended(2, "", ""), task("2", "swordfish", "sieve --limit 9"));
  }

  @Test
  void aWrongKeyInASweepIsToldByItsPlace() throws Exception {
    Files.writeString(
        directory.resolve("x.yaml"),
        """
        sweep: x
        runs:
          - workload: sieve
            opions: {limit: 10}
        """);
    assertEquals(
        "hpc sweep: x.yaml:4:5: unknown key of a run \"opions\"; did you mean options?"
            + " accepted: workload, rung, options, axes, zip, exclude, scaling, name, program,"
            + " solves, answer, time, expect, timeout",
        complaint(Map.of(), "sweep x.yaml"));
  }

  @Test
  void srunOutsideOfSlurmIsRefused() throws Exception {
    Files.writeString(
        directory.resolve("x.yaml"), "sweep: x\nruns: [{workload: sieve, options: {limit: 9}}]\n");
    assertStarts(
        "hpc sweep: --executor srun: not inside a Slurm allocation ",
        complaint(Map.of(), "sweep x.yaml --executor srun --out figures"));
    assertFalse(Files.exists(directory.resolve("figures")));
  }

  @Test
  void submittingWithoutSlurmIsRefused() throws Exception {
    Files.writeString(
        directory.resolve("x.yaml"), "sweep: x\nruns: [{workload: sieve, options: {limit: 9}}]\n");
    assertStarts(
        "hpc sweep: --executor sbatch: sinfo is not on PATH; ",
        complaint(Map.of("PATH", "/nowhere"), "sweep x.yaml --executor sbatch --out figures"));
    assertFalse(Files.exists(directory.resolve("figures")));
  }

  @Test
  void optionsOfAnotherExecutorAreRefused() throws Exception {
    Files.writeString(
        directory.resolve("x.yaml"), "sweep: x\nruns: [{workload: sieve, options: {limit: 9}}]\n");
    assertStarts(
        "hpc sweep: --mem: accepted with --executor sbatch only",
        complaint(Map.of(), "sweep x.yaml --mem 4G --out figures"));
  }

  private String complaint(Map<String, String> environment, String words) throws Exception {
    return HpcProcess.run(directory, environment, words.split(" ")).complaint(2);
  }

  private HpcProcess.Ended task(String number, String secret, String words) throws Exception {
    Map<String, String> step =
        Map.of(
            "HPC_NO_REEXEC", "1",
            "HPC_SECRET", secret,
            "SLURM_JOB_ID", "1",
            "SLURM_STEP_ID", "0",
            "SLURM_NTASKS", "4",
            "SLURM_PROCID", number,
            "SLURM_GTIDS", Integer.parseInt(number) < 2 ? "0,1" : "2,3",
            "SLURM_STEP_NODELIST", "localhost,n2");
    return HpcProcess.run(directory, step, words.split(" "));
  }

  private static void assertEmpty(Path directory) {
    assertEquals(0, directory.toFile().list().length, "files that a refused run has left");
  }

  private static void assertStarts(String expected, String line) {
    assertTrue(line.startsWith(expected), () -> "expected: " + expected + "\n but was: " + line);
  }
}
