package hpc.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images in memory and as PNG, on machines that have no screen. */
final class PixelImage {

  /** Two thirds of the usual time, for files a third larger; 1 would be no compression at all. */
  private static final float QUICK = 0.9f;

  private PixelImage() {}

  /** A black image. */
  static BufferedImage blank(int width, int height) {
    // Java's graphics would look for a screen where DISPLAY is set, as in jobs it often is
    System.setProperty("java.awt.headless", "true");
    return new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR); // quick to encode
  }

  /** The content of a PNG file. */
  static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // of its own accord ImageIO would keep a temporary file
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam effort = writer.getDefaultWriteParam();
      effort.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      effort.setCompressionQuality(QUICK);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), effort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
