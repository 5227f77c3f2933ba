package hpc.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "<img src=x onerror=y>, \\<img src=x onerror=y>",
        "[a](javascript:b), \\[a](javascript:b)",
        "a|b`c\\d, a\\|b\\`c\\\\d",
        "segment_odd * 2, segment_odd * 2",
        "\"a\n# b\", a # b",
      })
  void whateverAFileHeldIsWords(String words, String text) {
    assertEquals(text, Markdown.text(words));
  }
}
