package hpc.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JitViewTest {

  @ParameterizedTest
  @CsvSource({
    "'',            -1",
    "'5 4',         -1",
    "'9 5 5',        1",
    "'5 5 5',        0",
    "'100 60 20 21', 2",
    "'100 105 200',  0",
    "'106 100 107',  1",
    "'9 8 7 6',      3"
  })
  void warmUpsAreTheRunsBeforeTheFirstThatIsFast(String millis, int warmups) {
    List<Duration> times =
        Arrays.stream(millis.split(" "))
            .filter(text -> !text.isEmpty())
            .map(text -> Duration.ofMillis(Long.parseLong(text)))
            .toList();
    assertEquals(
        warmups < 0 ? OptionalInt.empty() : OptionalInt.of(warmups), JitView.warmups(times));
  }
}
