package hpc.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** An error about a file, in one line: the file and the system's reason. */
public final class FileError {

  private FileError() {}

  /** The exception to throw; its message is {@code file: reason}. */
  public static UncheckedIOException of(Path file, IOException cause) {
    return new UncheckedIOException(file + ": " + reason(file, cause), cause);
  }

  /** The system's reason in its usual words; Java leaves some of them out. */
  private static String reason(Path file, IOException cause) {
    return switch (cause) {
      case AccessDeniedException denied -> "permission denied" + at(file, denied);
      case NoSuchFileException missing -> "no such file or directory" + at(file, missing);
      case FileAlreadyExistsException taken -> "not a directory" + at(file, taken);
      case FileSystemException other when other.getReason() != null ->
          other.getReason() + at(file, other);
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }

  /** Names the culprit when it is another file than the one asked for, such as a parent. */
  private static String at(Path file, FileSystemException cause) {
    // of a move the target: the source is a file of ours
    String culprit = cause.getOtherFile() == null ? cause.getFile() : cause.getOtherFile();
    return culprit == null || culprit.equals(file.toString()) ? "" : " (" + culprit + ")";
  }
}
