package hpc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.slurm.Allocation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassArchiveTest {

  private static final long GIB = 1L << 30;

  @Test
  void aHeapFrom32GibHasAnArchiveOfItsOwn() {
    Path jar = Path.of("/a folder/hpc copy.jar");
    Path usual = Path.of("/a folder/hpc copy.jsa");
    assertEquals(usual, usual(jar, 8 << 20));
    assertEquals(usual, usual(jar, 32 * GIB - 1));
    assertEquals(Path.of("/a folder/hpc copy-large-heap.jsa"), usual(jar, 32 * GIB));
  }

  @Test
  void itLiesBesideAJarThatIsNamedWithoutAFolder() {
    assertEquals(Path.of("hpc.jsa"), usual(Path.of("hpc.jar"), GIB));
  }

  /** The reserve of a node of 34 GiB is 2 1/8 GiB, one of 35 GiB leaves more than 32. */
  @Test
  void theHeapOfTheNodeDecides() {
    Path jar = Path.of("hpc.jar");
    assertEquals(Path.of("hpc.jsa"), usual(jar, heapOfNode(34)));
    assertEquals(Path.of("hpc-large-heap.jsa"), usual(jar, heapOfNode(35)));
  }

  @Test
  void objectsThatBeginCacheLinesHaveAnArchiveOfTheirOwn() {
    List<String> flags = List.of("-Xmx1g", "-XX:ObjectAlignmentInBytes=64");
    Path aligned = ClassArchive.beside(Path.of("hpc.jar"), heapOfNode(100), flags);
    assertEquals(Path.of("hpc-aligned.jsa"), aligned);
  }

  private static Path usual(Path jar, long heapBytes) {
    return ClassArchive.beside(jar, heapBytes, List.of("-XX:+UseSerialGC"));
  }

  private static long heapOfNode(long gib) {
    return JvmFlags.heapBytes(new Machine(Path.of("/"), 8, gib * GIB), Allocation.none(), 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:SharedArchiveFile=mine.jsa",
        "-Xshare:off",
        "-XX:AOTCache=mine.aot",
        "--add-modules=jdk.incubator.vector",
        "--patch-module",
        "-agentlib:jdwp=transport=dt_socket,server=y",
        "-agentpath:/opt/agent.so",
        "-javaagent:agent.jar",
        "-XX:StartFlightRecording=filename=a.jfr"
      })
  void flagsThatAnArchiveDoesNotGoWithRuleItOut(String flag) {
    assertTrue(JvmFlags.ruleOutArchive(List.of("-Xmx1g", flag)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xmx1g", "-Da=--b", "-XX:+UseSerialGC", "-Xlog:gc", "-ea"})
  void otherFlagsDoNot(String flag) {
    assertFalse(JvmFlags.ruleOutArchive(List.of(flag)));
  }
}
