package hpc.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinnedTest {

  @Test
  void fewStayAsTheyAre() {
    List<Integer> three = List.of(1, 2, 3);
    assertSame(three, Thinned.of(three, 3));
  }

  @Test
  void manyKeepFirstAndLastAndTheirOrder() {
    List<Integer> many = IntStream.range(0, 100_000).boxed().toList();
    List<Integer> few = Thinned.of(many, 512);
    assertEquals(512, few.stream().distinct().count());
    assertEquals(few.stream().sorted().toList(), few);
    assertEquals(0, few.getFirst());
    assertEquals(99_999, few.getLast());
    assertEquals(List.of(0, 3), Thinned.of(List.of(0, 1, 2, 3), 2));
  }
}
