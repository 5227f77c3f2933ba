package hpc.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/** The list of what the tests need: complete where it can be installed, and honest about gaps. */
class NeedsTest {

  @Test
  void everyNeedIsMet() throws Exception {
    String unmet = unmet();
    if (!unmet.isEmpty()) {
      Programs.missing("not installed: " + unmet.strip().replace("\n", ", "));
    }
  }

  @Test
  void whatIsNotThereAsTheTestsUseItIsNamed() throws Exception {
    String list =
        """
        p program sh
        p program no-such-program
        p library libc.so.6
        p library libno-such-library.so
        p python sys
        p python no_such_module
        p header no-such-header.h
        p lua no-such-module
        p no-such-kind sh
        """;
    assertEquals(
        """
        p program no-such-program
        p library libno-such-library.so
        p python no_such_module
        p header no-such-header.h
        p lua no-such-module
        p no-such-kind sh
        """,
        unmet(list));
  }

  private static String unmet() throws IOException, InterruptedException {
    return said(new ProcessBuilder(Programs.NEEDS.toString()).start());
  }

  private static String unmet(String list) throws IOException, InterruptedException {
    Programs.require("python3");
    Process process = new ProcessBuilder(Programs.NEEDS.toString(), "-").start();
    try (OutputStream to = process.getOutputStream()) {
      to.write(list.getBytes(UTF_8));
    }
    return said(process);
  }

  private static String said(Process process) throws IOException, InterruptedException {
    String said = process.inputReader().readAllAsString();
    assertEquals(0, process.waitFor());
    return said;
  }
}
