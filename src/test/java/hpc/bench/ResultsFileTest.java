package hpc.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.scaling.Results;
import hpc.scaling.ResultsReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {

  /** Design of the results, schema 1. */
  private static final String SCHEMA_1 =
      "schema,run_id,started_utc,point,repetition,status,part,"
          + "app,algorithm,kernel,problem,size,work,work_unit,"
          + "mode,nodes,ranks,threads,cores,"
          + "wall_s,compute_s,comm_s,wait_s,io_s,cpu_s,gc_s,jit_s,"
          + "rss_peak_bytes,rss_total_bytes,heap_peak_bytes,alloc_bytes,accounted_peak_bytes,"
          + "cgroup_peak_bytes,energy_j,calibration_s,disturbance,"
          + "rate,rate_unit,answer,verified,"
          + "host,cluster,slurm_job_id,slurm_array_task_id,slurm_step_id,"
          + "cpu_model,java,jvm_flags,version,git_commit,transport,threads_per_core";

  private static final String ROW =
      "1,r1,2026-01-31T12:00:00.250Z,,1,ok,1,"
          + "sieve,segmented,scalar,from=0;limit=30000000,30000000,30000000,numbers,"
          + "forkjoin,1,1,2,2,"
          + "0.5,0.375,0.0625,0.015625,0,1,0.001,0.25,"
          + "67108864,67108864,5000000,,,"
          + "83886080,12.5,0.0005,drift@n1 gc@n2,"
          + "60,Mnumbers/s,1857859,yes,"
          + "n1,c1,42,,0,CPU X,25.0.1,-Xmx1g,0.1.0,abc123,,2";

  private static final RunRecord RUN = Samples.run(Samples.forkjoin(2), 1, 0.5, "1857859");

  @TempDir private Path directory;

  @Test
  void aNewFileHasTheHeaderAtOnceAndEachRowWhenItIsAppended() throws IOException {
    Path file = directory.resolve("a/b/results.csv");
    try (ResultsFile results = ResultsFile.open(file)) {
      assertEquals(SCHEMA_1 + "\r\n", Files.readString(file));
      results.append(RUN);
      assertEquals(SCHEMA_1 + "\r\n" + ROW + "\r\n", Files.readString(file));
    }
  }

  @Test
  void rowsAfterARemovalGoToANewFile() throws IOException {
    Path file = directory.resolve("results.csv");
    try (ResultsFile results = ResultsFile.open(file)) {
      results.append(RUN);
      Files.delete(file);
      results.append(RUN);
      results.append(RUN);
      assertEquals(SCHEMA_1 + "\r\n" + (ROW + "\r\n").repeat(2), Files.readString(file));
    }
  }

  @Test
  void rowsGoToTheFileThatAnEditorHasPutInPlace() throws IOException {
    Path file = directory.resolve("results.csv");
    try (ResultsFile results = ResultsFile.open(file)) {
      results.append(RUN);
      Files.writeString(directory.resolve("edited"), SCHEMA_1 + "\r\n");
      Files.move(directory.resolve("edited"), file, StandardCopyOption.REPLACE_EXISTING);
      results.append(RUN);
      assertEquals(SCHEMA_1 + "\r\n" + ROW + "\r\n", Files.readString(file));

      Files.delete(file);
      Files.writeString(file, "notes\n");
      assertThrows(IllegalArgumentException.class, () -> results.append(RUN));
      assertEquals("notes\n", Files.readString(file));
    }
  }

  /** Locks a file as anybody may who can read it, says so, and waits for the end of its input. */
  static final class Reader {
    private Reader() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] file) throws Exception {
      try (FileChannel channel = FileChannel.open(Path.of(file[0]))) {
        System.out.println(channel.lock(0, Long.MAX_VALUE, true).isValid());
        while (System.in.read() >= 0) {
          // until the test has seen enough
        }
      }
    }
  }

  @Test
  void aLockOfAReaderKeepsNoWriterOutAndWritersKeepEachOtherOut() throws Exception {
    Path file = withRows(1);
    Process reader = new ProcessBuilder(TestJvm.command(Reader.class, file)).start();
    try (BufferedReader said = reader.inputReader()) {
      assertEquals("true", said.readLine());
      try (ResultsFile results = ResultsFile.open(file)) {
        results.append(RUN);
        assertThrows(IllegalArgumentException.class, () -> ResultsFile.open(file));
      }
      append(file, RUN);
      assertEquals(SCHEMA_1 + "\r\n" + (ROW + "\r\n").repeat(3), Files.readString(file));
    } finally {
      reader.destroyForcibly();
    }
  }

  @Test
  void anExistingFileGoesOn() throws IOException {
    Path file = withRows(1);
    append(file, RUN);

    assertEquals(SCHEMA_1 + "\r\n" + (ROW + "\r\n").repeat(2), Files.readString(file));
  }

  @Test
  void aFileWithUnixLineEndsGoesOn() throws IOException {
    Path file = directory.resolve("unix.csv");
    Files.writeString(file, SCHEMA_1 + "\n" + ROW + "\n");
    append(file, RUN);

    assertEquals(List.of(SCHEMA_1, ROW, ROW), Files.readAllLines(file));
  }

  @Test
  void aTornLastLineIsClosedAndStaysForTheReaderToName() throws IOException {
    Path file = withRows(1);
    Files.writeString(file, ROW.substring(0, 100), StandardOpenOption.APPEND);
    append(file, RUN);

    assertEquals(List.of(SCHEMA_1, ROW, ROW.substring(0, 100), ROW), Files.readAllLines(file));
  }

  @Test
  void aLineTornInsideQuotesDoesNotSwallowTheRowsAfterIt() throws IOException {
    Path file = withRows(1);
    Files.writeString(file, "1,\"r1, torn\nhere", StandardOpenOption.APPEND);
    append(file, Samples.run(Samples.serial(), 2, 0.5, "1857859"));

    Results read = ResultsReader.read(List.of(file));
    assertEquals(2, read.runs().size());
    assertTrue(read.warnings().getFirst().startsWith(file + ":3: "), read.warnings()::toString);
  }

  @Test
  void anotherHeaderIsRefusedNamingTheFirstColumnThatDiffers() throws IOException {
    Path file = directory.resolve("other.csv");
    String before = SCHEMA_1.replace("kernel", "colour") + "\n1,2\n";
    Files.writeString(file, before);

    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> ResultsFile.open(file));
    assertEquals(
        file + ": column 10 is 'colour', but 'kernel' in schema 1; name another file",
        refusal.getMessage());
    assertEquals(before, Files.readString(file));
  }

  @Test
  void aHeaderWithAColumnTooManyIsRefused() throws IOException {
    Path file = directory.resolve("wide.csv");
    Files.writeString(file, SCHEMA_1 + ",watts\r\n");

    assertEquals(
        file + ": column 53 is 'watts', but missing in schema 1; name another file",
        assertThrows(IllegalArgumentException.class, () -> ResultsFile.open(file)).getMessage());
  }

  @Test
  void aFileThatIsNoCsvIsRefusedInOneLineAndLeftAsItIs() throws IOException {
    Path file = directory.resolve("binary");
    byte[] bytes = new byte[10_000];
    bytes[0] = '"';
    Files.write(file, bytes);

    String message =
        assertThrows(IllegalArgumentException.class, () -> ResultsFile.open(file)).getMessage();
    assertTrue(message.startsWith(file + ": column 1 is "), message);
    assertTrue(message.length() < 300, message);
    assertEquals(10_000, Files.size(file));
  }

  @Test
  void oneWriterAtATime() {
    Path file = directory.resolve("results.csv");
    try (ResultsFile first = ResultsFile.open(file)) {
      first.append(RUN);
      assertEquals(
          file + ": another process is writing to it; give each run a file of its own",
          assertThrows(IllegalArgumentException.class, () -> ResultsFile.open(file)).getMessage());
    }
    append(file, RUN); // and the next one after it
  }

  @Test
  void aDirectoryIsRefused() {
    assertEquals(
        directory + ": not a regular file",
        assertThrows(IllegalArgumentException.class, () -> ResultsFile.open(directory))
            .getMessage());
  }

  @Test
  void aFileBelowAFileIsRefusedWithTheReason() throws IOException {
    Path file = Files.createFile(directory.resolve("plain"));
    Path below = file.resolve("results.csv");

    assertEquals(
        below + ": not a directory (" + file + ")",
        assertThrows(UncheckedIOException.class, () -> ResultsFile.open(below)).getMessage());
  }

  @Test
  void anUnwritableDirectoryIsRefusedWithTheReason() {
    // a directory that even root cannot write to
    Path file = Path.of("/proc/self/results.csv");
    Assumptions.assumeTrue(Files.isDirectory(file.getParent()), "no /proc here");

    String message =
        assertThrows(UncheckedIOException.class, () -> ResultsFile.open(file)).getMessage();
    assertEquals(file + ": no such file or directory", message);
  }

  @Test
  void aRowThatDoesNotFitOnTheDiskIsTakenBackWhole() throws Exception {
    Assumptions.assumeTrue(
        new ProcessBuilder("unshare", "-Urm", "true").start().waitFor() == 0,
        "user namespaces are not permitted: no file system can be filled");
    Path mount = Files.createDirectory(directory.resolve("small"));

    fill(
        "No space left on device",
        "unshare",
        "-Urm",
        "sh",
        "-c",
        "mount -t tmpfs -o size=64k tmpfs " + mount + " && exec \"$@\"",
        "sh");
  }

  @Test
  void aRowBeyondTheFileSizeLimitIsTakenBackWhole() throws Exception {
    fill("File too large", "sh", "-c", "ulimit -f 40 && exec \"$@\"", "sh");
  }

  /** Fills a results file below {@code small} in a process started by {@code prefix}. */
  private void fill(String reason, String... prefix) throws Exception {
    Path small = Files.createDirectories(directory.resolve("small"));
    Path copy = directory.resolve("copy.csv");
    List<String> command = new ArrayList<>(List.of(prefix));
    command.addAll(TestJvm.command(FillDisk.class, small.resolve("results.csv"), copy));
    TestJvm.Ended ended = TestJvm.run(command);

    assertEquals(0, ended.status(), ended::toString);
    List<String> said = ended.output().lines().toList();
    assertEquals(small.resolve("results.csv") + ": " + reason, said.get(1));
    Results read = ResultsReader.read(List.of(copy));
    assertEquals(List.of(), read.warnings());
    assertEquals(Integer.parseInt(said.get(0)), read.runs().size());
    assertTrue(read.runs().size() > 20, () -> read.runs().size() + " rows");
    assertTrue(Files.readString(copy).endsWith("\r\n"));
  }

  private Path withRows(int rows) {
    Path file = directory.resolve("results.csv");
    for (int row = 0; row < rows; row++) {
      append(file, RUN);
    }
    return file;
  }

  private static void append(Path file, RunRecord run) {
    try (ResultsFile results = ResultsFile.open(file)) {
      results.append(run);
    }
  }

  /** Appends rows until that fails; prints how many, and the message; copies what is there. */
  static final class FillDisk {

    public static void main(String[] args) throws IOException {
      Path file = Path.of(args[0]);
      int rows = 0;
      try (ResultsFile results = ResultsFile.open(file)) {
        while (true) {
          results.append(Samples.run(Samples.serial(), rows + 1, 0.5, "1857859"));
          rows++;
        }
      } catch (UncheckedIOException e) {
        Files.copy(file, Path.of(args[1]));
        System.out.write((rows + "\n" + e.getMessage()).getBytes(UTF_8));
        System.out.flush();
      }
    }
  }
}
