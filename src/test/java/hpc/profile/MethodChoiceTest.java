package hpc.profile;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodChoiceTest {

  private static final Program PROGRAM = Program.here();

  @ParameterizedTest
  @CsvSource({
    "hpc.sieve.NaiveSieve::sieve, hpc.sieve.NaiveSieve, sieve,             true",
    "NaiveSieve::sieve,           hpc.sieve.NaiveSieve, sieve,             true",
    "NaiveSieve::sieve,           hpc.sieve.NaiveSieve, lambda$sieve$3,    true",
    "NaiveSieve,                  hpc.sieve.NaiveSieve, count,             true",
    "NaiveSieve::<init>,          hpc.sieve.NaiveSieve, <init>,            true",
    "NaiveSieve::<init>,          hpc.sieve.NaiveSieve, lambda$new$0,      true",
    "Sieve::sieve,                hpc.sieve.NaiveSieve, sieve,             false",
    "NaiveSieve::sieve,           hpc.sieve.NaiveSieve, sieved,            false",
    "NaiveSieve::sieve,           hpc.sieve.NaiveSieve$1, sieve,           false",
    "sieve.NaiveSieve::sieve,     hpc.sieve.NaiveSieve, sieve,             true"
  })
  void aChoiceNamesMethods(String choice, String type, String method, boolean included) {
    MethodName name = new MethodName(type, method, "()V");
    assertEquals(included, MethodChoice.parse(choice).includes(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "::", "NaiveSieve::", "::sieve"})
  void halfANameIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> MethodChoice.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "NaiveSieve::seive,             hpc.sieve.NaiveSieve::sieve",
    "hpc.sieve.NaivSieve::sieve,    hpc.sieve.NaiveSieve::sieve",
    "VectorKernel::updateFourRow,   hpc.diffusion.VectorKernel::updateFourRows",
    "hpc.diffusion.SegmentedSieve::crossOff, hpc.sieve.SegmentedSieve::crossOff"
  })
  void theNearestNameIsOfferedFirst(String wrong, String right) {
    String line =
        assertThrows(
                IllegalArgumentException.class, () -> PROGRAM.require(MethodChoice.parse(wrong)))
            .getMessage();
    assertTrue(line.contains("did you mean " + right + ", "), line);
  }

  @Test
  void aNameThatExistsPasses() {
    assertDoesNotThrow(() -> PROGRAM.require(MethodChoice.parse("NaiveSieve::sieve")));
  }
}
