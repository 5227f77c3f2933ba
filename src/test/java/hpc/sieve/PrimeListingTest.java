package hpc.sieve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hpc.exec.Execution;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrimeListingTest {

  /** {@code primesieve 1e7 -p | md5sum}, primesieve 11.0. */
  private static final String MD5_UP_TO_TEN_MILLION = "60e34d268bad671a5f299e1ecc988ff6";

  @ParameterizedTest
  @EnumSource
  void listsSmallPrimesOneALine(SieveAlgorithm algorithm) {
    assertEquals("2\n3\n5\n7\n11\n13\n17\n19\n23\n29\n", list(0, 30, algorithm));
    assertEquals("7\n", list(7, 7, algorithm));
    assertEquals("", list(8, 10, algorithm));
    assertEquals("", list(30, 10, algorithm));
  }

  @ParameterizedTest
  @EnumSource
  void listsWhatMillerRabinFindsWhereTheNumberOfDigitsGrows(SieveAlgorithm algorithm) {
    for (long power : List.of(100L, 1_000L, 10_000L, 100_000L, 1_000_000L)) {
      String expected =
          LongStream.range(power - 90, power + 20_000)
              .filter(MillerRabin::isPrime)
              .mapToObj(prime -> prime + "\n")
              .collect(Collectors.joining());
      assertEquals(expected, list(power - 90, power + 19_999, algorithm));
    }
  }

  @Test
  void keepsTheOrderOnThreadsAndRanks() throws Exception {
    SieveProblem problem = new SieveProblem(0, 10_000_000, SieveAlgorithm.SEGMENTED);
    List<byte[]> written =
        Executions.onRanks(
            3,
            2,
            execution -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream();
              new PrimeListing(problem).write(execution, out);
              return out.toByteArray();
            });
    byte[] md5 = MessageDigest.getInstance("MD5").digest(written.getFirst());
    assertEquals(MD5_UP_TO_TEN_MILLION, HexFormat.of().formatHex(md5));
    assertEquals(0, written.get(1).length);
    assertEquals(0, written.get(2).length);
  }

  @Test
  void aFullDiskSurfacesAsOneException() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    try (Execution execution = Executions.serial()) {
      PrimeListing listing = new PrimeListing(new SieveProblem(0, 100, SieveAlgorithm.SEGMENTED));
      UncheckedIOException thrown =
          assertThrows(UncheckedIOException.class, () -> listing.write(execution, full));
      assertEquals("cannot write the primes: No space left on device", thrown.getMessage());
    }
  }

  private static String list(long from, long limit, SieveAlgorithm algorithm) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Execution execution = Executions.serial()) {
      new PrimeListing(new SieveProblem(from, limit, algorithm)).write(execution, out);
    }
    return out.toString(US_ASCII);
  }
}
