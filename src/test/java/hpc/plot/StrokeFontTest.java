package hpc.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Letters without a font: each character of ASCII looks like no other, and is where it should be.
 */
class StrokeFontTest {

  private static final int SIZE = 64; // two pixels to a unit of the data
  private static final StrokeFont FONT = new StrokeFont(SIZE, 2);

  /** But I and l, which are a bar each, as in many fonts. */
  @Test
  void everyCharacterLooksDifferent() {
    Set<String> seen = new HashSet<>();
    for (char character = ' '; character <= '~'; character++) {
      String looks = Arrays.toString(pixels(Character.toString(character)));
      assertTrue(seen.add(looks) || character == 'l', "another looks like " + character);
    }
  }

  /** Capitals are 21 of 32 units high; the pen is two pixels wide. */
  @Test
  void capitalsLieAboutTheMiddle() {
    int[] pixels = pixels("H");
    int[] rows =
        IntStream.range(0, 100)
            .filter(y -> IntStream.range(0, 100).anyMatch(x -> pixels[100 * y + x] != 0))
            .toArray();
    assertEquals(42, rows.length, 2);
    assertEquals(49.5, (rows[0] + rows[rows.length - 1]) / 2.0, 1);
  }

  @Test
  void widthsAddUpAndAccentsTakeNone() {
    assertEquals(2 * 22, FONT.width("H"));
    assertEquals(2 * (22 + 20 + 22), FONT.width("H0H"));
    assertEquals(FONT.width("uni"), FONT.width("\u00fcn\u00ef"));
    assertEquals(Arrays.toString(pixels("u")), Arrays.toString(pixels("\u00fc")));
  }

  private static int[] pixels(String text) {
    BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    FONT.write(graphics, text, 10, 50);
    graphics.dispose();
    return image.getRaster().getPixels(0, 0, 100, 100, (int[]) null);
  }
}
