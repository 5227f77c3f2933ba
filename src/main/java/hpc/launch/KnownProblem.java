package hpc.launch;

import java.util.List;
import java.util.Locale;

/**
 * The list of the problems that this program solves, in the order of the help. Every start of the
 * program reads it, so it names the class of a problem and does not load it.
 */
public enum KnownProblem {
  SIEVE(
      "hpc.sieve.SieveType",
      JvmNeeds.USUAL,
      """
      --limit 1e6 --json --threads 2
      --limit 1e3 --print
      --limit 1e6 --ranks 2
      """),
  DIFFUSION(
      "hpc.fieldio.DiffusionWithFiles",
      JvmNeeds.LARGE_ARRAYS,
      """
      --nx 64 --ny 64 --steps 10 --csv rows.csv
      """),
  AMDAHL(
      "hpc.amdahl.AmdahlType",
      JvmNeeds.USUAL,
      """
      --work 1e6 --terse
      """);

  private final String typeName;
  private final JvmNeeds needs;
  private final String shortRuns;

  KnownProblem(String typeName, JvmNeeds needs, String shortRuns) {
    this.typeName = typeName;
    this.needs = needs;
    this.shortRuns = shortRuns;
  }

  /** The command that solves it. */
  public String command() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name of its {@code ProblemType}. */
  public String typeName() {
    return typeName;
  }

  /** What it needs of its JVM. */
  JvmNeeds needs() {
    return needs;
  }

  /** The options of a few short runs, which together load what its start needs. */
  List<String> shortRuns() {
    return shortRuns.lines().toList();
  }
}
