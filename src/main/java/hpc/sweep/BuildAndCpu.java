package hpc.sweep;

/**
 * What a figure depends on besides the options of its point. A point that was measured by another
 * build, or on another kind of machine, has not been measured here.
 *
 * @param build version and commit of the program
 * @param machine the kind of machine: the processor's own name
 */
public record BuildAndCpu(String build, String machine) {

  /** Makes both one word of a journal's line. */
  public BuildAndCpu {
    build = build.replaceAll("\\p{Cntrl}", " ");
    machine = machine.replaceAll("\\p{Cntrl}", " ");
  }
}
