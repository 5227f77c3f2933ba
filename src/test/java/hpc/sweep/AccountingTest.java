package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hpc.sweep.Accounting.Account;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AccountingTest {

  @Test
  void stepsThatHaveEndedAreReadByName() {
    assertEquals(
        Map.of(
            "abc", new Account("CANCELLED", OptionalLong.of(160_008L << 10)),
            "def", new Account("COMPLETED", OptionalLong.of(3L << 20)),
            "short", new Account("COMPLETED", OptionalLong.empty()),
            "zero", new Account("FAILED", OptionalLong.empty())),
        Accounting.parse(
            """
            4|def|RUNNING|
            4.batch|batch|RUNNING|
            4.0|abc|CANCELLED by 0|160008K
            4.1|def|COMPLETED|3.00M
            4.2|short|COMPLETED|
            4.3|zero|FAILED|0
            4.4|long|RUNNING|
            torn line
            """));
  }

  @Test
  void theLastOfSeveralWithOneNameCounts() {
    Account last = new Account("COMPLETED", OptionalLong.empty());

    assertEquals(Map.of("abc", last), Accounting.parse("4.0|abc|FAILED|1K\n4.1|abc|COMPLETED|\n"));
    assertEquals(Map.of(), Accounting.parse("4.0|abc|FAILED|1K\n4.1|abc|RUNNING|\n"));
  }

  @Test
  void withoutSlurmThereIsNothingToWaitFor() throws Exception {
    Accounting none = Accounting.none();

    assertEquals(Map.of(), none.ended());
    assertFalse(none.answers());
  }
}
