package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No command replaces a file that it reads, or one that it did not make. */
class NothingIsDestroyedIT {

  @RegisterExtension private static final HpcSession SESSION = new HpcSession();
  @TempDir private static Path directory;

  private static final String RECORDED = "sieve --limit=1e4";

  /** Rows, and a directory of profiles with every kind of file. */
  @BeforeAll
  static void make() throws IOException {
    for (String threads : List.of("1", "2")) {
      answer("sieve --limit=1e5 --repeat=2 --csv=rows.csv --threads=" + threads);
    }
    answer("sieve --limit=1e5 --repeat=2 --csv=other.csv");
    Files.writeString(directory.resolve("field.txt"), "1 2 3\n4 5 6\n7 8 9\n");
    answer("profile timeline --out=kept -- " + RECORDED);
  }

  /** The same file by its name, another spelling of it, a symbolic and a hard link. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aggregate IN --out=OUT",
        "aggregate IN --out=new.csv --report=OUT",
        "compare IN other.csv --out=OUT",
        "compare other.csv IN --junit=OUT",
        "sieve --limit=9 --sum --checkpoint=IN",
      })
  void rowsThatAreReadStay(String words) throws IOException {
    requireKept("rows.csv", words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "diffusion --nx=3 --ny=3 --ic=IN --csv=OUT",
        "diffusion --nx=3 --ny=3 --source=IN --csv=OUT",
        "diffusion --nx=3 --ny=3 --coefficient=IN --csv=OUT",
        "sieve --limit=9 --csv=OUT",
        "sieve --limit=9 --checkpoint=OUT",
      })
  void fieldsThatAreReadStay(String words) throws IOException {
    requireKept("field.txt", words);
  }

  private void requireKept(String input, String words) throws IOException {
    Path file = directory.resolve(input);
    byte[] before = Files.readAllBytes(file);
    Path soft = Files.createSymbolicLink(directory.resolve("soft"), Path.of(input));
    Path hard = Files.createLink(directory.resolve("hard"), file);
    try {
      for (String out : List.of(input, "./" + input, file.toString(), "soft", "hard")) {
        refused(words.replace("IN", input).replace("OUT", out));
        assertArrayEquals(before, Files.readAllBytes(file), out);
      }
    } finally {
      Files.delete(soft);
      Files.delete(hard);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "summary.csv   aggregate rows.csv",
        "s_fits.csv    aggregate rows.csv --out=s.csv",
        "page.html     aggregate rows.csv --out=s2.csv --report=page.html",
        "c.csv         compare rows.csv other.csv --out=c.csv",
        "j.xml         compare rows.csv other.csv --junit=j.xml",
        "x.csv         sieve --limit=9 --csv=x.csv",
        "x.ckpt        sieve --limit=9 --checkpoint=x.ckpt",
        "p/rank-0.jfr  profile functions --out=p -- sieve --limit=9",
        "p/rank-2.jfr  profile functions --out=p -- sieve --limit=9 --ranks=3",
        "p/rank-1.jfr  profile functions --out=p -- sieve --limit=9",
        "p/functions.txt        profile functions --out=p -- sieve --limit=9",
        "p/timeline.txt         profile timeline --out=p -- sieve --limit=9",
        "p/timeline.svg         profile timeline --out=p -- sieve --limit=9",
        "p/timeline.png         profile timeline --out=p -- sieve --limit=9",
        "p/timeline.csv         profile timeline --out=p -- sieve --limit=9",
        "p/mprofile_rank-0.dat  profile timeline --out=p -- sieve --limit=9",
        "p/flame.html           profile flame --out=p -- sieve --limit=9",
        "p/callgrind.out        profile callgrind --out=p -- sieve --limit=9",
        "p/jit.txt              profile jit --out=p --from=kept",
        "p/flame.html           profile flame --by=alloc --out=p --from=kept/rank-0.jfr",
        "p/man/man1/hpc-sieve.1                 completion --install=p",
        "p/bash-completion/completions/hpc      completion --install=p",
        "p/report.html                          sweep ladder.yaml --out=p",
      })
  void whatSomebodyElseHasMadeStays(String fileAndWords) throws IOException {
    String[] both = fileAndWords.split(" +", 2);
    Files.writeString(
        directory.resolve("ladder.yaml"),
        "sweep: x\nruns: [{workload: sieve, rung: loop, options: {limit: 9}}]\n");
    Path file = directory.resolve(both[0]);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "my notes\n");
    try {
      String said = refused(both[1]);
      assertTrue(said.contains(both[0]), said);
      assertEquals("my notes\n", Files.readString(file));
      try (var others = Files.list(file.getParent())) {
        assertTrue(
            both[0].startsWith("p/")
                ? others.filter(Files::isRegularFile).count() == 1
                : others.count() > 0);
      }
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aProfileAndItsSolverShareNoFile() throws IOException {
    for (String name : List.of("timeline.csv", "timeline.txt", "rank-0.jfr")) {
      refused("profile timeline --out=shared -- sieve --limit=9 --csv=./shared/" + name);
      assertTrue(Files.notExists(directory.resolve("shared")), name);
    }
  }

  /** What a command has made it makes anew, and an empty file is room. */
  @Test
  void whatACommandHasMadeIsReplaced() throws IOException {
    for (String kind :
        List.of(
            "timeline", "functions", "lines", "memory", "flame", "flame --by=alloc", "gc", "jit")) {
      for (int i = 0; i < 2; i++) {
        answer("profile %s --no-reference --out=again -- %s".formatted(kind, RECORDED));
        answer("profile %s --from=again".formatted(kind));
      }
    }
    Path empty = Files.createFile(directory.resolve("again/callgrind.out"));
    answer("profile callgrind --no-reference --out=again -- " + RECORDED);
    answer("profile callgrind --no-reference --out=again -- " + RECORDED);
    assertTrue(Files.size(empty) > 0);
    for (int i = 0; i < 2; i++) {
      answer("completion --install=share");
      answer("aggregate rows.csv --out=sum.csv --report=rep.html");
      answer("compare rows.csv other.csv --out=cmp.csv --junit=cmp.xml");
    }
  }

  /** The YAML names a summary, and the directory holds rows and logs. */
  @Test
  void theDirectoryOfASweepIsAggregated() throws IOException {
    Files.writeString(
        directory.resolve("summary.yaml"),
        "sweep: summary\nruns: [{workload: sieve, options: {limit: 1e5}}]\n");
    answer("sweep summary.yaml --out=sw");
    Path rows = directory.resolve("sw/summary.csv");
    byte[] before = Files.readAllBytes(rows);
    refused("aggregate sw --out=sw/summary.csv");
    assertArrayEquals(before, Files.readAllBytes(rows));
    assertTrue(answer("aggregate sw --out=sw/sum.csv").contains("sieve"));
    assertArrayEquals(before, Files.readAllBytes(rows));
  }

  /** As {@code aggregate *.csv} has it in a directory where somebody has left such a file. */
  @Test
  void aNameThatBeginsWithAnAtSignIsAFile() throws IOException {
    Path victim = Files.writeString(directory.resolve("victim"), "");
    Path trap = Files.writeString(directory.resolve("@trap.csv"), "rows.csv\n--out=victim\n");
    Path rows = Files.copy(directory.resolve("rows.csv"), directory.resolve("@rows.csv"));
    try {
      HpcProcess.Ended alone = SESSION.run(directory, "aggregate", "@trap.csv");
      assertEquals(1, alone.status(), alone::toString);
      assertTrue(alone.err().contains("@trap.csv: column 'schema' is missing"), alone.err());
      assertTrue(answer("aggregate @trap.csv rows.csv --out=at.csv").contains("sieve"));
      assertTrue(answer("aggregate @rows.csv --out=at.csv").contains("sieve"));
      assertTrue(refused("sieve @trap.csv").contains("@trap.csv"));
      assertEquals(0, Files.size(victim));
    } finally {
      Files.delete(trap);
      Files.delete(rows);
    }
  }

  private static String answer(String words) throws IOException {
    HpcProcess.Ended ended = SESSION.run(directory, words.split(" +", -1));
    assertEquals(0, ended.status(), () -> words + "\n" + ended);
    return ended.out();
  }

  /** The one line with which words are refused. */
  private static String refused(String words) throws IOException {
    return SESSION.run(directory, words.split(" +", -1)).complaint(2);
  }
}
