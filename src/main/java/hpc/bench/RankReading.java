package hpc.bench;

import hpc.exec.Workload.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one rank measured in one repetition, in a form that can be sent to rank 0: one gather of
 * such messages costs less than a reduction for every figure, and keeps the ranks apart.
 *
 * @param node what the rank saw of its node
 * @param computeSeconds like the other times of a phase and of the JVM, not a number if not known
 */
record RankReading(
    NodeReading node,
    double wallSeconds,
    double computeSeconds,
    double communicationSeconds,
    double waitSeconds,
    double ioSeconds,
    double cpuSeconds,
    double gcSeconds,
    double jitSeconds,
    OptionalLong rssPeakBytes,
    OptionalLong heapPeakBytes,
    OptionalLong allocatedBytes) {

  private static final long NOT_KNOWN = -1;

  /** The reading of a rank that had a process beside it do the work. */
  static RankReading of(NodeReading node, Usage usage) {
    return new RankReading(
        node,
        usage.wallSeconds(),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        usage.cpuSeconds(),
        Double.NaN,
        Double.NaN,
        usage.rssPeakBytes(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(node.host());
      out.writeLong(node.cgroupPeakBytes().orElse(NOT_KNOWN));
      out.writeDouble(node.energyJoules());
      out.writeDouble(node.calibrationSeconds());
      out.writeUTF(String.join(" ", node.disturbances()));
      out.writeInt(node.coresByCpu().size());
      for (Map.Entry<Integer, Integer> cpu : node.coresByCpu().entrySet()) {
        out.writeInt(cpu.getKey());
        out.writeInt(cpu.getValue());
      }
      out.writeDouble(wallSeconds);
      out.writeDouble(computeSeconds);
      out.writeDouble(communicationSeconds);
      out.writeDouble(waitSeconds);
      out.writeDouble(ioSeconds);
      out.writeDouble(cpuSeconds);
      out.writeDouble(gcSeconds);
      out.writeDouble(jitSeconds);
      out.writeLong(rssPeakBytes.orElse(NOT_KNOWN));
      out.writeLong(heapPeakBytes.orElse(NOT_KNOWN));
      out.writeLong(allocatedBytes.orElse(NOT_KNOWN));
    } catch (IOException e) {
      throw new UncheckedIOException("reading of host " + node.host(), e);
    }
    return bytes.toByteArray();
  }

  static RankReading fromBytes(byte[] message) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(message))) {
      return new RankReading(
          new NodeReading(
              in.readUTF(),
              size(in.readLong()),
              in.readDouble(),
              in.readDouble(),
              words(in.readUTF()),
              coresByCpu(in)),
          in.readDouble(),
          in.readDouble(),
          in.readDouble(),
          in.readDouble(),
          in.readDouble(),
          in.readDouble(),
          in.readDouble(),
          in.readDouble(),
          size(in.readLong()),
          size(in.readLong()),
          size(in.readLong()));
    } catch (IOException e) {
      throw new UncheckedIOException("a reading of " + message.length + " bytes", e);
    }
  }

  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
  }

  private static Map<Integer, Integer> coresByCpu(DataInputStream in) throws IOException {
    Map<Integer, Integer> cores = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      cores.put(in.readInt(), in.readInt());
    }
    return cores;
  }

  private static OptionalLong size(long bytes) {
    return bytes == NOT_KNOWN ? OptionalLong.empty() : OptionalLong.of(bytes);
  }
}
