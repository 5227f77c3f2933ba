package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.cli.HpcProcess.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertTrue(said.err().contains("verified: "), said::err);
  }

  @Test
  void aVerifiedFieldSaysWhatWasCheckedAndWhatDoesNotApply() throws Exception {
    Ended said =
        HpcProcess.run(
            directory, "diffusion --nx 20 --ny 20 --steps 10 --ic disc --verify".split(" ", -1));
    said.answer();
    assertTrue(
        said.err().lines().anyMatch(line -> line.contains("verified: ") && !line.contains("not v")),
        said::err);
    assertTrue(said.err().contains("recomputation"), said::err);
    for (String check : new String[] {"published mean", "decay of the mode", "conservation"}) {
      assertTrue(
          said.err()
              .lines()
              .anyMatch(line -> line.startsWith(check) && line.contains("does not apply")),
          said::err);
    }
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
