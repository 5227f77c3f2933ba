package hpc.sweep;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which options each workload command takes, so that a misspelt one is found before anything runs.
 *
 * @param optionsByWorkload command name to its option names, both as on the command line but
 *     without the leading dashes
 * @param placeholders problem to its parameters, which the command line of a program of others may
 *     name
 */
public record OptionCatalog(
    Map<String, Set<String>> optionsByWorkload, Map<String, Set<String>> placeholders) {

  /** Copies the maps. */
  public OptionCatalog {
    optionsByWorkload = new TreeMap<>(optionsByWorkload);
    placeholders = new TreeMap<>(placeholders);
  }

  SortedSet<String> workloads() {
    return new TreeSet<>(optionsByWorkload.keySet());
  }

  SortedSet<String> options(String workload) {
    return new TreeSet<>(optionsByWorkload.get(workload));
  }
}
