package hpc.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class PrintableTest {

  private static final String ESCAPE = "\u001b";

  @Test
  void wholeLinesAreNotObeyedAndProgressIs() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream terminal = Printable.lines(new PrintStream(said, true, UTF_8));
    terminal.print("\r" + ESCAPE + "[K");
    terminal.println("a" + ESCAPE + "]0;title\u0007.csv\nnext \u202eénil");
    terminal.println();
    assertEquals("\r" + ESCAPE + "[Ka?]0;title?.csv\nnext ?énil\n\n", said.toString(UTF_8));
  }

  @Test
  void textKeepsItsLinesAndNothingElseThatIsObeyed() {
    assertEquals(
        "a\tb\n?[2Jc?d?é?\n", Printable.text("a\tb\n" + ESCAPE + "[2Jc\u009bd\ré\u2066\n"));
  }
}
