package hpc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmVariantTest {

  @Test
  void flagsFollowTheMarkBehindThoseOfTheUser() {
    Map<String, String> environment = new HashMap<>(Map.of("HPC_JAVA_OPTS", "-Xmx1g"));
    new JvmVariant(" -XX:+UseSerialGC -Da='b c' ").addTo(environment);

    assertEquals(
        Map.of("HPC_JAVA_OPTS", "-Xmx1g -Dhpc.variant=true -XX:+UseSerialGC -Da='b c'"),
        environment);
  }

  @Test
  void noFlagsChangeNothing() {
    Map<String, String> environment = new HashMap<>(Map.of("HPC_NO_REEXEC", "1"));
    new JvmVariant("").addTo(environment);

    assertEquals(Map.of("HPC_NO_REEXEC", "1"), environment);
  }

  @Test
  void withoutARestartFlagsAreRefused() {
    Map<String, String> environment = new HashMap<>(Map.of("HPC_NO_REEXEC", "1"));
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> new JvmVariant("-Xss1m").addTo(environment))
            .getMessage();

    assertEquals("HPC_NO_REEXEC=1: leaves no way to the JVM for jvm \"-Xss1m\"; unset it", message);
  }

  @Test
  void variantIsFoundAmongTheFlagsOfAJvm() {
    assertEquals("", JvmVariant.in(""));
    assertEquals("", JvmVariant.in("-Xmx1g -Dhpc.launched=true -XX:+UseSerialGC"));
    assertEquals("", JvmVariant.in("-Dx=-Dhpc.variant=true -Xss1m"));
    assertEquals(
        "-Xss1m -Da=b",
        JvmVariant.in("-Xmx1g -Dhpc.launched=true -Dhpc.variant=true -Xss1m -Da=b"));
    assertEquals("-Xss1m", JvmVariant.in("-Dhpc.variant=true -Xss1m"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-Xss1m", "-XX:+UseG1GC -XX:-UseTLAB", "--add-modules=a", "-Da='b c'"})
  void flagsAreTaken(String flags) {
    assertEquals(flags.isEmpty(), new JvmVariant(flags).isNone());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Xss1m", "-", "--add-modules a", "-jar x.jar", "-Da='b", "@file", "--"})
  void whatIsNoFlagIsRefused(String flags) {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new JvmVariant(flags))
            .getMessage()
            .startsWith("jvm \"" + flags + "\": "));
  }
}
