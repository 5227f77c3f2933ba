package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class FailuresTest {

  @Test
  void controlCharactersDoNotBreakTheLine() {
    StringWriter said = new StringWriter();
    CommandLine command = new CommandLine(CommandSpec.create().name("hpc"));
    command.setErr(new PrintWriter(said, true));

    Failures.say(command, "--csv a\nb\r\u001b[31m: is red");

    assertEquals("hpc: --csv a b ?[31m: is red" + System.lineSeparator(), said.toString());
  }
}
