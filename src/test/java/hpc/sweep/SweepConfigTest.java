package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SweepConfigTest {

  private static final String SIEVE = "sweep: s\nruns:\n  - workload: sieve\n";

  @Test
  void lastAxisVariesFastest() {
    SweepConfig config =
        parse(
            SIEVE
                + """
                    options: {warmup: 1}
                    axes:
                      limit: [1e7, 1e8]
                      threads: [1, 2]
                """);

    assertEquals(
        List.of(
            "sieve limit=1e7 threads=1",
            "sieve limit=1e7 threads=2",
            "sieve limit=1e8 threads=1",
            "sieve limit=1e8 threads=2"),
        config.points().stream().map(SweepPoint::label).toList());
    assertEquals(List.of(1, 2, 3, 4), config.points().stream().map(SweepPoint::index).toList());
  }

  @Test
  void runsFollowEachOtherInTheOrderOfTheFile() {
    SweepConfig config = parse(SIEVE + "  - workload: diffusion\n    options: {nx: 10}\n");

    assertEquals(
        List.of("sieve", "diffusion nx=10"),
        config.points().stream().map(SweepPoint::label).toList());
  }

  @Test
  void aRungIsACaptionAndNoPartOfThePoint() {
    SweepConfig ladder = parse(SIEVE + "    rung: plain loops\n  - workload: diffusion\n");
    SweepConfig plain = parse(SIEVE);

    assertEquals(
        List.of("plain loops", ""), ladder.points().stream().map(SweepPoint::rung).toList());
    assertEquals(plain.points().getFirst().id(), ladder.points().getFirst().id());
    assertTrue(ladder.isLadder());
    assertFalse(plain.isLadder());
  }

  @Test
  void valuesKeepTheirSpelling() {
    SweepConfig config =
        parse(
            SIEVE
                + "    axes: {limit: [1e8, 1_000, 64Ki, 0x10, 007, 1.50, +3, yes, ~x, 'a b',"
                + " .inf]}");

    assertEquals(
        List.of("1e8", "1_000", "64Ki", "0x10", "007", "1.50", "+3", "yes", "~x", "a b", ".inf"),
        config.points().stream().map(point -> point.options().get("limit")).toList());
  }

  @Test
  void booleansAreFlagsAndNothing() {
    SweepConfig config = parse(SIEVE + "    axes: {verify: [true, false]}");

    assertEquals(
        List.of(List.of("sieve", "--verify"), List.of("sieve")),
        config.points().stream().map(point -> point.arguments(Set.of())).toList());
  }

  @Test
  void pointOfTwoRunsIsMeasuredOnce() {
    SweepConfig config =
        parse(
            """
            sweep: s
            runs:
              - {workload: sieve, options: {limit: 5}, axes: {threads: [1, 2]}}
              - {workload: sieve, axes: {threads: [2, 4], limit: [5]}}
            """);

    assertEquals(
        List.of("sieve limit=5 threads=1", "sieve limit=5 threads=2", "sieve threads=4 limit=5"),
        config.points().stream().map(SweepPoint::label).toList());
    assertEquals(List.of(1, 2, 3), config.points().stream().map(SweepPoint::index).toList());
  }

  @Test
  void aliasesStandForWhatTheyName() {
    SweepConfig config =
        parse(
            """
            sweep: s
            runs:
              - {workload: sieve, options: &common {warmup: 1}, axes: {threads: &few [1, 2]}}
              - {workload: diffusion, options: *common, axes: {ranks: *few}}
            """);

    assertEquals(4, config.points().size());
    assertEquals(
        List.of("diffusion", "--warmup=1", "--ranks=2"),
        config.points().getLast().arguments(Set.of()));
  }

  @Test
  void byteOrderMarkAndWindowsLineEndsDoNoHarm() {
    assertEquals(1, parse("\ufeff" + SIEVE.replace("\n", "\r\n")).points().size());
  }

  @Test
  void textIsKept() {
    assertEquals(SIEVE, parse(SIEVE).text());
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // the text as a whole
        arguments("", "1:1: the file is empty; a sweep has the keys sweep and runs"),
        arguments("# nothing\n", "1:1: the file is empty; a sweep has the keys sweep and runs"),
        arguments("- a", "1:1: a sweep: a list; accepted: a mapping (key: value)"),
        arguments("hello", "1:1: a sweep: \"hello\"; accepted: a mapping (key: value)"),
        arguments("--- ~\n---\na", "2:1: not YAML: but found another document"),
        arguments("sweep: [a", "1:10: not YAML: expected ',' or ']', but got <stream end>"),
        arguments(
            "sweep: a\nruns:\n\t- workload: sieve",
            "3:1: not YAML: found character '\\t(TAB)' that cannot start any token."),
        arguments("a: 1\nb: \u0007", "2:4: not YAML: character U+0007; accepted: printable ones"),
        arguments("a: *b", "1:4: not YAML: found undefined alias b"),
        arguments(
            "[".repeat(100_000),
            "1:33: nested deeper than 32 levels; accepted: the four of a sweep"),
        arguments(
            "a: &a [1]\nb: [" + "*a, ".repeat(51) + "]",
            "2:205: one alias of a list or mapping too many; accepted: 50"),
        // keys
        arguments(
            "sweep: s\nrun: []",
            "2:1: unknown key of a sweep \"run\"; did you mean runs? accepted: sweep, defaults,"
                + " too_large, runs"),
        arguments("sweep: s", "1:1: key runs is missing"),
        arguments("runs: [{workload: sieve}]", "1:1: key sweep is missing"),
        arguments("sweep: s\nruns:\n  - options: {limit: 1}", "3:5: key workload is missing"),
        arguments(SIEVE + "sweep: t", "4:1: key \"sweep\" stands twice, first in line 1"),
        arguments(
            SIEVE + "    options:\n      limit: 1\n      limit: 2",
            "6:7: key \"limit\" stands twice, first in line 5"),
        arguments("{[a]: b}", "1:2: key: a list; accepted: a word"),
        arguments(
            SIEVE + "    axis: {}",
            "4:5: unknown key of a run \"axis\"; did you mean axes?"
                + " accepted: workload, rung, options, axes, zip, exclude, scaling,"
                + " name, program, solves, answer, time, expect, timeout"),
        arguments(
            "<<: {sweep: s}",
            "1:1: unknown key of a sweep \"<<\"; accepted: sweep, defaults, too_large," + " runs"),
        // names
        arguments(
            "sweep: s\ntoo_large: leave\nruns: [{workload: sieve}]",
            "2:12: unknown too_large \"leave\"; accepted: refuse, skip"),
        arguments(
            "sweep: ../x\nruns: [{workload: sieve}]",
            "1:8: sweep \"../x\" cannot name files; accepted: up to 64 letters, digits, dots,"
                + " dashes and underscores, a letter or digit first"),
        arguments(
            "sweep: s\nruns: [{workload: seive}]",
            "2:19: unknown workload \"seive\"; did you mean sieve? accepted: amdahl, command, diffusion,"
                + " sieve"),
        arguments(
            SIEVE + "    options: {limt: 1}",
            "4:15: unknown option of sieve \"limt\"; did you mean limit? accepted: algorithm, from,"
                + " jvm, kernel, limit, mode, nodes, nth, ranks, repeat, threads, verify, warmup"),
        arguments(
            SIEVE + "    axes:\n      nx: [1]",
            "5:7: unknown option of sieve \"nx\"; accepted: algorithm, from,"
                + " jvm, kernel, limit, mode, nodes, nth, ranks, repeat, threads, verify, warmup"),
        arguments(
            SIEVE + "    options: {csv: a.csv}",
            "4:15: option csv is set by the sweep itself; leave it out"),
        arguments(
            SIEVE + "    options: {limit: 1}\n    axes: {limit: [1]}",
            "5:12: axis limit stands in options too; keep one"),
        // lists and values
        arguments(
            "sweep: s\nruns: {}",
            "2:7: runs: a mapping; accepted: a list ([a, b] or lines with -)"),
        arguments("sweep: s\nruns: []", "2:7: runs is an empty list; accepted: one item or more"),
        arguments(
            "sweep: s\nruns:", "2:6: runs: nothing; accepted: a list ([a, b] or lines with -)"),
        arguments(
            "sweep: s\nruns: [sieve]", "2:8: a run: \"sieve\"; accepted: a mapping (key: value)"),
        arguments(
            SIEVE + "    axes: {limit: 1e8}",
            "4:19: axis limit: \"1e8\"; accepted: a list ([a, b] or lines with -)"),
        arguments(
            SIEVE + "    axes: {limit: []}",
            "4:19: axis limit is an empty list; accepted: one item or more"),
        arguments(
            SIEVE + "    axes: {limit: [1, 2, 1]}", "4:26: axis limit has \"1\" twice; keep one"),
        arguments(
            SIEVE + "    axes: {limit: [1, [2]]}",
            "4:23: option limit: a list; accepted: a number or a word"),
        arguments(
            SIEVE + "    options:\n      limit: {a: 1}",
            "5:14: option limit: a mapping; accepted: a number or a word"),
        arguments(
            SIEVE + "    options: &o {limit: *o}",
            "4:14: option limit: a mapping; accepted: a number or a word"),
        arguments(
            SIEVE + "    options:\n      limit:\n      from: 1",
            "5:13: option limit has no value; accepted: a number, a word, true or false"),
        arguments(
            SIEVE + "    options: {limit: ''}",
            "4:22: option limit has no value; accepted: a number, a word, true or false"),
        arguments(
            SIEVE + "    options:\n      limit: |\n        a\n        b",
            "5:14: option limit \"a b\": more than one line; accepted: one"),
        arguments(
            SIEVE + "    axes: {threads: [1, 0]}",
            "4:25: threads \"0\": accepted: a whole number from 1 to 999999"),
        arguments(
            SIEVE + "    options: {ranks: 2.5}",
            "4:22: ranks \"2.5\": accepted: a whole number from 1 to 999999"),
        arguments(
            SIEVE + "    options: {nodes: -1}",
            "4:22: nodes \"-1\": accepted: a whole number from 1 to 999999"),
        arguments(
            SIEVE + "    axes: {mode: [serial, forkjion]}",
            "4:27: unknown mode \"forkjion\"; did you mean forkjoin?"
                + " accepted: auto, serial, forkjoin, mpi"),
        arguments(
            SIEVE + "    rung: " + "x".repeat(61),
            "4:11: rung \"" + "x".repeat(60) + "...\": accepted: at most 60 letters"),
        arguments(
            SIEVE + "    rung: one\n  - {workload: sieve, rung: two}",
            "5:5: sieve is run already, as rung \"one\": a point is one rung"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsOneLineWithItsPlace(String text, String expected) {
    String message = assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage();

    assertEquals("sweep.yaml:" + expected, message);
    assertFalse(message.contains("\n"));
  }

  @Test
  void longValueIsShortenedInTheError() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> parse("sweep: s\nruns: [{workload: " + "x".repeat(100_000) + "}]"))
            .getMessage();

    assertTrue(message.length() < 200, message);
  }

  @Test
  void hundredThousandPointsAreTakenAndOneMoreIsNot() {
    String thousand = IntStream.range(0, 1000).mapToObj(Integer::toString).toList().toString();
    String hundred = IntStream.range(0, 100).mapToObj(Integer::toString).toList().toString();
    String most = SIEVE + "    axes: {limit: " + thousand + ", from: " + hundred + "}\n";

    // the complaint is about the second run: the first one was taken
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> parse(most + "  - workload: diffusion\n"))
            .getMessage();
    assertEquals(
        "sweep.yaml:5:5: the sweep has more than 100000 points; shorten or split its axes",
        message);
  }

  @Test
  void productThatOverflowsIsRefused() {
    String list = IntStream.range(1, 1000).mapToObj(Integer::toString).toList().toString();
    String axes =
        Stream.of("limit", "from", "warmup", "repeat", "threads", "ranks", "nodes")
            .map(option -> "      " + option + ": " + list + "\n")
            .reduce("    axes:\n", String::concat);

    assertThrows(IllegalArgumentException.class, () -> parse(SIEVE + axes));
  }

  @Test
  void missingFileIsOneLine(@TempDir Path directory) {
    Path file = directory.resolve("none.yaml");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SweepConfig.load(file, Catalogs.HPC));

    assertEquals(file + ": no such file or directory", e.getMessage());
  }

  @Test
  void directoryIsOneLine(@TempDir Path directory) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> SweepConfig.load(directory, Catalogs.HPC));

    assertEquals(directory + ": Is a directory", e.getMessage());
  }

  @Test
  void hugeFileIsNotReadToItsEnd() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> SweepConfig.load(Path.of("/dev/zero"), Catalogs.HPC));

    assertEquals(
        "/dev/zero: larger than 1048576 bytes; a sweep is a short YAML file", e.getMessage());
  }

  @Test
  void fileThatIsNoTextIsRefused(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("x.yaml"), new byte[] {'a', (byte) 0xff});

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SweepConfig.load(file, Catalogs.HPC));

    assertEquals(file + ": not UTF-8 text; a sweep is a YAML file", e.getMessage());
  }

  private static SweepConfig parse(String text) {
    return SweepConfig.parse("sweep.yaml", text, Catalogs.HPC);
  }
}
