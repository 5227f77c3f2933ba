package hpc.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node made of files. */
class NodeMeterTest {

  private static final RankReading UNKNOWN =
      new RankReading("n2", Measures.UNKNOWN, List.of(), Map.of());

  @TempDir private Path root;

  private double calibration = 0.001;

  @Test
  void aKernelThatTellsNothingGivesNothing() {
    RankReading reading = reading(() -> {});
    assertEquals(List.of(), reading.disturbances());
    assertEquals(OptionalLong.empty(), reading.measures().bytes(Measure.CGROUP_PEAK));
    assertEquals(OptionalDouble.empty(), reading.measures().get(Measure.ENERGY));
    assertEquals(OptionalDouble.of(0.001), reading.measures().get(Measure.CALIBRATION));
  }

  @Test
  void aSlowerCoreIsDrift() {
    RankReading reading = reading(() -> calibration = 0.0012);
    assertEquals(List.of("drift"), reading.disturbances());
    assertEquals(OptionalDouble.of(0.0012), reading.measures().get(Measure.CALIBRATION));
  }

  @Test
  void timeGivenToOthersIsSteal() {
    write("proc/stat", "cpu  100 0 50 800 0 0 0 10 5 0");
    assertEquals(
        List.of("steal"),
        reading(() -> write("proc/stat", "cpu  190 0 50 800 0 0 0 20 99 0")).disturbances());
    // ten of a thousand are one per cent, and guest time stands in user time
    assertEquals(
        List.of(),
        reading(() -> write("proc/stat", "cpu  1180 0 50 800 0 0 0 30 5000 0")).disturbances());
  }

  @Test
  void threadsThatWaitForAProcessorArePreempted() {
    write("proc/self/task/1/schedstat", "1000 5000 3");
    write("proc/self/task/2/schedstat", "1000 0 3");
    assertEquals(
        List.of("preempted"),
        // 2 s of two threads are 4 s, of which a twentieth is 0.2 s
        reading(() -> write("proc/self/task/2/schedstat", "1000 210000000 9")).disturbances());
    assertEquals(
        List.of(),
        reading(() -> write("proc/self/task/2/schedstat", "1000 400000000 9")).disturbances());
  }

  @Test
  void theCompilerWaitsForThoseWhoSolveAndNobodyMinds() {
    write("proc/self/task/3/comm", "C2 CompilerThre");
    write("proc/self/task/3/schedstat", "1000 0 3");
    assertEquals(
        List.of(),
        reading(() -> write("proc/self/task/3/schedstat", "1000 1900000000 9")).disturbances());
  }

  @Test
  void quotaAndHeatThrottle() {
    write("proc/self/cgroup", "0::/job/step");
    write("sys/fs/cgroup/job/step/cpu.stat", "usage_usec 5\nnr_periods 9\nnr_throttled 3\n");
    assertEquals(
        List.of("throttled"),
        reading(() -> write("sys/fs/cgroup/job/step/cpu.stat", "nr_throttled 4\n")).disturbances());
    write("sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count", "7");
    assertEquals(
        List.of("throttled"),
        reading(() ->
                write("sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count", "8"))
            .disturbances());
  }

  @Test
  void pagesFromDiskArePaging() {
    write("proc/self/stat", "12 (a) b) S 1 1 1 0 -1 4 100 0 5 0 7 7");
    assertEquals(
        List.of(),
        reading(() -> write("proc/self/stat", "12 (a) b) S 1 1 1 0 -1 4 100 0 15 0 7 7"))
            .disturbances());
    assertEquals(
        List.of("paging"),
        reading(() -> write("proc/self/stat", "12 (a) b) S 1 1 1 0 -1 4 100 0 26 0 7 7"))
            .disturbances());
  }

  @Test
  void memoryOfTheControlGroupInBothVersions() {
    write("proc/self/cgroup", "0::/job/step");
    write("sys/fs/cgroup/job/step/memory.peak", "123456789");
    assertEquals(
        OptionalLong.of(123456789), reading(() -> {}).measures().bytes(Measure.CGROUP_PEAK));
    write("proc/self/cgroup", "4:memory:/slurm/job\n1:cpu,cpuacct:/");
    write("sys/fs/cgroup/memory/slurm/job/memory.max_usage_in_bytes", "4096");
    assertEquals(OptionalLong.of(4096), reading(() -> {}).measures().bytes(Measure.CGROUP_PEAK));
  }

  @Test
  void energyIsThatOfAllProcessorsAlsoWhenACounterBeginsAgain() {
    zone("intel-rapl:0", "package-0", 1_000_000);
    zone("intel-rapl:0:0", "core", 5);
    zone("intel-rapl:1", "package-1", 262_000_000_000L);
    RankReading reading =
        reading(() -> {
          zone("intel-rapl:0", "package-0", 4_000_000);
          zone("intel-rapl:0:0", "core", 99_000_000);
          zone("intel-rapl:1", "package-1", 1_000_000);
        });
    assertEquals(3 + 144.328850, reading.measures().get(Measure.ENERGY).getAsDouble(), 1e-6);
  }

  @Test
  void energyOfANodeCountsOnceAndOfOneThatDoesNotTellNotAtAll() {
    RankReading one = rank("n1", 10, 0.002, "gc");
    RankReading same = rank("n1", 11, 0.001, "gc");
    RankReading other = rank("n2", 5, 0.001, "drift");
    Measures all = Measures.over(List.of(one, same, other));
    assertEquals(OptionalDouble.of(15), all.get(Measure.ENERGY));
    assertEquals(OptionalDouble.of(0.002), all.get(Measure.CALIBRATION));
    assertEquals(
        new Conditions("gc@n1 drift@n2", OptionalInt.empty()),
        Conditions.over(List.of(one, same, other), 1));
    assertEquals(OptionalDouble.empty(), Measures.over(List.of(one, UNKNOWN)).get(Measure.ENERGY));
  }

  private static RankReading rank(String host, double joules, double seconds, String word) {
    return new RankReading(
        host,
        new Measures(Map.of(Measure.ENERGY, joules, Measure.CALIBRATION, seconds)),
        List.of(word),
        Map.of());
  }

  @Test
  void threadsShareACoreWhereItsHardwareThreadsAreAllThatIsLeft() {
    // as on many nodes, cpu 2 is the other thread of cpu 0's core
    for (String cpu : List.of("0", "2")) {
      write("sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list", "0,2");
    }
    for (String cpu : List.of("1", "3")) {
      write("sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list", "1,3");
    }
    write("proc/self/status", "Cpus_allowed_list:\t0-3");
    RankReading wholeNode = sent(reading(() -> {}));
    assertEquals(OptionalInt.of(1), threadsPerCore(2, wholeNode));
    assertEquals(OptionalInt.of(2), threadsPerCore(3, wholeNode));
    assertEquals(OptionalInt.of(2), threadsPerCore(64, wholeNode), "no more than there are");

    write("proc/self/status", "Cpus_allowed_list:\t0");
    RankReading one = sent(reading(() -> {}));
    write("proc/self/status", "Cpus_allowed_list:\t1");
    RankReading ofAnotherCore = sent(reading(() -> {}));
    write("proc/self/status", "Cpus_allowed_list:\t2");
    RankReading ofItsCore = sent(reading(() -> {}));
    assertEquals(OptionalInt.of(1), threadsPerCore(1, one, ofAnotherCore));
    assertEquals(OptionalInt.of(2), threadsPerCore(1, one, ofItsCore), "ranks that share a core");
    assertEquals(OptionalInt.empty(), threadsPerCore(1, one, UNKNOWN));
  }

  private static OptionalInt threadsPerCore(int threads, RankReading... ranks) {
    return Conditions.over(List.of(ranks), threads).threadsPerCore();
  }

  /** As rank 0 gets it. */
  private static RankReading sent(RankReading reading) {
    return RankReading.fromBytes(reading.toBytes());
  }

  /** Of two threads that took two seconds, no pause among them. */
  private RankReading reading(Runnable meanwhile) {
    calibration = 0.001;
    NodeMeter meter = new NodeMeter(root, () -> calibration);
    NodeMeter.Before before = meter.before();
    meanwhile.run();
    return meter.after("n1", before, Map.of(Measure.WALL, 2.0, Measure.GC, 0.01), 2);
  }

  private void zone(String zone, String name, long microjoules) {
    write("sys/class/powercap/" + zone + "/name", name);
    write("sys/class/powercap/" + zone + "/energy_uj", Long.toString(microjoules));
    write("sys/class/powercap/" + zone + "/max_energy_range_uj", "262143328850");
  }

  private void write(String file, String text) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
