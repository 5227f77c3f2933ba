package hpc.plot;

import java.awt.Color;
import java.util.Locale;

/**
 * The colours of figures. Those of series are the palette of Masataka Okabe and Kei Ito (2008),
 * which the colour-blind tell apart, without its yellow, which white paper swallows. A page may
 * give each another shade by its {@link #word}, as the dark one does.
 */
public enum PlotColor {
  PAPER(0xFFFFFF),
  TEXT(0x222222),
  PALE(0x5F6368),
  GRID(0xDADCE0),
  BLUE(0x0072B2),
  VERMILLION(0xD55E00),
  GREEN(0x009E73),
  PURPLE(0xCC79A7),
  ORANGE(0xE69F00),
  SKY(0x56B4E9),
  GREY(0x9AA0A6);

  /** From here on, of 255, dark letters are read more easily than white ones. */
  private static final double BRIGHT = 140;

  private final int colour;

  PlotColor(int colour) {
    this.colour = colour;
  }

  /** The class in the SVG. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The colour on white paper, as {@code #rrggbb}. */
  String hex() {
    return String.format(Locale.ROOT, "#%06x", colour);
  }

  /** What can be read upon it. */
  PlotColor upon() {
    Color back = colour();
    double brightness = 0.3 * back.getRed() + 0.59 * back.getGreen() + 0.11 * back.getBlue();
    return brightness < BRIGHT ? PAPER : TEXT;
  }

  /** The colour on white paper. */
  Color colour() {
    return new Color(colour);
  }
}
