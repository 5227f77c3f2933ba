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
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TimeZone;
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

  /** What a user types, and what is refused. */
  private static final List<String> ALIKE =
      List.of(
          "sieve",
          "sieve --limit=1e5 --threads=2 --verify",
          "sieve --nth=1e4",
          "sieve --limit=1e5 --sum",
          "sieve --limit=1e5 --tuplets=2",
          "diffusion --preset=csc-heat --nx=120 --ny=90 --steps=30",
          "diffusion --nx=20 --ny=20 --scheme=adi --dt=0.01 --ic=disc:1,0 --verify",
          "diffusion --nx=20 --ny=20 --steps=3 --json",
          "sieve --limit=1e4 --repeat=2 --json",
          "amdahl --work=1e4 --parallel=0.25 --threads=2",
          "sweep config/sieve_forkjoin.yaml --dry-run",
          "doctor --help",
          "diffusion --dt=1 --nx=10",
          "diffusion --nx=1e9 --ny=1e9 --steps=1",
          "diffusion --dx=0,5",
          "sieve --limit=1.5",
          "sieve --limit=1e30",
          "sieve --repeat=6..2",
          "aggregate --efficiency=1.5 .",
          "aggregate /proc/self/x.csv");

  @TempDir private Path directory;

  @Test
  void noLocaleChangesAByte() throws IOException {
    Path rows = directory.resolve("rows.csv");
    for (String threads : List.of("1", "2")) {
      execute("sieve", "--limit=1e5", "--threads=" + threads, "--repeat=5", "--csv=" + rows);
    }
    SortedMap<String, String> expected = made(Locale.ROOT, "UTC", rows);
    assertTrue(
        expected.keySet().containsAll(List.of("stdout", "field/field_000010.npy", "junit.xml")),
        expected.keySet()::toString);

    for (String tag : LOCALES) {
      SortedMap<String, String> found =
          made(Locale.forLanguageTag(tag), "Pacific/Kiritimati", rows);
      assertEquals(expected.keySet(), found.keySet(), tag);
      expected.forEach((file, bytes) -> assertEquals(bytes, found.get(file), tag + ": " + file));
    }
  }

  /** All that the commands print and write in a locale; the checkpoint is read in another one. */
  private SortedMap<String, String> made(Locale locale, String zone, Path rows) throws IOException {
    Path out = Files.createDirectory(directory.resolve("out"));
    String kept = "--checkpoint=" + out.resolve("kept");
    SortedMap<String, String> made = new TreeMap<>();
    StringBuilder said = new StringBuilder();
    Locale before = Locale.getDefault();
    TimeZone zoneBefore = TimeZone.getDefault();
    try {
      Locale.setDefault(locale);
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
      for (String words : ALIKE) {
        said.append(said(words));
      }
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
      TimeZone.setDefault(zoneBefore);
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

  /** Status, stdout and stderr, without measured figures. */
  private static String said(String words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, UTF_8));
      System.setErr(System.out);
      int status = HpcCommand.execute(words.split(" ", -1));
      return "%s: %s\n%s".formatted(words, status, unmeasured(said.toString(UTF_8)));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** What measures is left out; JSON has to be ASCII. */
  private static String unmeasured(String said) {
    return said.replaceAll("(?m)^INFO run [0-9]+: [-+.e0-9]+ s, [-+.e0-9]+ ", "INFO run # ")
        .replaceAll("(?m)^[{][ -~]+[}]$", "{}");
  }

  @Test
  void noTimeZoneChangesATime() throws IOException {
    TimeZone before = TimeZone.getDefault();
    Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Path rows = directory.resolve("zone.csv");
    String name;
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      execute("sieve", "--limit=100", "--csv=" + rows);
      name = ResultsRoot.now();
    } finally {
      TimeZone.setDefault(before);
    }
    Instant end = Instant.now();
    List<String> lines = Files.readAllLines(rows);
    int column = List.of(lines.get(0).split(",", -1)).indexOf("started_utc");
    String written = lines.get(1).split(",", -1)[column];
    assertTrue(written.endsWith("Z"), written);
    Instant started = Instant.parse(written);
    Instant named =
        LocalDateTime.parse(name, DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss'Z'", Locale.ROOT))
            .toInstant(ZoneOffset.UTC);
    for (Instant time : List.of(started, named)) {
      assertTrue(!time.isBefore(start) && !time.isAfter(end), time::toString);
    }
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
