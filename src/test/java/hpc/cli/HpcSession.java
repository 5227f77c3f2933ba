package hpc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JVM on {@code target/hpc.jar} that executes one command after the other, all that {@code Main}
 * does but the end of the process. For all that a process of its own has no part in: most of the
 * time of a short one is its start.
 */
final class HpcSession implements AfterAllCallback, AutoCloseable {

  private static final int END_SECONDS = 600;

  private Process process;
  private Path directory;

  /** Executes one command in {@code here}, which has to be the same in every call. */
  HpcProcess.Ended run(Path here, String... words) throws IOException {
    if (process == null) {
      start(here);
    }
    if (!here.equals(directory)) {
      throw new IllegalArgumentException(here + ": the session is in " + directory);
    }
    // neither is closed: that would close the pipe
    DataOutputStream request = new DataOutputStream(process.getOutputStream());
    DataInputStream answer = new DataInputStream(process.getInputStream());
    request.writeInt(words.length);
    for (String word : words) {
      request.writeUTF(word);
    }
    request.flush();
    return new HpcProcess.Ended(answer.readInt(), text(answer), text(answer));
  }

  /** Of any length: pages of a profile are longer than {@code readUTF} takes. */
  private static String text(DataInputStream answer) throws IOException {
    return new String(answer.readNBytes(answer.readInt()), UTF_8);
  }

  private void start(Path here) throws IOException {
    String classes =
        HpcProcess.JAR + File.pathSeparator + Path.of("target/test-classes").toAbsolutePath();
    List<String> command =
        List.of(
            HpcProcess.JAVA.toString(),
            HpcProcess.FIRST_COMPILER_ONLY, // local ranks inherit it, and the next
            "-XX:+UseSerialGC", // of the collectors that with the least threads
            "--enable-native-access=ALL-UNNAMED",
            // what the manifest says where -jar is given
            "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp",
            classes,
            Loop.class.getName());
    directory = here;
    process =
        HpcProcess.builder(here, Map.of("HPC_NO_REEXEC", "1"), command)
            .redirectError(Redirect.INHERIT)
            .start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      process.getOutputStream().close();
      if (!ends()) {
        process.destroyForcibly();
        throw new IllegalStateException("the session lives on");
      }
    }
  }

  private boolean ends() {
    try {
      return process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The other side, a class by itself since JUnit is not on its path. */
  static final class Loop {

    private Loop() {}

    /** Reads commands from standard input and answers on standard output. */
    public static void main(String[] none) throws IOException {
      DataInputStream requests = new DataInputStream(System.in);
      DataOutputStream answers = new DataOutputStream(System.out);
      for (Optional<String[]> words = next(requests); words.isPresent(); words = next(requests)) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
        answers.writeInt(HpcCommand.execute(words.get()));
        for (ByteArrayOutputStream text : List.of(out, err)) {
          answers.writeInt(text.size());
          text.writeTo(answers);
        }
        answers.flush();
      }
    }

    /** The words of the next command; empty at the end. */
    private static Optional<String[]> next(DataInputStream requests) throws IOException {
      try {
        String[] words = new String[requests.readInt()];
        for (int i = 0; i < words.length; i++) {
          words[i] = requests.readUTF();
        }
        return Optional.of(words);
      } catch (EOFException e) {
        return Optional.empty();
      }
    }
  }
}
