package hpc.sweep;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The options of the commands as a command line would give them. */
final class Catalogs {

  private static final Set<String> ALL =
      Set.of("mode", "threads", "ranks", "warmup", "repeat", "csv", "verify");

  static final OptionCatalog HPC =
      new OptionCatalog(
          Map.of(
              "sieve",
              with("limit", "from", "algorithm", "kernel", "nth"),
              "diffusion",
              with(
                  "nx",
                  "ny",
                  "steps",
                  "time",
                  "steady",
                  "preset",
                  "dx",
                  "dy",
                  "diffusivity",
                  "dt",
                  "bc",
                  "ic",
                  "decomposition",
                  "kernel",
                  "block-steps"),
              "amdahl",
              with("parallel", "work", "jitter"),
              "command",
              with("name", "program", "limit", "from", "nx", "ny", "steps", "preset", "dt", "ic")),
          Map.of("sieve", Set.of("from", "limit"), "diffusion", Set.of("nx", "ny", "steps")));

  private Catalogs() {}

  private static Set<String> with(String... own) {
    Set<String> all = new TreeSet<>(ALL);
    all.addAll(Set.of(own));
    return all;
  }
}
