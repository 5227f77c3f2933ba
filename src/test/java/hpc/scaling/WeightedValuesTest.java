package hpc.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightedValuesTest {

  @Test
  void selectsWhatSortingWouldPutThere() {
    Random random = new Random(1);
    for (int trial = 0; trial < 300; trial++) {
      int size = 1 + random.nextInt(60);
      int range = 1 + random.nextInt(40); // some values are there twice
      double[] values = random.ints(size, 0, range).mapToDouble(i -> i / 7.0).toArray();
      int[] counts = random.ints(size, 1, 9).toArray();
      double[] sorted =
          IntStream.range(0, size)
              .boxed()
              .flatMapToDouble(
                  i -> IntStream.range(0, counts[i]).mapToDouble(repeated -> values[i]))
              .sorted()
              .toArray();
      WeightedValues weighted = new WeightedValues(values.clone(), counts);
      double[] selected = IntStream.range(0, sorted.length).mapToDouble(weighted::select).toArray();
      assertEquals(Arrays.toString(sorted), Arrays.toString(selected), "trial " + trial);
    }
  }
}
