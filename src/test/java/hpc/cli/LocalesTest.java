package hpc.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.slurm.HostList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decimal commas, native digits, other calendars and the Turkish i change no byte. */
class LocalesTest {

  private static final List<String> LOCALES =
      List.of(
          "de-DE",
          "fa-IR-u-nu-arabext",
          "ar-EG-u-nu-arab",
          "hi-IN-u-nu-deva",
          "tr-TR",
          "th-TH-u-ca-buddhist-nu-thai");

  @TempDir private Path directory;

  @Test
  void noLocaleChangesAByte() throws IOException {
    Path rows = directory.resolve("rows.csv");
    for (String threads : List.of("1", "2")) {
      execute("sieve", "--limit=1e5", "--threads=" + threads, "--repeat=5", "--csv=" + rows);
    }
    SortedMap<String, String> expected = made(Locale.ROOT, rows);
    assertTrue(
        expected.keySet().containsAll(List.of("stdout", "field/field_000010.npy", "junit.xml")),
        expected.keySet()::toString);

    for (String tag : LOCALES) {
      SortedMap<String, String> found = made(Locale.forLanguageTag(tag), rows);
      assertEquals(expected.keySet(), found.keySet(), tag);
      expected.forEach((file, bytes) -> assertEquals(bytes, found.get(file), tag + ": " + file));
    }
  }

  /** All that the commands print and write in a locale; the checkpoint is read in another one. */
  private SortedMap<String, String> made(Locale locale, Path rows) throws IOException {
    Path out = Files.createDirectory(directory.resolve("out"));
    String kept = "--checkpoint=" + out.resolve("kept");
    SortedMap<String, String> made = new TreeMap<>();
    StringBuilder said = new StringBuilder();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(locale);
      assertEquals(List.of("n9", "n10"), HostList.expand("n[9-10]"));
      said.append(execute("sieve", "--limit=1234567"));
      said.append(
          execute(
              diffusion(
                  "--steps=20",
                  "--output=" + out.resolve("field"),
                  "--output-every=10",
                  "--output-format=png,npy,vti,csv",
                  kept)));
      said.append(
          execute(
              "aggregate",
              rows.toString(),
              "--out=" + out.resolve("summary.csv"),
              "--report=" + out.resolve("report.html")));
      said.append(
          execute(
              "compare", rows.toString(), rows.toString(), "--junit=" + out.resolve("junit.xml")));
      said.append(execute("sieve", "--help"));
    } finally {
      Locale.setDefault(before);
    }
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        made.put(out.relativize(file).toString(), Files.readString(file, ISO_8859_1));
      }
    }
    said.append(execute(diffusion("--steps=40", kept, "--restart")));
    made.put("stdout", said.toString());
    deleteAll(out);
    return made;
  }

  private static String[] diffusion(String... more) {
    return Stream.concat(
            Stream.of("diffusion", "--nx=12", "--ny=10", "--ic=sine:1,2"), Stream.of(more))
        .toArray(String[]::new);
  }

  private static String execute(String... words) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, UTF_8));
      assertEquals(0, HpcCommand.execute(words), () -> String.join(" ", words));
    } finally {
      System.setOut(before);
    }
    return out.toString(UTF_8);
  }

  private static void deleteAll(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
