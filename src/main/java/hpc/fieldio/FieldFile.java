package hpc.fieldio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import hpc.diffusion.ScalarField;
import hpc.exec.FileError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A file that holds a field, NPY or a text matrix: its first bytes decide, not its name. */
public final class FieldFile {

  private FieldFile() {}

  /**
   * The field in the file that an option names; empty if it names none, but a form of {@link
   * ScalarField#parse} or nothing. A file of such a name is reached as {@code ./disc}.
   *
   * @param option the option, for messages
   * @param text its value, null if it is not given
   * @throws IllegalArgumentException naming the option, the file and what is wrong with it
   */
  public static Optional<ScalarField.Sampled> named(String option, String text) {
    if (text == null || text.isBlank() || ScalarField.names(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(Path.of(text)));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          option + " " + FileError.of(Path.of(text), e).getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + " " + e.getMessage(), e);
    }
  }

  /** Those of {@code texts}, values of such options or null, that name files. */
  public static List<Path> paths(String... texts) {
    return Stream.of(texts)
        .filter(text -> text != null && !text.isBlank() && !ScalarField.names(text))
        .map(Path::of)
        .toList();
  }

  private static ScalarField.Sampled read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "%s: no such field or file; accepted: %s, or a file that holds a field"
              .formatted(file, ScalarField.FORMS));
    }
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          file + ": not a regular file; accepted: NPY or a text matrix");
    }
    return beginsLikeNpy(file) ? NpyFile.read(file) : TextMatrix.read(file);
  }

  private static boolean beginsLikeNpy(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      byte[] first = bytes.readNBytes(NpyHeader.MAGIC.length());
      return new String(first, ISO_8859_1).equals(NpyHeader.MAGIC);
    }
  }

  /**
   * What results call the values of a file: its name, freed of what would break their {@code
   * key=value;...}, and a checksum of its content.
   */
  static String nameOf(Path file, long checksum) {
    String name = file.getFileName().toString().replaceAll("[;=,\\s\\p{Cntrl}]", "_");
    return String.format(Locale.ROOT, "%s@%08x", name, checksum);
  }

  /** A piece of a file as a message shows it. */
  static String shown(String piece) {
    int longest = 40;
    String text = new String(piece.getBytes(US_ASCII), US_ASCII);
    return text.length() <= longest ? text : text.substring(0, longest) + "...";
  }
}
