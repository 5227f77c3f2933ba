package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.external.ProgramSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandRunTest {

  private static final String RUN =
      """
      sweep: peers
      runs:
        - workload: command
          name: primesieve
          program: primesieve {limit} --threads={threads}
          solves: sieve
          answer: '(\\d+)'
          time: 'Seconds: ([\\d.]+)'
          expect: same
          timeout: 90
          options: {warmup: 1}
          axes:
            limit: [1e9, 1e10]
            threads: [1, 2]
      """;

  @Test
  void keysBecomeOptionsOfTheHiddenCommand() {
    List<SweepPoint> points = parse(RUN).points();

    assertEquals(4, points.size());
    assertEquals(
        List.of(
            "command",
            "--name=primesieve",
            "--solves=sieve",
            "--program=primesieve {limit} --threads={threads}",
            "--answer=(\\d+)",
            "--solve-time=Seconds: ([\\d.]+)",
            "--expect=same",
            "--timeout=90",
            "--warmup=1",
            "--limit=1e9",
            "--threads=2"),
        points.get(1).arguments(Set.of()));
    assertEquals("command name=primesieve limit=1e9 threads=2", points.get(1).label());
    assertEquals(2, points.get(1).threads());
  }

  @Test
  void timeOfTheProcessIsTheDefault() {
    assertEquals(
        parse(RUN.replaceFirst("(?m)^ *time:.*\n", "")).points().getFirst().id(),
        parse(RUN.replaceFirst("time: .*", "time: process")).points().getFirst().id());
  }

  @Test
  void anotherProgramIsAnotherPoint() {
    assertTrue(
        !parse(RUN)
            .points()
            .getFirst()
            .id()
            .equals(parse(RUN.replace("--threads=", "-t ")).points().getFirst().id()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "program: primesieve {limit} | program: primesieve {limt} | x.yaml:5:14: program: unknown"
            + " placeholder {limt}; accepted: {from}, {limit}, {threads}, {java}, {jar}",
        "'(\\d+)' | '(\\d+' | x.yaml:7:13: answer \"(\\d+\": no regular expression: Unclosed group",
        "'(\\d+)' | '\\d+' | x.yaml:7:13: answer \"\\d+\": without a group; accepted: (...) around"
            + " what is to be taken",
        "([\\d.]+)' | [\\d.]+' | x.yaml:8:11: time \"Seconds: [\\d.]+\": without a group; accepted:"
            + " (...) around what is to be taken",
        "solves: sieve | solves: seive | x.yaml:6:13: unknown problem \"seive\"; did you mean"
            + " sieve? accepted: diffusion, sieve",
        "name: primesieve | name: a b | x.yaml:4:11: name \"a b\": accepted: up to 40 letters,"
            + " digits and . _ + -, a letter or digit first",
        "timeout: 90 | timeout: soon | x.yaml:10:14: timeout \"soon\": accepted: seconds, such as"
            + " 600",
        "timeout: 90 | timeout: 0 | x.yaml:10:14: timeout \"0\": accepted: seconds, such as 600",
        "expect: same | expect: true | x.yaml:9:13: expect true: accepted: more than this word",
        "{warmup: 1} | {nx: 1} | x.yaml:11:15: unknown option of command \"nx\"; accepted: from,"
            + " limit, nodes, repeat, threads, warmup",
        "{warmup: 1} | {ranks: 2} | x.yaml:11:15: unknown option of command \"ranks\"; accepted:"
            + " from, limit, nodes, repeat, threads, warmup",
        "workload: command | workload: sieve | x.yaml:4:5: key name in a run of sieve; accepted:"
            + " with workload command"
      })
  void complaintsHaveTheirPlace(String right, String wrong, String complaint) {
    assertTrue(RUN.contains(right.strip()), right);
    String text = RUN.replace(right.strip(), wrong.strip());
    assertEquals(
        complaint, assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"name", "program", "solves", "answer"})
  void whatIsMissingIsNamed(String key) {
    String text = RUN.replaceFirst("(?m)^ *" + key + ":.*\n", "");
    assertEquals(
        "x.yaml:3:5: key " + key + " is missing",
        assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage());
  }

  @Test
  void aProgramThatIsAbsentDoesNotFit() {
    PointExecutor local = new LocalExecutor(List.of("java"), 2);
    ProgramSearch search = ProgramSearch.of("/bin:/usr/bin", List.of());
    SweepPoint absent =
        parse(RUN.replace("program: primesieve", "program: no-such-program")).points().getFirst();
    SweepPoint present =
        parse(RUN.replace("program: primesieve", "program: sh")).points().getFirst();
    PointExecutor executor = new PresentPrograms(local, search);

    assertEquals(
        Optional.of("absent: primesieve: no-such-program not found on PATH"),
        executor.misfit(absent));
    assertEquals(Optional.empty(), executor.misfit(present));
    assertEquals(Optional.empty(), executor.misfit(Points.of("sieve", "limit", "1e9")));
    assertEquals(
        local.command(attempt(local, present)), executor.command(attempt(executor, present)));
  }

  @Test
  void aKernelThatIsNotBuiltIsAbsentFromALadderAndLeftToTheCommandElsewhere() {
    PointExecutor executor =
        new PresentPrograms(new LocalExecutor(List.of("java"), 1), ProgramSearch.of("", List.of()));
    SequencedMap<String, String> options = Points.options("limit", "9", "kernel", "c-openmp");

    // the build puts libraries beside the classes
    boolean built = Files.exists(Path.of("target", "libhpc-c-openmp.so"));
    assertEquals(
        built
            ? Optional.empty()
            : Optional.of("absent: libhpc-c-openmp.so is not built: hpc build --native"),
        executor.misfit(new SweepPoint(1, "sieve", options, "in C")));
    assertEquals(Optional.empty(), executor.misfit(new SweepPoint(1, "sieve", options)));
    assertEquals(
        Optional.empty(),
        executor.misfit(new SweepPoint(1, "sieve", Points.options("kernel", "scalar"), "in Java")));
  }

  @Test
  void theJavaThatRunsHereIsAlwaysPresent() {
    PointExecutor executor =
        new PresentPrograms(new LocalExecutor(List.of("java"), 2), ProgramSearch.of("", List.of()));
    String run = RUN.replaceFirst("program: .*", "program: '{java} -jar {jar} {limit}'");

    assertEquals(Optional.empty(), executor.misfit(parse(run).points().getFirst()));
  }

  @Test
  void whatDoesNotFitTheMachineIsToldFirst() {
    PointExecutor executor =
        new PresentPrograms(
            new LocalExecutor(List.of("java"), 1), ProgramSearch.of("", List.of(Path.of("x"))));

    assertEquals(
        Optional.of("wants 2 cpus, this machine has 1"),
        executor.misfit(parse(RUN).points().get(1)));
  }

  @Test
  void aTaskOfSlurmHasTheThreadsOfTheProgramForCpus() {
    SrunExecutor srun =
        new SrunExecutor(
            List.of("java"), Map.of("SLURM_JOB_ID", "1", "SLURM_JOB_CPUS_PER_NODE", "2"), 1, 1);
    List<String> command = srun.command(attempt(srun, parse(RUN).points().get(1)));

    assertTrue(command.containsAll(List.of("--ntasks=1", "--cpus-per-task=2", "--threads=2")));
  }

  private static PointQueue.Attempt attempt(PointExecutor executor, SweepPoint point) {
    return new PointQueue.Attempt(
        point,
        1,
        executor.allocator().take(executor.needs(point), CpuAllocator.Extent.PART).orElseThrow());
  }

  private static SweepConfig parse(String text) {
    return SweepConfig.parse("x.yaml", text, Catalogs.HPC);
  }
}
