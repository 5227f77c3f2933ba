package hpc.cli;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.nativecode.NativeLanguage;
import hpc.nativecode.Natives;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real jar with kernels in other languages, where they are and where they are not. */
@Timeout(1200)
class NativeKernelsIT {

  private static final List<List<String>> LAYOUTS =
      List.of(
          List.of(),
          List.of("--threads", "2"),
          List.of("--ranks", "2"),
          List.of("--ranks", "2", "--threads", "2"));

  @RegisterExtension static final HpcSession SESSION = new HpcSession();

  /** Of the session. */
  @TempDir private static Path shared;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void answersAreThoseOfJavaInEveryMode(NativeLanguage language) throws Exception {
    Natives.require(language);
    List<String> plate =
        List.of("diffusion", "-q", "--nx", "101", "--ny", "57", "--steps", "90", "--bc", "1,2,3,4");
    List<String> primes = List.of("sieve", "-q", "--from", "123456789", "--limit", "323456789");
    for (List<String> problem : List.of(plate, primes)) {
      String expected = run(problem, List.of("--kernel", "scalar")).answer();
      for (List<String> layout : LAYOUTS) {
        List<String> kernel = new ArrayList<>(kernelOf(problem.getFirst(), language));
        kernel.addAll(layout);
        assertEquals(expected, run(problem, kernel).answer(), layout::toString);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMissingLibraryIsOneLine(NativeLanguage language) throws Exception {
    Path jar = loneJar();
    for (String problem : List.of("sieve --limit 1e6", "diffusion --nx 9")) {
      String line =
          HpcProcess.start(
                  directory,
                  Map.of(),
                  command(
                      jar, problem + " --ranks 2 " + String.join(" ", kernelOf(problem, language))))
              .end()
              .complaint(2);
      String what =
          "--kernel %s: there is no %s in %s or $HPC_HOME/lib; accepted: auto, scalar, vector, or hpc build --native makes it"
              .formatted(language.word(), language.library(), jar.getParent());
      assertTrue(line.endsWith(what), line);
    }
  }

  @Test
  void theLibraryInLibIsFoundToo() throws Exception {
    Natives.require(NativeLanguage.C);
    Path jar = loneJar();
    Path lib = Files.createDirectories(directory.resolve("home/lib"));
    Files.copy(Path.of("target/libhpc-c.so"), lib.resolve("libhpc-c.so"));
    Map<String, String> home = Map.of("HPC_HOME", directory.resolve("home").toString());
    assertEquals(
        "78498\n",
        HpcProcess.start(directory, home, command(jar, "sieve -q --limit 1e6 --kernel c"))
            .end()
            .answer());
    String doctor = HpcProcess.start(directory, home, command(jar, "doctor")).end().out();
    assertTrue(doctor.contains("ok    kernel c         " + lib.resolve("libhpc-c.so")), doctor);
    assertTrue(doctor.contains("libhpc-fortran.so is not built (hpc build --native)"), doctor);
  }

  @Test
  void whereThereIsNoKernelOneLineSaysSo() throws Exception {
    Natives.require(NativeLanguage.C);
    assertEquals(
        "hpc diffusion: --kernel c: not with --scheme adi; accepted: auto, scalar, vector",
        run(List.of("diffusion", "--scheme", "adi"), List.of("--kernel", "c")).complaint(2));
    assertEquals(
        "hpc sieve: --kernel c: not with --algorithm odds; accepted: auto, scalar, or --algorithm wheel",
        run(List.of("sieve", "--limit", "9"), List.of("--kernel", "c", "--algorithm", "odds"))
            .complaint(2));
    assertEquals(
        "hpc sieve: --kernel c-openmp: not with --algorithm wheel; accepted: auto, scalar, vector,"
            + " c, fortran, or --algorithm segmented",
        run(List.of("sieve", "--limit", "9"), List.of("--kernel", "c-openmp")).complaint(2));
  }

  /** The library of OpenMP itself tells the threads of a parallel region, a line for each. */
  @Test
  void threadsInCAreCountedAsThreads() throws Exception {
    Natives.require(NativeLanguage.C_OPENMP);
    Map<String, String> telling =
        Map.of("OMP_DISPLAY_AFFINITY", "true", "OMP_AFFINITY_FORMAT", "thread %n of %N");
    for (String problem : List.of("sieve --limit 3e7", "diffusion --nx 70 --ny 60 --steps 40")) {
      List<String> words = new ArrayList<>(List.of(problem.split(" ")));
      words.addAll(List.of("-q", "--json", "--threads", "2", "--warmup", "1"));
      words.addAll(kernelOf(words.getFirst(), NativeLanguage.C_OPENMP));
      HpcProcess.Ended ended = HpcProcess.run(directory, telling, words.toArray(String[]::new));
      String row = ended.answer();
      assertTrue(row.contains("\"kernel\":\"c-openmp\""), row);
      assertTrue(row.contains("\"threads\":2"), row);
      assertEquals(
          Set.of("thread 0 of 2", "thread 1 of 2"),
          ended.err().lines().filter(line -> line.startsWith("thread ")).collect(toSet()),
          ended::toString);
    }
  }

  /** In C with OpenMP it is segments that threads share. */
  private static List<String> kernelOf(String command, NativeLanguage language) {
    List<String> kernel = List.of("--kernel", language.word());
    return command.startsWith("sieve") && language == NativeLanguage.C_OPENMP
        ? Stream.concat(kernel.stream(), Stream.of("--algorithm", "segmented")).toList()
        : kernel;
  }

  private HpcProcess.Ended run(List<String> problem, List<String> more) throws Exception {
    List<String> words = new ArrayList<>(problem);
    words.addAll(more);
    return SESSION.run(shared, words.toArray(String[]::new));
  }

  /** The jar where nothing else is. */
  private Path loneJar() throws Exception {
    Path place = Files.createDirectories(directory.resolve("lone"));
    return Files.copy(Path.of("target/hpc.jar"), place.resolve("hpc.jar"));
  }

  private static List<String> command(Path jar, String words) {
    List<String> command = HpcProcess.command();
    command.set(command.size() - 1, jar.toString());
    command.addAll(List.of(words.split(" ")));
    return command;
  }
}
