package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.RunRecord;
import hpc.bench.RunRecord.Status;
import hpc.cli.HpcProcess.Ended;
import hpc.scaling.ResultsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered where little is asked, and what is said beside the answer. */
class AnswersIT {

  /** A000720: primes up to 3e7. */
  private static final String PRIMES_OF_THE_COURSE = "1857859\n";

  @TempDir private static Path directory;

  @RegisterExtension private static final HpcSession SESSION = new HpcSession();

  @Test
  void aBareSieveIsThatOfTheCourse() throws Exception {
    assertEquals(PRIMES_OF_THE_COURSE, SESSION.run(directory, "sieve").answer());
    assertEquals("5761455\n", SESSION.run(directory, "sieve", "--limit", "1e8").answer());
    assertEquals("11\n", SESSION.run(directory, "sieve", "--nth", "5").answer());
    assertTrue(SESSION.run(directory, "diffusion").answer().startsWith("mean "));
    // 1857859 less the 1229 below 10^4
    assertEquals("1856630\n", SESSION.run(directory, "sieve", "--from", "1e4").answer());
  }

  @Test
  void aBeginningBeyondTheUsualEndIsRefused() throws Exception {
    assertEquals(
        "hpc sieve: --from 1000000000: lies above 30000000, where the interval ends by default;"
            + " accepted: with --limit N",
        SESSION.run(directory, "sieve", "--from", "1e9").complaint(ExitCode.USAGE));
    assertEquals("0\n", SESSION.run(directory, "sieve", "--from", "9", "--limit", "8").answer());
  }

  @ParameterizedTest
  @CsvSource({
    "sieve --threads 600, --threads 600: 600 threads take turns on the",
    "diffusion --nx 9000 --ny 9 --steps 1 --threads 600, --threads 600: 600 threads take turns on the"
  })
  void moreThreadsThanCpusAreWarnedOfInOneLine(String words, String warning) throws Exception {
    Ended said = SESSION.run(directory, words.split(" ", -1));
    said.answer();
    assertEquals(
        1, said.err().lines().filter(line -> line.contains("take turns")).count(), said::err);
    assertTrue(said.err().contains(warning), said::err);
    assertFalse(
        SESSION.run(directory, (words + " -q").split(" ", -1)).err().contains("take turns"));
  }

  @Test
  void localRanksSaySoOnce() throws Exception {
    Ended said =
        HpcProcess.run(
            directory, "sieve --limit 1e6 --ranks 2 --threads 600 --verify".split(" ", -1));
    assertEquals("78498\n", said.answer());
    assertEquals(
        1, said.err().lines().filter(line -> line.contains("take turns")).count(), said::err);
    assertTrue(said.err().contains("--ranks 2 --threads 600: 1200 threads take turns"), said::err);
    assertTrue(
        said.err().contains("verified: pi(10^6), OEIS A006880; Miller-Rabin on every number\n"),
        said::err);
    for (String check : List.of("proven bounds", "Legendre's recursion")) {
      assertTrue(doesNotApply(check, said), said::err);
    }
  }

  private static boolean doesNotApply(String check, Ended said) {
    return said.err()
        .lines()
        .anyMatch(line -> line.startsWith(check) && line.contains("does not apply"));
  }

  @Test
  void aVerifiedFieldSaysWhatWasCheckedAndWhatDoesNotApply() throws Exception {
    Ended said =
        HpcProcess.run(
            directory, "diffusion --nx 20 --ny 20 --steps 10 --ic disc --verify".split(" ", -1));
    said.answer();
    assertEquals(
        List.of("INFO verified: every bit compared with a naive serial recomputation"),
        said.err().lines().filter(line -> line.contains("verified: ")).toList());
    for (String check : List.of("published mean", "decay of the mode", "conservation")) {
      assertTrue(doesNotApply(check, said), said::err);
    }
  }

  @Test
  void aMeanIsNoNegativeZero() throws Exception {
    assertTrue(
        answer("diffusion --nx 8 --ny 8 --steps 1 --bc insulated --ic uniform:-1e-9 -q")
            .startsWith("mean 0.000000\n"));
  }

  private static final String PLATE =
      "diffusion --nx 50 --ny 50 --dx .02 --dy .02 --ic uniform:0 -q ";

  /** Between 0 and 1 the steady state is a line, whose mean is 1/2. */
  @Test
  void theEndOfTheStepsIsNoSteadyState() throws Exception {
    String between = PLATE + "--bc 0,1,insulated,insulated --steady 1e-6 --csv steady.csv ";
    assertTrue(answer(between).startsWith("mean 0.500000\n"));
    for (String limit : List.of("--steps 100", "--time 0.03")) {
      String line = hpc(between + limit).complaint(ExitCode.FAILED);
      assertTrue(line.startsWith("ERROR --steady 1.0E-6: not reached after 1"), line);
    }
    String ofRanks =
        HpcProcess.run(directory, (between + "--steps 150 --ranks 2").split(" +"))
            .complaint(ExitCode.FAILED);
    assertTrue(ofRanks.startsWith("ERROR --steady 1.0E-6: not reached after 150"), ofRanks);
    assertEquals(
        List.of(Status.OK, Status.UNCONVERGED, Status.UNCONVERGED, Status.UNCONVERGED),
        ResultsReader.read(List.of(directory.resolve("steady.csv"))).runs().stream()
            .map(RunRecord::status)
            .toList());
    Ended figures = SESSION.run(directory, "aggregate", "steady.csv");
    assertEquals(
        3, figures.err().lines().filter(line -> line.contains("did not become steady")).count());
    assertFalse(figures.answer().contains("steps=100"), figures::out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--bc insulated --source uniform:1",
        "--bc flux:1,insulated,insulated,insulated",
        "--bc flux:1,flux:-0.5,periodic,periodic --steps 100",
        "--bc periodic --source disc:1,0"
      })
  void heatThatEntersForEverHasNoSteadyState(String heated) throws Exception {
    String line = hpc(PLATE + "--steady 1e-6 " + heated).complaint(ExitCode.USAGE);
    assertTrue(line.startsWith("hpc diffusion: --steady 1.0E-6: there is no steady state"), line);
  }

  @Test
  void whatDidNotBecomeSteadyGoesOnFromItsLastStep() throws Exception {
    String between = PLATE + "--bc 0,1,insulated,insulated --steady 1e-6 ";
    hpc(between + "--steps 150 --checkpoint towards").complaint(ExitCode.FAILED);
    assertTrue(Files.exists(directory.resolve("towards/step_150.ckpt")));
    hpc(between + "--steps 150 --checkpoint towards --restart").complaint(ExitCode.FAILED);
    assertEquals(answer(between), answer(between + "--checkpoint towards --restart"));
    assertEquals(answer(between), answer(between + "--checkpoint towards --restart"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--scheme adi --dt 1e-3", "--dt 1.7e-4"})
  void aLongerTimeGoesOnToTheBitsOfAWholeRun(String scheme) throws Exception {
    String rod = PLATE + "--bc 0,flux:1,0,1 --source disc:1,0 " + scheme;
    String kept = " --checkpoint time" + scheme.replaceAll("[^a-z0-9]", "");
    hpc(rod + " --time 0.03" + kept).answer();
    assertEquals(answer(rod + " --time 0.05"), answer(rod + " --time 0.05 --restart" + kept));
  }

  private static String answer(String words) throws Exception {
    return hpc(words).answer();
  }

  private static Ended hpc(String words) throws Exception {
    return SESSION.run(directory, words.strip().split(" +"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "profile timeline --ranks 2 -- diffusion --preset csc-heat | --ranks: an option of diffusion, not of profile; accepted: behind -- diffusion",
        "profile memory --limit=9 -- sieve | --limit: an option of sieve, not of profile; accepted: behind -- sieve",
        "profile functions -- sieve --top 3 | --top: an option of profile, not of sieve; accepted: before --"
      })
  void anOptionOnTheWrongSideIsToldWhereItBelongs(String words, String line) throws Exception {
    assertEquals(
        "hpc profile: " + line,
        SESSION.run(directory, words.split(" ", -1)).complaint(ExitCode.USAGE));
  }
}
