package hpc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File contents as the kernel's documentation (proc, sysfs, cgroup v1 and v2) describes them. */
class MachineTest {

  private static final long GIB = 1L << 30;

  @TempDir Path root;

  @BeforeEach
  void aNodeOfEightCpusAndSixteenGibibytes() throws IOException {
    write("proc/self/status", "Name:\tjava\nCpus_allowed:\tff\nCpus_allowed_list:\t0-5,8,10\n");
    write("proc/meminfo", "MemTotal:       16777216 kB\nMemFree:         1000000 kB\n");
    write("proc/self/cgroup", "0::/\n");
  }

  @Test
  void countsTheCpusOfTheAffinityMask() {
    assertEquals(8, Machine.of(root).cpus());
    assertEquals(16 * GIB, Machine.of(root).memoryBytes());
  }

  @Test
  void quotaOfVersion2IsTheLeastOnTheWayUp() throws IOException {
    write("proc/self/cgroup", "0::/slurm/job_1/step_0\n");
    write("sys/fs/cgroup/slurm/cpu.max", "250000 100000\n");
    write("sys/fs/cgroup/slurm/job_1/cpu.max", "max 100000\n");
    write("sys/fs/cgroup/slurm/job_1/step_0/cpu.max", "600000 100000\n");
    assertEquals(3, Machine.of(root).cpus(), "2.5 cpus, rounded up");
  }

  @Test
  void memoryOfVersion2IsTheLeastOnTheWayUp() throws IOException {
    write("proc/self/cgroup", "0::/slurm/job_1/step_0\n");
    write("sys/fs/cgroup/slurm/job_1/memory.max", "2147483648\n");
    write("sys/fs/cgroup/slurm/job_1/step_0/memory.max", "max\n");
    assertEquals(2 * GIB, Machine.of(root).memoryBytes());
  }

  @Test
  void readsVersion1BesideAnEmptyVersion2() throws IOException {
    write("proc/self/cgroup", "7:cpu,cpuacct:/job\n4:memory:/job\n0::/\n");
    write("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "400000\n");
    write("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "100000\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "1073741824\n");
    assertEquals(4, Machine.of(root).cpus());
    assertEquals(GIB, Machine.of(root).memoryBytes());
  }

  @Test
  void aGroupOutsideTheContainerCountsUpFromItsMount() throws IOException {
    write("proc/self/cgroup", "0::/../../elsewhere\n");
    write("sys/fs/cgroup/memory.max", "1073741824\n");
    assertEquals(16 * GIB, Machine.of(root).memoryBytes(), "a path above the mount is not seen");
    write("proc/self/cgroup", "0::/not/mounted/here\n");
    assertEquals(GIB, Machine.of(root).memoryBytes());
  }

  @Test
  void halfOfALimitedAddressSpaceIsMemory() throws IOException {
    write("proc/self/limits", "Max address space         4294967296     unlimited     bytes\n");
    assertEquals(2 * GIB, Machine.of(root).memoryBytes());
    write("proc/self/limits", "Max address space         unlimited      unlimited     bytes\n");
    assertEquals(16 * GIB, Machine.of(root).memoryBytes());
  }

  @Test
  void quotaMinusOneIsNone() throws IOException {
    write("proc/self/cgroup", "7:cpu:/\n");
    write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
    write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    assertEquals(8, Machine.of(root).cpus());
  }

  @Test
  void namesAnX86Processor() throws IOException {
    write("proc/cpuinfo", "processor\t: 0\nmodel name\t: Xeon\n\nprocessor\t: 1\n");
    assertEquals("Xeon", Machine.of(root).cpuModel());
  }

  @Test
  void namesAnArmProcessorByItsNumbers() throws IOException {
    write("proc/cpuinfo", "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd40\n\n");
    assertTrue(Machine.of(root).cpuModel().endsWith(" implementer 0x41 part 0xd40"));
  }

  @Test
  void readsCachesAndNodesAndPages() throws IOException {
    cache(0, "1", "Data", "48K", "0,64");
    cache(1, "1", "Instruction", "32K", "0,64");
    cache(2, "2", "Unified", "2048K", "0,64");
    cache(3, "3", "Unified", "105M", "0-31,64-95");
    Files.createDirectories(root.resolve("sys/devices/system/node/node0"));
    Files.createDirectories(root.resolve("sys/devices/system/node/node1"));
    Files.createDirectories(root.resolve("sys/devices/system/node/power"));
    auxv(65536);
    Machine machine = Machine.of(root);
    assertEquals(4, machine.caches().size());
    assertEquals(48 << 10, machine.cacheBytes(1));
    assertEquals(2 << 20, machine.cacheBytes(2));
    assertEquals(new Machine.Cache(3, "Unified", 105 << 20, 64), machine.caches().getLast());
    assertEquals(2, machine.numaNodes());
    assertEquals(65536, machine.pageBytes());
  }

  @Test
  void aKernelThatTellsNothingLeavesDefaults() throws IOException {
    Path nothing = Files.createDirectory(root.resolve("nothing"));
    Machine machine = Machine.of(nothing);
    assertEquals(Runtime.getRuntime().availableProcessors(), machine.cpus());
    assertTrue(machine.memoryBytes() > 0);
    assertEquals(System.getProperty("os.arch"), machine.cpuModel());
    assertEquals(List.of(), machine.caches());
    assertEquals(0, machine.cacheBytes(2));
    assertEquals(1, machine.numaNodes());
    assertEquals(4096, machine.pageBytes());
  }

  private void cache(int index, String level, String type, String size, String cpus)
      throws IOException {
    String directory = "sys/devices/system/cpu/cpu0/cache/index" + index + "/";
    write(directory + "level", level + "\n");
    write(directory + "type", type + "\n");
    write(directory + "size", size + "\n");
    write(directory + "shared_cpu_list", cpus + "\n");
  }

  private void auxv(long pageBytes) throws IOException {
    ByteBuffer pairs = ByteBuffer.allocate(4 * Long.BYTES).order(ByteOrder.nativeOrder());
    pairs.putLong(16).putLong(1).putLong(6).putLong(pageBytes);
    Files.write(root.resolve("proc/self/auxv"), pairs.array());
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
