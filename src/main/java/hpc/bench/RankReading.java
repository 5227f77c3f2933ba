package hpc.bench;

import hpc.exec.Workload.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one rank measured in one repetition, in a form that can be sent to rank 0: one gather of
 * such messages costs less than a reduction for every figure, and keeps the ranks apart.
 *
 * @param host its node
 * @param measures its figures
 * @param disturbances words for what makes times longer
 * @param coresByCpu the core of each cpu that the rank may use; empty if not known
 */
record RankReading(
    String host, Measures measures, List<String> disturbances, Map<Integer, Integer> coresByCpu) {

  /** The reading of a process that did the work beside this one, on the same node. */
  RankReading of(Usage process) {
    Map<Measure, Double> figures = new EnumMap<>(Measure.class);
    for (Measure ofNode : List.of(Measure.CGROUP_PEAK, Measure.ENERGY, Measure.CALIBRATION)) {
      figures.put(ofNode, measures.value(ofNode));
    }
    figures.put(Measure.WALL, process.wallSeconds());
    figures.put(Measure.CPU, process.cpuSeconds());
    process.rssPeakBytes().ifPresent(bytes -> ProcessMeter.putRssPeak(bytes, figures));
    return new RankReading(host, new Measures(figures), disturbances, coresByCpu);
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(host);
      for (Measure measure : Measure.values()) {
        out.writeDouble(measures.value(measure));
      }
      out.writeUTF(String.join(" ", disturbances));
      out.writeInt(coresByCpu.size());
      for (Map.Entry<Integer, Integer> cpu : coresByCpu.entrySet()) {
        out.writeInt(cpu.getKey());
        out.writeInt(cpu.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading of host " + host, e);
    }
    return bytes.toByteArray();
  }

  static RankReading fromBytes(byte[] message) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(message))) {
      String host = in.readUTF();
      Map<Measure, Double> known = new EnumMap<>(Measure.class);
      for (Measure measure : Measure.values()) {
        known.put(measure, in.readDouble());
      }
      String disturbances = in.readUTF();
      Map<Integer, Integer> cores = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        cores.put(in.readInt(), in.readInt());
      }
      return new RankReading(
          host,
          new Measures(known),
          disturbances.isEmpty() ? List.of() : List.of(disturbances.split(" ", -1)),
          cores);
    } catch (IOException e) {
      throw new UncheckedIOException("a reading of " + message.length + " bytes", e);
    }
  }
}
