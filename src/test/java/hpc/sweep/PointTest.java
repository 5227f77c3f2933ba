package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PointTest {

  /** First six bytes of the SHA-256 of {@code sieve, limit=1e8, threads=2} in lines (sha256sum). */
  private static final String ID = "8aac0f863a54";

  @Test
  void idNeverChanges() {
    assertEquals(ID, Points.of("sieve", "limit", "1e8", "threads", "2").id());
  }

  @Test
  void idDoesNotDependOnOrderOrPlaceOrLabel() {
    SweepPoint moved = new SweepPoint(7, "sieve", Points.options("threads", "2", "limit", "1e8"));

    assertEquals(ID, moved.id());
  }

  @Test
  void flagThatIsFalseIsAsGoodAsAbsent() {
    assertEquals(ID, Points.of("sieve", "limit", "1e8", "threads", "2", "verify", "false").id());
    assertNotEquals(ID, Points.of("sieve", "limit", "1e8", "threads", "2", "verify", "true").id());
  }

  @Test
  void idDependsOnWorkloadNamesValuesAndNodes() {
    assertNotEquals(ID, Points.of("diffusion", "limit", "1e8", "threads", "2").id());
    assertNotEquals(ID, Points.of("sieve", "limit", "1e8", "ranks", "2").id());
    assertNotEquals(ID, Points.of("sieve", "limit", "1e8", "threads", "4").id());
    assertNotEquals(ID, Points.of("sieve", "limit", "1e8", "threads", "2", "nodes", "2").id());
  }

  @Test
  void layoutHasDefaults() {
    SweepPoint point = Points.of("sieve");

    assertEquals(1, point.ranks());
    assertEquals(1, point.threads());
    assertEquals(1, point.cores());
    assertEquals(OptionalInt.empty(), point.nodes());
    assertEquals("auto", point.mode());
  }

  @Test
  void layoutIsReadFromTheOptions() {
    SweepPoint point =
        Points.of("sieve", "ranks", "70000", "threads", "80000", "nodes", "2", "mode", "mpi");

    assertEquals(70_000, point.ranks());
    assertEquals(80_000, point.threads());
    assertEquals(5_600_000_000L, point.cores());
    assertEquals(OptionalInt.of(2), point.nodes());
    assertEquals("mpi", point.mode());
  }

  @Test
  void countThatIsNoneIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Points.of("sieve", "ranks", "0"));
    assertThrows(IllegalArgumentException.class, () -> Points.of("sieve", "threads", "1e1"));
    assertThrows(IllegalArgumentException.class, () -> Points.of("sieve", "nodes", "9999999999"));
  }

  @Test
  void wordsKeepOrderAndSpelling() {
    SweepPoint point =
        Points.of("diffusion", "ny", "2", "nx", "1", "ic", "a b", "dt", "-1", "verify", "true");

    assertEquals(
        List.of("diffusion", "--ny=2", "--ic=a b", "--dt=-1", "--verify"),
        point.arguments(Set.of("nx")));
  }
}
