package hpc.sweep;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Trouble with a file, in one line that names the file and the system's reason. */
final class FileTrouble extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * Rewords what the library threw, whose message is often no more than a path.
   *
   * @param file the file meant, unless the cause names one itself
   */
  FileTrouble(Path file, IOException cause) {
    super(culprit(file, cause) + ": " + reason(cause), cause);
  }

  private static String culprit(Path file, IOException cause) {
    if (cause instanceof FileSystemException named && named.getFile() != null) {
      // of a move the target: the source is ours
      return named.getOtherFile() == null ? named.getFile() : named.getOtherFile();
    }
    return file.toString();
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "exists and is not a directory";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> cause.getMessage();
    };
  }
}
