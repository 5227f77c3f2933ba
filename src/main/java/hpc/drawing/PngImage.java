package hpc.drawing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as PNG, made on machines that have no screen. */
public final class PngImage {

  private PngImage() {}

  /** To be called before anything is drawn. */
  public static void needNoScreen() {
    // Java's graphics would look for a screen where DISPLAY is set, as in jobs it often is
    System.setProperty("java.awt.headless", "true");
  }

  /** What a file of {@code image} holds. */
  public static byte[] bytes(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // of its own accord ImageIO would keep a temporary file
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
