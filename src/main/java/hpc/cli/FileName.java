package hpc.cli;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** Reads the name of a file or directory; an empty word, an unset variable mostly, is none. */
final class FileName implements ITypeConverter<Path> {

  @Override
  public Path convert(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("empty; accepted: the name of a file or directory");
    }
    return Path.of(text);
  }
}
