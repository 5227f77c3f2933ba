package hpc.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Counters of the energy that processors take (RAPL, through the kernel's powercap), one directory
 * for each processor. Since 2020 most kernels let only root read them (CVE-2020-8694).
 *
 * @param readable the directories of all processors; none if one of them cannot be read
 * @param reason why there are none, else empty
 */
public record EnergyZones(List<Path> readable, String reason) {

  private static final String COUNTER = "energy_uj";

  /**
   * Looks for them. Zones inside a processor, its cores say, are part of it and not counted again.
   *
   * @param root the directory in which {@code sys} stands
   */
  public static EnergyZones of(Path root) {
    Path powercap = root.resolve("sys/class/powercap");
    List<Path> zones = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(powercap, "*-rapl:[0-9]*")) {
      for (Path zone : entries) {
        if (Machine.line(zone.resolve("name")).startsWith("package-")) {
          zones.add(zone);
        }
      }
    } catch (IOException e) {
      return new EnergyZones(List.of(), "the kernel offers no counters of energy");
    }
    Collections.sort(zones);
    if (zones.isEmpty()) {
      return new EnergyZones(List.of(), "the kernel offers no counters of energy");
    }
    for (Path zone : zones) {
      if (Machine.line(zone.resolve(COUNTER)).isEmpty()) {
        return new EnergyZones(List.of(), zone.resolve(COUNTER) + " may not be read");
      }
    }
    return new EnergyZones(List.copyOf(zones), "");
  }
}
